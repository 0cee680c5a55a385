from django.db import models


class SignInCount(models.Model):
    """How often somebody tried to sign in lately. The digest tells neither the user name nor the network."""

    digest = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField()

    def __str__(self):
        return f"{self.count} bis {self.ends_at}"
