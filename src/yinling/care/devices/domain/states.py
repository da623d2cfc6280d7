"""What may be done with a device in which state, and where it leads. Pure."""

from datetime import timedelta

from yinling.care.orders.domain.states import moves

# A device left in test would be silent about real alarms: the test ends by itself.
TEST_LASTS = timedelta(minutes=60)

DEVICE_MOVES = moves(
    install=("in_store", "installed"),
    begin_test=("installed", "testing"),
    end_test=("testing", "installed"),
    lapse_test=("testing", "installed"),
    remove=("installed testing", "in_store"),
    retire=("in_store", "retired"),
    restore=("retired", "in_store"),
)
