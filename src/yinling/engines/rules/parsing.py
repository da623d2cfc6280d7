"""Whole columns of text into values: common spellings by Arrow, the rest one distinct text at a time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yinling.engines.rules.columns import Column, Texts
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.functions import day_number
from yinling.engines.rules.values import (
    YEAR_MAX,
    YEAR_MIN,
    AreaNames,
    BadValue,
    parse_value,
)

_PLAIN_MONEY = r"^\d{1,13}(\.\d{1,2})?$"
_PLAIN_DATE = r"^\d{4}-\d{2}-\d{2}$"
_DAYS_IN_MONTH = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0, 0, 0, 0, 0])


@dataclass(frozen=True)
class Parsed:
    """A column of values, and the reason for each row whose text means nothing."""

    column: Column
    faults: dict[int, str]


def parse_column(fact: Fact, texts: pa.Array, areas: AreaNames) -> Parsed:
    """The values of one fact; null texts are unknown."""
    known = _known(texts)
    if fact.type == "money":
        return _parse_money(fact, plain(texts), known, areas)
    encoded = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
    codes = (pc.fill_null(encoded.indices, 0) if texts.null_count else encoded.indices).to_numpy(zero_copy_only=False)
    if fact.type == "text":
        return Parsed(Column(Texts(codes, encoded.dictionary), known), {})
    values, faults = _parse_distinct(fact, encoded.dictionary, areas)
    return Parsed(_column(fact, values, codes, known), _faults_by_row(faults, codes, known))


def own_texts(texts: pa.Array) -> Column:
    """A column of texts that are all different, such as numbers of requests."""
    return Column(Texts(np.arange(len(texts), dtype=np.int32), texts), _known(texts))


def plain(texts: pa.Array) -> pa.Array:
    """Texts in full, where a file gave codes and words."""
    return texts.dictionary_decode() if pa.types.is_dictionary(texts.type) else texts


def _known(texts: pa.Array) -> Any:
    return ~np.asarray(pc.is_null(texts)) if texts.null_count else True


def _parse_money(fact: Fact, texts: pa.Array, known: Any, areas: AreaNames) -> Parsed:
    filled = pc.fill_null(texts, "0") if texts.null_count else texts
    fen, done = _plain_money(filled)
    odd = np.flatnonzero(~done)
    if not len(odd):
        return Parsed(Column(fen, known), {})
    encoded = filled.take(pa.array(odd)).dictionary_encode()
    values, faults = _parse_distinct(fact, encoded.dictionary, areas)
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    fen[odd] = np.asarray(values, dtype=np.int64)[codes]
    found = _faults_by_row(faults, codes, np.ones(len(odd), dtype=bool))
    return Parsed(Column(fen, known), {int(odd[at]): reason for at, reason in found.items()})


def _column(fact: Fact, values: list[Any] | npt.NDArray[Any], codes: npt.NDArray[Any], known: Any) -> Column:
    if fact.type == "area":
        return Column(Texts(codes, [value or "" for value in values]), known)
    kinds = {"boolean": bool, "date": np.int32}
    filled = np.asarray(values if len(values) else [0]).astype(kinds.get(fact.type, np.int64))
    return Column(filled[codes], known)


def _parse_distinct(fact: Fact, distinct: pa.Array, areas: AreaNames) -> tuple[Any, dict[int, str]]:
    if fact.type == "date":
        values, done = _plain_dates(distinct)
    else:
        values, done = [None] * len(distinct), np.zeros(len(distinct), dtype=bool)
    faults: dict[int, str] = {}
    for position in np.flatnonzero(~done):
        try:
            value = parse_value(fact, distinct[position].as_py(), areas)
        except BadValue as fault:
            faults[int(position)] = str(fault)
            value = "" if fact.type == "area" else 0
        values[position] = day_number(value) if isinstance(value, date) else value
    return values, faults


def _plain_money(distinct: pa.Array) -> tuple[Any, Any]:
    # A double holds 15 whole digits: 13 of yuan and 2 of fen come out exact after rounding.
    plain = np.asarray(pc.match_substring_regex(distinct, _PLAIN_MONEY))
    numbers = pc.cast(pc.if_else(pa.array(plain), distinct, "0"), pa.float64())
    return np.rint(np.asarray(numbers) * 100).astype(np.int64), plain


def _plain_dates(distinct: pa.Array) -> tuple[Any, Any]:
    plain = np.asarray(pc.match_substring_regex(distinct, _PLAIN_DATE))
    digits = pc.replace_substring(pc.if_else(pa.array(plain), distinct, "0"), "-", "")
    numbers = np.asarray(pc.cast(digits, pa.int32())).copy()
    year, month, day = numbers // 10000, numbers // 100 % 100, numbers % 100
    leap_day = (month == 2) & (day == 29) & (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    real = (day >= 1) & ((day <= _DAYS_IN_MONTH[np.minimum(month, 13)]) | leap_day)
    return numbers, plain & real & (year >= YEAR_MIN) & (year <= YEAR_MAX)


def _faults_by_row(faults: dict[int, str], codes: npt.NDArray[Any], known: Any) -> dict[int, str]:
    if not faults:
        return {}
    rows = np.flatnonzero(np.isin(codes, list(faults)) & known)
    return {int(row): faults[int(codes[row])] for row in rows}
