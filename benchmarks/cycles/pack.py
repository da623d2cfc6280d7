"""The policy folder of this benchmark: the twelve invented programmes, each given month by month."""

import shutil
from pathlib import Path

from benchmarks.rules.twelve_rules import FOLDER
from yinling.gateways.policy.root import policy_root

PACK = "bench-2026"
AREA = "990101"
# A subsidised meal or conversion is a request elsewhere; month by month it goes by the person's income.
BY_INCOME = ("cost_yuan", "bill_yuan")
EACH_DAY = frozenset({"age_allowance", "ltci", "nursing", "care_subsidy", "pager"})
MONTH_END = frozenset({"milk", "special_family"})
CLAUSES = "".join(
    f"  - {{id: TW-{n}, place: 第{n}条, heading: 测速, quote: 测速, responsible: [], capabilities: [], numbers: []}}\n"
    for n in range(13)
)


def write_pack(folder: Path, count: int) -> None:
    """The national files and the first `count` of the twelve programmes, in `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(policy_root() / "national", folder / "national")
    pack = folder / PACK
    (pack / "programmes").mkdir(parents=True)
    (pack / "parameters").mkdir()
    template = (policy_root() / "qingpu-2021" / "pack.yaml").read_text(encoding="utf-8")
    text = template.replace("id: qingpu-2021", f"id: {PACK}").replace('area: "310118"', f'area: "{AREA}"')
    (pack / "pack.yaml").write_text(
        text.split("# 每条规则做到哪一步")[0] + "coverage: []\nopen_questions: []\n", encoding="utf-8"
    )
    (pack / "clauses.yaml").write_text("general_responsible: []\nclauses:\n" + CLAUSES, encoding="utf-8")
    shutil.copy(FOLDER / "parameters.yaml", pack / "parameters" / "rates.yaml")
    shutil.copy(FOLDER / "overlaps.yaml", pack / "overlaps.yaml")
    for file in sorted((FOLDER / "programmes").glob("*.yaml"))[:count]:
        (pack / "programmes" / file.name).write_text(_monthly(file), encoding="utf-8")


def _monthly(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    for name in BY_INCOME:
        text = text.replace(name, "monthly_income_yuan")
    counted = "each_day" if file.stem in EACH_DAY else "month_end" if file.stem in MONTH_END else "month_start"
    cycle = f"cycle: {{every: month, counted_on: {counted}, pauses: [hospital]}}\n"
    return text.replace("entry: automatic\n", "entry: automatic\n" + cycle)
