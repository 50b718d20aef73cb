from __future__ import annotations

from django.db import models


class Presence(models.Model):
    """Who had an article open a moment ago, as their browser said.

    Its table is unlogged: what is written every few seconds and true for less than a minute takes
    no log, and if a crash empties it, it fills again. It names rows by id, so nothing waits for it.
    """

    pk = models.CompositePrimaryKey("article_id", "user_id")
    article_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} in {self.article_id}"
