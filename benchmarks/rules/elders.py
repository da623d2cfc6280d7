"""Invented elders with every fact that the twelve programmes ask, always the same for a seed, as one Parquet file."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 20260101
HOUSEHOLD_SIZES = (1, 2, 3)
HOUSEHOLD_SHARES = (0.45, 0.45, 0.10)
FLAGS = {
    "alive": 0.995, "destitute": 0.02, "minimum_living": 0.03, "low_income": 0.06, "ltci_insured": 0.9,
    "childless": 0.04, "living_alone": 0.15, "all_elderly_household": 0.25, "severe_disability": 0.05,
    "dementia": 0.06, "special_family": 0.02, "privileged": 0.03, "in_institution": 0.04, "in_hospital": 0.02,
    "wants_central_support": 0.3, "cared_by_family": 0.2, "home_owner": 0.7, "had_adaptation": 0.05,
}  # fmt: skip
GRADES = {"care_level": 7, "ability_grade": 5, "ltci_grade": 6}


def make(file: Path, count: int) -> None:
    """Write `count` elders; money in fen, areas by twelve digits, everything known."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(SEED)
    sizes = random.choice(HOUSEHOLD_SIZES, size=count, p=HOUSEHOLD_SHARES)
    columns = {
        "person_id": _ids("P", np.arange(count)),
        "household_id": _ids("H", random.permutation(np.repeat(np.arange(count), sizes)[:count])),
        "birth_date": pa.array(np.datetime64("1922-01-01") + random.integers(0, 46 * 365, count).astype("m8[D]")),
        "registered_area": _areas(random, count),
        "residence_area": _areas(random, count),
        **{name: pa.array(random.random(count) < share) for name, share in FLAGS.items()},
        **{name: pa.array(_grades(random, most, count)) for name, most in GRADES.items()},
        "monthly_income_yuan": pa.array(random.integers(0, 1_200_000, count)),
        "cost_yuan": pa.array(random.integers(50_000, 2_500_000, count)),
        "bill_yuan": pa.array(random.integers(0, 90_000, count)),
    }
    unfinished = file.with_suffix(".part")
    pq.write_table(pa.table(columns), unfinished)
    unfinished.rename(file)


def _grades(random: np.random.Generator, most: int, count: int) -> np.ndarray:
    """Grades of which the lower are the more frequent."""
    return np.minimum(random.geometric(0.45, count) - 1, most - 1)


def _areas(random: np.random.Generator, count: int) -> pa.Array:
    towns = np.array([f"990101{town:03}001" for town in range(1, 12)] + ["990102001001"])
    return pa.DictionaryArray.from_arrays(pa.array(random.integers(0, len(towns), count, dtype=np.int32)), towns)


def _ids(letter: str, numbers: np.ndarray) -> pa.Array:
    return pa.array(np.char.add(letter, np.char.zfill(numbers.astype(str), 7)))
