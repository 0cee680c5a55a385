"""What looks like a person in a text: for a warning before something is published. People decide, not these rules."""

import re

# First names that were common among those born from 1930 to 1990 in Germany.
FIRST_NAMES = re.findall(
    r"\w+",
    """
    Andrea Andreas Angelika Anna Anneliese Anni Barbara Bernd Bernhard Birgit Brigitte Christa Christian
    Christine Claudia Daniel Dieter Dietmar Doris Edith Elfriede Elisabeth Elke Emma Erika Erna Ernst Erwin Eva
    Frank Franz Friedrich Fritz Gabriele Georg Gerda Gerhard Gertrud Gisela Günter Günther Hannelore Hans Harald
    Heike Heinrich Heinz Helga Helmut Herbert Hermann Hilde Hildegard Horst Ilse Inge Ingeborg Ingrid Irmgard
    Johann Josef Jürgen Karin Karl Katharina Klaus Kurt Lieselotte Lore Ludwig Luise Manfred Margarete Margot
    Maria Marianne Marie Markus Martin Martina Michael Monika Norbert Otto Paul Peter Petra Rainer Reinhard
    Renate Richard Robert Roland Rolf Rosemarie Ruth Sabine Sigrid Silke Stefan Stefanie Susanne Theresia Thomas
    Ulrike Ursula Uwe Walter Waltraud Werner Wilhelm Willi Wolfgang
    """,
)
PATTERNS = (
    # An address for mail; asked at the start of a word only, else a long text without spaces takes seconds.
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+",
    # A telephone number: at least six digits from a 0 or + on, in groups.
    r"(?:\+|\b0)\d(?:[ /()-]{0,2}\d){5,}",
    r"\b(?:Herrn?|Frau|Hr\.|Fr\.|Familie|Dr\.|Pfarrer(?:in)?|Schwester)\s+(?:Dr\.\s+)?[A-ZÄÖÜ][\w-]+",
    rf"\b(?:{'|'.join(FIRST_NAMES)})(?:-[A-ZÄÖÜ]\w+)?\s+[A-ZÄÖÜ][\w-]+",
)
LIKELY = re.compile("|".join(PATTERNS))


def likely_persons(text: str) -> list[str]:
    """The places that look like a name, a number or an address, each once, in the order of the text."""
    return list(dict.fromkeys(LIKELY.findall(text)))
