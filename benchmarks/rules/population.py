"""Invented people and requests, always the same for a seed, as Parquet and CSV files."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

SEED = 20210501
HOUSEHOLD_SIZES = (1, 2, 3)
HOUSEHOLD_SHARES = (0.45, 0.45, 0.10)


def make(folder: Path, count: int, gaps: float = 0.0) -> None:
    """Write people and requests as CSV and Parquet for `count` people with one request each.

    `gaps` is the share of empty cells among flags and care levels.
    """
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(SEED)
    people, requests = _people(random, count, gaps), _requests(random, count)
    for name, table in (("people", people), ("requests", requests)):
        pa_csv.write_csv(table, folder / f"{name}.csv", pa_csv.WriteOptions(quoting_style="none"))
        pq.write_table(table, folder / f"{name}.parquet")


def _people(random: np.random.Generator, count: int, gaps: float) -> pa.Table:
    sizes = random.choice(HOUSEHOLD_SIZES, size=count, p=HOUSEHOLD_SHARES)
    household = random.permutation(np.repeat(np.arange(count), sizes)[:count])
    outside = random.random(count) < 0.05
    areas = np.where(outside, 310117001000, 310118000000 + random.integers(1, 12, count) * 1000)
    return pa.table(
        {
            "person_id": _ids("P", np.arange(count)),
            "household_id": _ids("H", household),
            "birth_date": _dates(np.datetime64("1925-01-01"), random.integers(0, 40 * 365, count)),
            "registered_area": pa.array(areas).cast(pa.string()),
            "minimum_living": _flags(random, count, 0.03, gaps),
            "low_income": _flags(random, count, 0.06, gaps),
            "monthly_income_yuan": _yuan(random.integers(0, 900_000, count)),
            "care_level": _emptied(random, pa.array(random.integers(0, 7, count)).cast(pa.string()), gaps),
            "childless": _flags(random, count, 0.04, gaps),
            "living_alone": _flags(random, count, 0.15, gaps),
            "all_elderly_household": _flags(random, count, 0.25, gaps),
        }
    )


def _requests(random: np.random.Generator, count: int) -> pa.Table:
    person = random.permutation(count)
    return pa.table(
        {
            "request_id": _ids("R", np.arange(count)),
            "person_id": _ids("P", person),
            "applied_on": _dates(np.datetime64("2021-04-20"), random.integers(0, 600, count)),
            "cost_yuan": _yuan(random.integers(50_000, 1_500_000, count)),
        }
    )


def _ids(letter: str, numbers: np.ndarray) -> pa.Array:
    return pa.array(np.char.add(letter, np.char.zfill(numbers.astype(str), 7)))


def _dates(start: np.datetime64, days: np.ndarray) -> pa.Array:
    return pa.array(start + days.astype("timedelta64[D]")).cast(pa.string())


def _yuan(fen: np.ndarray) -> pa.Array:
    return pa.array(np.char.mod("%.2f", fen / 100))


def _flags(random: np.random.Generator, count: int, share: float, gaps: float) -> pa.Array:
    return _emptied(random, pa.array(np.where(random.random(count) < share, "是", "否")), gaps)


def _emptied(random: np.random.Generator, words: pa.Array, share: float) -> pa.Array:
    return pa.array(np.where(random.random(len(words)) < share, "", words.to_numpy(zero_copy_only=False)))
