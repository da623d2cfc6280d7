"""Every verb that the code writes into the change book has words."""

import re
from pathlib import Path

from yinling.foundation.audit.domain.words import VERBS, values_in_words, verb_in_words

SOURCE = Path(__file__).resolve().parents[3] / "src" / "yinling"


def test_every_plain_verb_has_words() -> None:
    text = "\n".join(path.read_text() for path in SOURCE.rglob("*.py") if path.name != "words.py")
    written = set(re.findall(r'verb="([a-z]+\.[a-z_]+)"', text))
    assert len(written) > 10
    assert not sorted(written - VERBS.keys())


def test_show_values_for_reading() -> None:
    kept = {"state": "draft", "sha256": "ab" * 32, "cases": [1, 2], "odd": None, "yes": True, "by": {"a": 1}}
    assert values_in_words(kept) == [
        ("状态", "draft"), ("校验值", "abababababab…"), ("办件", "1、2"), ("odd", "—"), ("yes", "是"), ("by", "a：1"),
    ]  # fmt: skip
    assert values_in_words(None) == []
    assert verb_in_words("new.verb") == "new.verb"
