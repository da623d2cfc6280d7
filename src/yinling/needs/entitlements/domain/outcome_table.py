"""The answer as a table: one row per request, sums in yuan, reasons as JSON made once per distinct reason."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yinling.engines.rules.batch import LIMIT_USES, Batch
from yinling.engines.rules.columns import Column
from yinling.engines.rules.decision import Decision, Outcome
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.sums import NO_ROW
from yinling.needs.entitlements.domain.deciding import tier_of
from yinling.needs.entitlements.domain.reasons import Pieces, join_pieces, pieces_of
from yinling.needs.entitlements.domain.sheets import Reject

REJECT_COLUMNS = ("file", "row", "field", "reason")


def outcome_table(batch: Batch, ids: Mapping[str, pa.Array], facts: Mapping[str, Fact]) -> dict[str, pa.Array]:
    """Columns of the decisions file, in its order; `ids` are the first ones."""
    rule = batch.bound.rule
    outcomes = [resolution.outcome.value for resolution in batch.resolutions]
    return {
        **ids,
        "programme": _spread([rule.id], np.zeros(len(batch), dtype=np.int32)),
        "outcome": _spread(outcomes, batch.signature),
        "tier": _tiers(batch),
        **{f"{amount.id}_yuan": _share(batch, amount.id, amount.public) for amount in rule.amounts if amount.payer},
        "reasons": reasons_column(batch, facts),
    }


def _tiers(batch: Batch) -> pa.Array:
    shared = batch.sums.group_row
    names = [tier_of(batch.bound, Decision(each, {}, each.rows)) for each in batch.resolutions]
    if shared is None:
        return _spread(names, batch.signature)
    names += [row.id for row in batch.bound.rule.rows]
    own = len(batch.resolutions)
    return _spread(names, np.where(shared == NO_ROW, batch.signature, own + shared).astype(np.int32))


def count_outcomes(columns: Mapping[str, pa.Array]) -> dict[Outcome, int]:
    """How many rows of the decisions file ended how: granted, not granted, missing facts, unpayable."""
    words = columns["outcome"].dictionary.to_pylist()
    numbers = np.bincount(columns["outcome"].indices.to_numpy(), minlength=len(words))
    counts = dict.fromkeys(Outcome, 0)
    for word, number in zip(words, numbers.tolist(), strict=True):
        counts[Outcome(word)] += number
    return counts


def reject_table(rejects: list[Reject]) -> dict[str, pa.Array]:
    """Columns of the rejects file."""
    cells = [[str(getattr(reject, name)) for reject in rejects] for name in REJECT_COLUMNS]
    return {name: pa.array(column, pa.string()) for name, column in zip(REJECT_COLUMNS, cells, strict=True)}


def _spread(words: list[str], codes: npt.NDArray[np.int32]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(words, pa.string()))


def _share(batch: Batch, name: str, is_public: bool) -> pa.Array:
    """Yuan with two decimals; empty where undecided. With nothing granted, public purses pay 0.00 whatever the cost."""
    amount: Column = batch.sums.amounts[name]
    is_refused = batch.resolutions.tell(lambda each: each.outcome is Outcome.NOT_GRANTED, bool)[batch.signature]
    known = (batch.granted | is_refused) & amount.known
    fen = np.where(is_refused, 0, amount.values) if is_public else np.asarray(amount.values)
    shown = (known | is_refused) if is_public else known
    return yuan(np.where(shown, fen, 0), np.broadcast_to(shown, len(batch)))


def yuan(fen: npt.NDArray[np.int64], shown: npt.NDArray[np.bool_]) -> pa.Array:
    """Decimals with two places, `3500.00`, for each row shown; null for the others; fen ≥ 0."""
    # Fen are a 128-bit decimal with two places as they stand: no division, no text.
    halves = np.zeros((len(fen), 2), dtype=np.int64)
    halves[:, 0] = fen
    bits = pa.py_buffer(np.packbits(shown, bitorder="little"))
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(fen), [bits, pa.py_buffer(halves)])


def reasons_column(batch: Batch, facts: Mapping[str, Fact]) -> pa.Array:
    """Reasons as JSON, put in words once for every distinct signature, use of the limit and shared row."""
    sums, rule = batch.sums, batch.bound.rule
    pieces = pieces_of(batch.bound)
    places = len(rule.rows) + 1
    notes = sums.limit_use + len(LIMIT_USES) * sums.is_earlier_undecided.astype(np.int32)
    if sums.group_row is not None:
        notes = notes + 2 * len(LIMIT_USES) * (sums.group_row + 1)
    kinds = 2 * len(LIMIT_USES) * places
    codes = batch.signature * kinds + np.where(batch.granted, notes, 0).astype(np.int32)
    table = np.full(len(batch.resolutions) * kinds, -1, dtype=np.int32)
    table[codes] = 0
    present = np.flatnonzero(table == 0)
    table[present] = np.arange(len(present), dtype=np.int32)
    words = [_reason_words(batch, *divmod(int(code), kinds), facts, pieces) for code in present]
    return _spread(words, table[codes])


def _reason_words(batch: Batch, number: int, note: int, facts: Mapping[str, Fact], pieces: Pieces) -> str:
    place, note = divmod(note, 2 * len(LIMIT_USES))
    is_told, use = divmod(note, len(LIMIT_USES))
    resolution = batch.resolutions[number]
    rows = (place - 1,) if place else resolution.rows
    decision = Decision(resolution, {}, rows, LIMIT_USES[use], bool(is_told))
    return join_pieces(pieces, batch.bound, decision, facts)
