"""The demo's bureau has rewritten its gravest chain, and will again."""

from tests.care import story
from tests.care.chains.conftest import bureau
from yinling.care.chains import queries
from yinling.project.demo.alarms import rewrite

__all__ = ["bureau"]


def test_rewrites_the_gravest_chain_once_before_and_once_ahead(bureau) -> None:
    rewrite(bureau, story.AT)
    ahead, now, first = queries.version_lines("urgent", at=story.AT)
    assert (ahead.is_ahead, now.is_now, first.number) == (True, True, 1)
    assert [link.who for link in now.links] == ["呼叫中心", "服务站", "家属", "居村委会", "120"]
    assert (len(ahead.changes), all(one.reason for one in (ahead, now))) == (1, True)
