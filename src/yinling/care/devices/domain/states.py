"""What may be done with a device in which state, and where it leads. Pure."""

from datetime import timedelta

from yinling.care.orders.domain.states import moves

# A device left in test would be silent about real alarms: the test ends by itself.
TEST_LASTS = timedelta(minutes=60)

TOWN_DIGITS = 9  # what hangs in no home is kept by the town

DEVICE_MOVES = moves(
    install=("in_store", "installed"),
    begin_test=("installed", "testing"),
    end_test=("testing", "installed"),
    give_up_test=("testing", "installed"),
    lapse_test=("testing", "installed"),
    remove=("installed testing", "in_store"),
    retire=("in_store", "retired"),
    restore=("retired", "in_store"),
)
STEP_WORDS = {
    "register": "登记",
    "change": "更正",
    "install": "安装",
    "begin_test": "开始测试",
    "end_test": "测试通过",
    "give_up_test": "没有测通，退出测试",
    "lapse_test": "测试超时，自动退出",
    "remove": "拆除",
    "follow": "随人变更",
    "vacate": "住户去世或迁出，待收回",
    "reoccupy": "住户仍在，继续看护",
    "retire": "报废",
    "restore": "恢复使用",
}
