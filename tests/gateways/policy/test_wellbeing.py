"""What `wellbeing.yaml` names must be there."""

import pytest


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("national/wellbeing.yaml", "when: living_alone", "when: lives_alone", "事实词典里没有“lives_alone”"),
        ("national/wellbeing.yaml", "when: empty_nest", "when: empty nest", "不是规则语言的式子"),
        ("national/wellbeing.yaml", "ticket: meals}", "ticket: meal}", "没有工单种类“meal”"),
        ("national/wellbeing.yaml", 'ask_at: "08:00"', 'ask_at: "25:00"', "格式不对"),
        ("suqian-2020/wellbeing.yaml", "[living_alone, ", "[living_alone, poor, ", "没有条件“poor”"),
        ("suqian-2020/wellbeing.yaml", "programme: regular_visits", "programme: visits", "没有项目“visits”"),
        ("suqian-2020/wellbeing.yaml", "indicator: SQ-A13", "indicator: SQ-A99", "没有指标“SQ-A99”"),
    ],
)
def test_find_names_that_lead_nowhere(breaking, file, old, new, words):
    assert [finding for finding in breaking(file, old, new) if words in finding.message]
