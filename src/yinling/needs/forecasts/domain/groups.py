"""Sums by town, by age and by tier, all of them: what may be shown is said in hiding."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.needs.forecasts.domain.population import Ints

BANDS = ((0, 60, "不满60岁"), (60, 70, "60–69岁"), (70, 80, "70–79岁"), (80, 90, "80–89岁"), (90, 100, "90–99岁"),
         (100, 999, "100岁及以上"))  # fmt: skip
UNKNOWN_AGE = "年龄不详"


@dataclass
class Group:
    """One group: people and yearly fen before and after, who gains and who loses. None = not known."""

    code: str
    name: str
    before: int
    after: int
    before_fen: int | None
    after_fen: int | None
    gainers: int
    losers: int
    gained_fen: int | None
    lost_fen: int | None


@dataclass(frozen=True)
class Effect:
    """What a calculation does to each person in a year: fen before and after, and whether anything is given."""

    before_fen: Ints
    after_fen: Ints
    before: npt.NDArray[np.bool_]
    after: npt.NDArray[np.bool_]
    gains: npt.NDArray[np.bool_]
    loses: npt.NDArray[np.bool_]
    is_before_priced: bool
    is_after_priced: bool


def groups(effect: Effect, codes: npt.NDArray[Any], names: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Groups by `codes[row]` (a place in `names`: code and words), empty ones left out."""
    size = len(names)
    change = effect.after_fen - effect.before_fen
    compared = effect.is_before_priced and effect.is_after_priced

    def count(flags: npt.NDArray[np.bool_]) -> list[int]:
        return [int(each) for each in np.bincount(codes[flags], minlength=size)]

    def total(fen: Ints, is_known: bool = True) -> list[int | None]:
        sums = np.zeros(size, dtype=np.int64)
        np.add.at(sums, codes, fen)
        return [int(each) if is_known else None for each in sums]

    lines = [
        Group(code, name, *numbers)
        for (code, name), *numbers in zip(
            names, count(effect.before), count(effect.after), total(effect.before_fen, effect.is_before_priced),
            total(effect.after_fen, effect.is_after_priced), count(effect.gains), count(effect.loses),
            total(np.where(effect.gains, change, 0), compared), total(np.where(effect.loses, -change, 0), compared),
            strict=True,
        )
    ]  # fmt: skip
    return [asdict(line) for line in lines if line.before or line.after]


def age_bands(ages: Ints) -> tuple[npt.NDArray[np.int64], list[tuple[str, str]]]:
    """The band of each person, and the bands in words."""
    codes = np.full(len(ages), len(BANDS), dtype=np.int64)
    for place, (low, high, _words) in enumerate(BANDS):
        codes[(ages >= low) & (ages < high)] = place
    return codes, [(str(low), words) for low, _high, words in BANDS] + [("", UNKNOWN_AGE)]
