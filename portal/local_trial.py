"""What only a trial on one's own machine needs: the ignored folder, and the secrets kept in it."""

import os
import secrets
from pathlib import Path

FOLDER = Path(os.environ.get("STATE_DIR") or Path(__file__).resolve().parent.parent / "var").absolute()


def secret_key() -> str:
    """The trial's own SECRET_KEY: generated once, readable by its owner only, never committed."""
    return read_or_create(FOLDER / "secret_key", secrets.token_urlsafe(50))


def private_folder(name: str) -> Path:
    """A folder that only its owner may open."""
    path = FOLDER / name
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def read_or_create(path: Path, text: str) -> str:
    """The text that stands in the file; where there is no file yet, `text` is written first."""
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    try:
        # A link fails where the file exists: of two first starts at once one wins, and both read the same.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()
