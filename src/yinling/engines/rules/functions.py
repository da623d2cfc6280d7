"""The functions a rule may call, each for one value and for NumPy columns; the two agree by property test.

In columns a date is an int32 `yyyymmdd`: order is kept, and an age is one subtraction and one division.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import numpy as np

from yinling.kernel.area import NotAnArea, normalise
from yinling.kernel.dates import age_on

ARGUMENTS_MAX = 8


@dataclass(frozen=True)
class Function:
    """One function: `one` on values, `columns` on arrays (or arrays and values mixed).

    `by_category` functions take a text first and are run once per distinct text. A None answer means unknown.
    """

    one: Callable[..., Any]
    columns: Callable[..., Any] | None
    arguments_min: int
    arguments_max: int
    by_category: bool = False


def day_number(day: date) -> int:
    """A date as columns hold it: 20210501."""
    return day.year * 10000 + day.month * 100 + day.day


def lies_in(code: str, outer: str) -> bool | None:
    """Whether an area lies in another; None where the code is wider than the area asked for, or not a code."""
    try:
        inner = normalise(code)
    except NotAnArea:
        return None
    if inner.startswith(outer):
        return True
    return None if outer.startswith(inner) else False


def ratio(amount: int, numerator: int, denominator: int) -> int:
    """`amount` × numerator ÷ denominator, rounded half up; all ≥ 0, the denominator > 0."""
    return (2 * amount * numerator + denominator) // (2 * denominator)


def _age_columns(birth: Any, on: Any) -> Any:
    # (20210228 - 19410301) // 10000 = 79: a birthday counts from its day, and 29 February on 1 March of
    # common years, because 0228 < 0229 < 0301.
    birth, on = (day_number(value) if isinstance(value, date) else value for value in (birth, on))
    return (on - birth) // 10000


def _smallest(*values: Any) -> Any:
    return reduce(np.minimum, values)


def _largest(*values: Any) -> Any:
    return reduce(np.maximum, values)


def _ratio_columns(amount: Any, numerator: Any, denominator: int) -> Any:
    # The same rounding with half the work where the denominator is even; the sum is made in place.
    if denominator % 2:
        return ratio(amount, numerator, denominator)
    scaled = amount * numerator
    scaled += denominator // 2
    scaled //= denominator
    return scaled


FUNCTIONS: dict[str, Function] = {
    "age": Function(age_on, _age_columns, 2, 2),
    "date": Function(date, None, 3, 3),
    "in_area": Function(lies_in, None, 2, 2, by_category=True),
    "min": Function(min, _smallest, 2, ARGUMENTS_MAX),
    "max": Function(max, _largest, 2, ARGUMENTS_MAX),
    "ratio": Function(ratio, _ratio_columns, 3, 3),
}
