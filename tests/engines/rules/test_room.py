"""Room for columns: what is in use is never lent twice, what is not is lent again."""

import gc

import numpy as np

from yinling.engines.rules import room
from yinling.engines.rules.room import Room


def test_never_lend_what_a_column_holds() -> None:
    rooms = [Room(100_000) for _ in range(3)]
    columns = [each.column(np.int64) for each in rooms for _ in range(4)]
    for at, column in enumerate(columns):
        column[:] = at
    gc.collect()
    columns += [Room(100_000).column(np.int64)]
    columns[-1][:] = -1
    assert [int(each.min()) for each in columns] == [int(each.max()) for each in columns] == [*range(12), -1]


def test_lend_a_slab_again_once_its_last_column_is_gone(monkeypatch) -> None:
    monkeypatch.setattr(room, "_kept", [])
    own = Room(100_000)
    columns = [own.column(np.int32) for _ in range(3)]
    where = columns[0].__array_interface__["data"][0]
    del own
    part = columns[2][5:9]
    del columns
    gc.collect()
    assert not room._kept  # a part of the last column still lies there
    del part
    gc.collect()
    assert len(room._kept) == 1
    assert Room(100_000).column(np.int32).__array_interface__["data"][0] == where


def test_keep_only_a_few_slabs(monkeypatch) -> None:
    monkeypatch.setattr(room, "_kept", [])
    columns = [Room(100_000).column(np.int64) for _ in range(room.KEPT_SLABS + 3)]
    del columns
    gc.collect()
    assert len(room._kept) == room.KEPT_SLABS


def test_give_columns_larger_than_a_slab() -> None:
    column = Room(room.SLAB_BYTES // 8 + 1).column(np.int64)
    column[-1] = 7
    assert column.nbytes > room.SLAB_BYTES
