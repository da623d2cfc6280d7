"""One need, one month, one payment across packs: what another pack's cycle gave first, this one does not give again.

A pack's `overlaps.yaml` names programmes of other packs as `pack/programme`. Whoever was approved first for a month has
given; whichever cycle comes later gives nothing (`first`), or only what its own sum exceeds that (`best`, `reduce`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from yinling.engines.rules.functions import ratio
from yinling.engines.rules.overlaps import Overlap
from yinling.kernel.dates import Period
from yinling.needs.dues.domain.months import Due, due_of, scaled

Programme = tuple[str, str]


@dataclass(frozen=True)
class Across:
    """An overlap between programmes of one pack, `own`, and (pack, programme) of others."""

    overlap: Overlap
    own: tuple[str, ...]
    others: tuple[Programme, ...]


@dataclass(frozen=True)
class GivenFirst:
    """What another pack gave for the month before this one did; a gift in kind is 0 fen."""

    fen: int


def across_of(pack: str, overlaps: Mapping[str, Sequence[Overlap]]) -> tuple[Across, ...]:
    """What concerns a pack among all packs' overlaps, by the pack that declares them."""
    found = []
    for declaring, declared in overlaps.items():
        for overlap in declared:
            named = [_named(name, declaring) for name in overlap.programmes]
            own = tuple(name for of, name in named if of == pack)
            others = tuple(each for each in named if each[0] != pack)
            if own and others:
                found.append(Across(overlap, own, others))
    return tuple(found)


def _named(name: str, declaring: str) -> Programme:
    pack, _, programme = name.rpartition("/")
    return pack or declaring, programme


def settle_across(
    dues: dict[str, Due], across: Across, given: Iterable[GivenFirst], periods: Mapping[str, Period]
) -> None:
    """Puts what is left into one person's dues of a month; `periods` are those of the programmes."""
    found = list(given)
    taken = sum(each.fen for each in found)
    for name in across.own:
        due = dues.get(name)
        if not found or due is None or not due.is_given:
            continue
        left = 0 if across.overlap.rule == "first" else max(0, due.fen - taken)
        taken -= due.fen - left if across.overlap.rule != "first" else 0
        if left < due.fen or (across.overlap.rule == "first" and due.fen == 0):
            dues[name] = _left(due, left, across.overlap, periods[name])


def _left(due: Due, fen: int, overlap: Overlap, period: Period) -> Due:
    stretches = tuple(
        replace(stretch, because=overlap, is_shut_out=fen == 0) if stretch.is_given else stretch
        for stretch in due.stretches
    )
    if not fen:
        return due_of(stretches, period)
    by_payer = scaled(due.by_payer, fen)
    segments, before = [], 0
    for segment in due.segments:
        # Each segment in proportion, exact to the fen of the whole.
        upto, given_before = ratio(fen, before + segment.fen, due.fen), ratio(fen, before, due.fen)
        segments.append(replace(segment, by_payer=scaled(segment.by_payer, upto - given_before)))
        before += segment.fen
    return Due(stretches, tuple(segments), {payer: part for payer, part in by_payer.items() if part})
