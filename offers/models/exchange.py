"""What an import wrote last."""

from django.db import models


class LoadedRow(models.Model):
    """The state in which an import left a row.

    Where the row stands otherwise now, people have edited it, and the next import leaves it alone.
    """

    table = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="loaded_row_stands_once", fields=("table", "key")),
        ]

    def __str__(self):
        return f"{self.table}: {self.key}"
