"""The demo's calculations: the data taken, and scenarios over whatever can be priced without assuming anything."""

from yinling.gateways.policy import reading
from yinling.kernel.dates import day_of
from yinling.needs.forecasts.actions import Asked, save, start_snapshot, take
from yinling.needs.forecasts.domain.plans import Plan, turns
from yinling.needs.forecasts.queries.plans import offers, plan
from yinling.project.demo.district import Cast

RAISE_PERCENT = 10
TRIED = ("practice-shanghai", "care_service_subsidy")
UNSET = "average_enterprise_pension_yuan"
ASSUMED_PENSION_FEN = 450_000


def build(cast: Cast) -> None:
    """A snapshot, then the care subsidy as it is and with every amount a tenth higher, where its pack is installed."""
    taken = start_snapshot(on=day_of(cast.at), by=cast.actors["bureau"], at=cast.at)
    take(snapshot_id=taken.pk, at=cast.at)
    pack, programme = TRIED
    if pack not in reading.packs() or not offers():
        return
    key = f"{pack}:{programme}"
    tried = plan(key, on=taken.on)
    assumed = {f"p:{pack}:{UNSET}": ASSUMED_PENSION_FEN} if UNSET in tried.parameters else {}
    by = cast.actors["bureau"]
    save(Asked((key,), assumed=assumed), name="养老服务补贴：照现行标准", by=by, at=cast.at)
    raised = {turn: value for turn, value in higher(tried, taken.on).items() if turn not in assumed}
    save(Asked((key,), assumed=assumed, changes=raised), name="养老服务补贴：各档提高一成", by=by, at=cast.at)


def higher(tried: Plan, on: object) -> dict[str, int | str]:
    """Every published amount a tenth higher."""
    return {
        turn.id: int(turn.now) * (100 + RAISE_PERCENT) // 100
        for turn in turns(tried, on)
        if turn.kind == "money" and turn.now is not None
    }
