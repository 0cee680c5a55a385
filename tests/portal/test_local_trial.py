import stat

from portal import local_trial


def test_secret_key_is_drawn_once_and_readable_by_its_owner_only(monkeypatch, tmp_path):
    monkeypatch.setattr(local_trial, "FOLDER", tmp_path / "var")

    first = local_trial.secret_key()

    assert local_trial.secret_key() == first
    assert len(first) >= 50
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600
