"""What may be done with a visit in which state, and where it leads. Pure."""

from yinling.care.orders.domain.states import moves

VISIT_MOVES = moves(
    assign=("planned assigned missed", "assigned"),
    release=("assigned", "planned"),
    start=("planned assigned missed", "under_way"),
    finish=("under_way", "done"),
    cancel=("planned assigned missed", "cancelled"),
    refuse=("planned assigned missed under_way", "refused"),
    miss=("planned assigned", "missed"),
    reopen=("cancelled", "planned"),
)
