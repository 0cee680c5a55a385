"""What may tell who it was: noticed, named, and taken out of a copy."""

from needs.redacting import Piece, masked, noticed, pieces

TEXT = "Frau Muster half mir. Ruft an: 0631 5550177 oder ada@example.org. Frau Muster ist nett."


def test_pieces_are_the_whole_text():
    assert [(piece.text, piece.kind) for piece in pieces(TEXT)] == [
        ("Frau Muster", "Name"),
        (" half mir. Ruft an: ", ""),
        ("0631 5550177", "Telefonnummer"),
        (" oder ", ""),
        ("ada@example.org", "E-Mail-Adresse"),
        (". ", ""),
        ("Frau Muster", "Name"),
        (" ist nett.", ""),
    ]
    assert pieces("Der Bus fehlt.") == [Piece("Der Bus fehlt.", "")]


def test_a_longer_name_is_not_cut():
    assert masked("Frau Muster und Frau Muster-Beispiel") == "[Name] und [Name]"


def test_masked_says_only_what_it_was():
    assert masked(TEXT) == "[Name] half mir. Ruft an: [Telefonnummer] oder [E-Mail-Adresse]. [Name] ist nett."
    assert noticed(masked(TEXT)) == []


def test_noticed_names_each_once():
    assert noticed(TEXT) == ["Name: Frau Muster", "Telefonnummer: 0631 5550177", "E-Mail-Adresse: ada@example.org"]
