"""Which scales there are, and whether what they compute may decide money."""

from dataclasses import dataclass
from datetime import datetime

from yinling.engines.scales.scale import Scale
from yinling.gateways.policy.scales import load_scale, load_scales
from yinling.needs.grades.models import ScaleConfirmation

__all__ = ["ScaleLine", "confirmation_of", "default_scale", "is_confirmed", "load_scale", "scale_lines"]


@dataclass(frozen=True)
class ScaleLine:
    """A scale in a list. `state`: verified, unverified, proposed (one official has compared it), confirmed."""

    id: str
    title: str
    number: str
    note: str
    is_computed: bool
    state: str
    proposed_by: str
    proposed_at: datetime | None
    confirmed_by: str
    confirmed_at: datetime | None
    source: str


def default_scale() -> Scale:
    """The first scale that is verified and computed here: what an application means unless it names another."""
    return next(scale for scale in load_scales() if scale.is_computed and scale.verified)


def confirmation_of(scale: Scale) -> ScaleConfirmation | None:
    """The confirmation of this very text, begun or finished."""
    rows = ScaleConfirmation.objects.select_related("proposed_by", "confirmed_by")
    return rows.filter(scale=scale.id, scale_digest=scale.digest).first()


def is_confirmed(scale: Scale) -> bool:
    """Whether its grades may decide money: verified in the file, or this very text confirmed by two officials."""
    if scale.verified:
        return True
    confirmation = confirmation_of(scale)
    return confirmation is not None and confirmation.confirmed_at is not None


def scale_lines() -> list[ScaleLine]:
    """Every scale with the state of its text."""
    return [_line(scale, None if scale.verified else confirmation_of(scale)) for scale in load_scales()]


def _line(scale: Scale, row: ScaleConfirmation | None) -> ScaleLine:
    state = "verified" if scale.verified else "unverified"
    if row is not None:
        state = "confirmed" if row.confirmed_at else "proposed"
    return ScaleLine(
        scale.id, scale.title, scale.number, scale.note, scale.is_computed, state,
        str(row.proposed_by) if row else "", row.proposed_at if row else None,
        str(row.confirmed_by) if row and row.confirmed_by else "", row.confirmed_at if row else None,
        row.source if row else "",
    )  # fmt: skip
