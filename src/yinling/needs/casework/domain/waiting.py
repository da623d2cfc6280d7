"""Which steps of the pack's procedure a state waits for; their limits add up."""

from yinling.needs.casework.domain.states import State

STEPS_WAITED_FOR = {
    State.SUBMITTED: ("accept",),
    State.PAPERS_REQUESTED: ("supplement",),
    State.ACCEPTED: ("survey", "quote"),
    State.QUOTED: ("check",),
    State.DETERMINED: ("check",),
    State.CHECKED: ("decide",),
}
