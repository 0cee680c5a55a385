"""German alphabetical order, kept by the database."""

from django.db.models import Func, GeneratedField, TextField, Value
from django.db.models.functions import Lower, Replace

_ACCENTED = "ÄÖÜäöüÀÁÂàáâÇçÈÉÊËèéêëÎîÔôÛû"
_PLAIN = "AOUaouAAAaaaCcEEEEeeeeIiOoUu"


def sort_field(source: str) -> GeneratedField:
    """A stored column that sorts `source` as a German dictionary does (DIN 5007-1: ä as a, ß as ss).

    The embedded PostgreSQL has no ICU collation, so "Ärzte" would stand after "Zebra".
    """
    without_sharp_s = Replace(source, Value("ß"), Value("ss"))
    translated = Func(
        without_sharp_s,
        Value(_ACCENTED),
        Value(_PLAIN),
        function="translate",
        output_field=TextField(),
    )
    return GeneratedField(expression=Lower(translated), output_field=TextField(), db_persist=True)
