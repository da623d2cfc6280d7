"""Change of key: everything sealed with a retired key is sealed again with the present one.

A row is taken up by what its seal says: a run that was stopped goes on where it ended, a second run finds nothing.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Cast

from yinling.gateways.sealing import SealedTextField, present_seal

BATCH_ROWS = 500
# A store of sealed files knows itself how to seal them again: name → (how many wait, seal the next ones).
Store = tuple[Callable[[], int], Callable[[int], int]]
_stores: dict[str, Store] = {}


def reseal_store_with(name: str, *, waiting: Callable[[], int], reseal: Callable[[int], int]) -> None:
    """Has a store of files resealed too: `reseal(n)` does up to `n` and answers how many it did."""
    _stores[name] = (waiting, reseal)


def stores() -> dict[str, Store]:
    """Stores of sealed files, by name."""
    return dict(_stores)


def sealed_fields() -> list[tuple[type[models.Model], SealedTextField]]:
    """Every sealed column of every model."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedTextField)
    ]


def waiting(model: type[models.Model], field: SealedTextField) -> QuerySet[Any]:
    """Rows whose column is sealed with another key or cipher; `raw` is the seal as it lies in the table.

    A plain queryset: books that refuse changes are resealed too, for their content stays what it was.
    """
    rows: QuerySet[Any] = QuerySet(model).annotate(raw=Cast(field.attname, models.TextField()))
    return rows.exclude(raw=None).exclude(raw="").exclude(raw__startswith=present_seal())


def reseal(model: type[models.Model], field: SealedTextField) -> Iterator[int]:
    """Seals one column again, batch by batch; yields how many rows each batch had. Raises SealBroken."""
    last = None
    while True:
        rows = waiting(model, field).order_by("pk")
        batch = list(
            (rows if last is None else rows.filter(pk__gt=last)).values_list("pk", "raw", field.attname)[:BATCH_ROWS]
        )
        if not batch:
            return
        for pk, raw, text in batch:
            # Only if nobody wrote the row meanwhile: then it bears the present seal already.
            waiting(model, field).filter(pk=pk, raw=raw).update(**{field.attname: text})
        last = batch[-1][0]
        yield len(batch)
