"""Numbers given out in order."""

from django.db.models import F

from yinling.needs.casework.domain.references import number_of
from yinling.needs.casework.models import NumberSeries


def next_number(prefix: str, year: int) -> str:
    """The next number of a series; counted under the row's lock, so that two callers never share one."""
    NumberSeries.objects.get_or_create(prefix=prefix, year=year)
    series = NumberSeries.objects.filter(prefix=prefix, year=year)
    series.update(last=F("last") + 1)
    return number_of(prefix, year, series.get().last)
