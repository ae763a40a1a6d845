"""What stands in a column, as JSON that is the same on every database, and back.

Columns of JSON travel as their text: a number keeps its digits, `null` stays apart from nothing.
"""

from __future__ import annotations

import base64
import datetime
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, TextField
from django.db.models.functions import Cast

from backup.format import BackupRefused

Coder = Callable[[Any], Any]
MICROSECOND = datetime.timedelta(microseconds=1)
# Stored as they are: numbers, words, yes and no.
PLAIN = frozenset(
    "AutoField BigAutoField SmallAutoField IntegerField BigIntegerField SmallIntegerField"
    " PositiveIntegerField PositiveBigIntegerField PositiveSmallIntegerField FloatField"
    " BooleanField CharField TextField SlugField FileField FilePathField GenericIPAddressField"
    " JSONField".split()
)
ENCODED: dict[str, Coder] = {
    "BinaryField": lambda value: base64.b64encode(bytes(value)).decode(),
    "DateField": lambda value: value.isoformat(),
    "DateTimeField": lambda value: value.isoformat(),
    "DecimalField": str,
    "DurationField": lambda value: value // MICROSECOND,
    "TimeField": lambda value: value.isoformat(),
    "UUIDField": str,
}
DECODED: dict[str, Coder] = {
    "BinaryField": lambda told: base64.b64decode(told, validate=True),
    "DateField": datetime.date.fromisoformat,
    "DateTimeField": datetime.datetime.fromisoformat,
    "DecimalField": Decimal,
    "DurationField": lambda told: datetime.timedelta(microseconds=told),
    "TimeField": datetime.time.fromisoformat,
    "UUIDField": uuid.UUID,
}


def selected(field: Field) -> Expression | str:
    """What to ask the database for, of a column."""
    is_json = _kind(field) == "JSONField"
    return Cast(field.attname, TextField()) if is_json else field.attname


def encoder(fields: Sequence[Field]) -> Callable[[Sequence[Any]], list[Any]]:
    """A function from a row to what is written of it. Raises BackupRefused for columns of a kind
    that nobody taught it."""
    coders = _coders(fields, ENCODED)

    def encode(row: Sequence[Any]) -> list[Any]:
        told = list(row)
        for place, code in coders:
            if told[place] is not None:
                told[place] = code(told[place])
        return told

    return encode


def sqlite_decoder(fields: Sequence[Field]) -> Callable[[list[Any]], list[Any]]:
    """A function from what was written of a row to what SQLite's driver takes."""
    coders = [
        (place, lambda told, code=code, field=fields[place]: _prepared(field, code(told)))
        for place, code in _coders(fields, DECODED)
    ]
    return _decoder(coders)


def postgres_decoder(fields: Sequence[Field]) -> Callable[[list[Any]], list[Any]]:
    """A function from what was written of a row to what COPY reads: mostly just that."""
    known: dict[str, Coder] = {
        "BinaryField": lambda told: "\\x" + base64.b64decode(told, validate=True).hex(),
        "DurationField": lambda told: f"{told:d} microseconds",
    }
    return _decoder(_coders(fields, known))


def _decoder(coders: list[tuple[int, Coder]]) -> Callable[[list[Any]], list[Any]]:
    def decode(told: list[Any]) -> list[Any]:
        for place, code in coders:
            if told[place] is not None:
                told[place] = code(told[place])
        return told

    return decode


def _coders(fields: Sequence[Field], known: dict[str, Coder]) -> list[tuple[int, Coder]]:
    kinds = [_kind(field) for field in fields]
    for kind, field in zip(kinds, fields, strict=True):
        if kind not in PLAIN and kind not in ENCODED:
            raise BackupRefused(f"Columns of the kind {kind} cannot be backed up: {field}.")
    return [(place, known[kind]) for place, kind in enumerate(kinds) if kind in known]


def _kind(field: Field) -> str:
    """That of the column itself, for one that points at another."""
    while field.remote_field is not None:
        field = field.target_field
    return field.get_internal_type()


def _prepared(field: Field, value: Any) -> Any:
    while field.remote_field is not None:
        field = field.target_field
    return field.get_db_prep_value(value, connection)
