"""Verbs of indicators: enter an observation."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yinling.foundation.audit.actions import record
from yinling.gateways.policy.reading import load_indicators
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.kernel.dates import Period, parse_period
from yinling.oversight.indicators.domain.observations import FaultyField, figure_of
from yinling.oversight.indicators.domain.verdicts import number_text
from yinling.oversight.indicators.models import Observation
from yinling.oversight.indicators.queries import figures, packs

__all__ = ["Entry", "FaultyField", "observe"]


@dataclass(frozen=True)
class Entry:
    """A figure as typed: for shares numerator and denominator, else `value`; with the source it was taken from."""

    pack: str
    indicator: str
    area: str
    period: str
    source: str
    numerator: str = ""
    denominator: str = ""
    value: str = ""


@transaction.atomic
def observe(entry: Entry, *, by: Actor, at: datetime) -> Observation:
    """Keeps a figure; a later one for the same area and period replaces it and both stay.

    Raises PermissionDenied, FaultyField.
    """
    if not by.may("indicators.observe") or by.user_id is None or not contains(by.area, entry.area):
        raise PermissionDenied
    period = _period(entry.period)
    asked = load_indicators(entry.pack).get(entry.indicator)
    if asked is None or figures.is_counted(asked):
        raise FaultyField("indicator", "这个指标由登记数据自动计算，不能填报")
    area = packs.gazetteer(entry.pack).find(entry.area)
    figure = figure_of(packs.measure_of(asked), vars(entry), period.until)
    if figure.numerator is None or (asked.kind in ("rate", "ratio") and not figure.denominator):
        raise FaultyField("numerator" if asked.numerator else "value", "数字没有填全")
    if not entry.source.strip():
        raise FaultyField("source", "要写明数据来源")
    row = Observation.objects.create(
        pack=entry.pack, indicator=entry.indicator, area=area, period=entry.period, from_on=period.from_,
        until=period.until, numerator=Decimal(number_text(figure.numerator)),
        denominator=None if figure.denominator is None else Decimal(number_text(figure.denominator)),
        source=entry.source.strip(), entered_by_id=by.user_id, entered_at=at,
    )  # fmt: skip
    told = {"indicator": row.indicator, "period": row.period, "numerator": str(row.numerator)}
    told["denominator"] = str(row.denominator or "")
    record(by=by, at=at, verb="indicators.observe", subject=f"observation:{row.pk}", area=area, after=told)
    return row


def _period(text: str) -> Period:
    try:
        return parse_period(text)
    except ValueError:
        raise FaultyField("period", "期间应写作 2022、2022-Q1 或 2022-05") from None
