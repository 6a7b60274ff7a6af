"""The tables of searching: derived, to drop and compute again (`wasl search rebuild`)."""

from typing import Any, ClassVar

from django.db import models

from wasl.acts.models import Derived


class SearchTerm(Derived):
    """A word by which a closed text is found, such as an officer's name; the text itself is read where it lies.

    `term` is UTF-8 in a binary column: the same order on every database, whatever its collation. `party` is whose
    text it is, so that a bureau's search reads its own words only.
    """

    source = models.CharField(max_length=20)
    party = models.CharField(max_length=12)
    term = models.BinaryField(max_length=200)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["source", "term", "entry"], name="web_search_term"),
            models.Index(fields=["source", "party", "term", "entry"], name="web_search_party"),
            models.Index(fields=["entry"], name="web_search_entry"),
        ]


class CommitmentStart(models.Model):
    """The first bytes of an entry's commitment, so that one who holds a receipt finds the entry. Derived."""

    index = models.BigIntegerField(primary_key=True)
    start = models.BinaryField(max_length=8)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["start"], name="web_commitment_start")]


class SearchProgress(models.Model):
    """Up to which entry an index has come: `next` is the first that it has not looked at. Derived."""

    source = models.CharField(max_length=20, primary_key=True)
    next = models.BigIntegerField(default=0)
