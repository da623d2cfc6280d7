"""Indicators as a workbook to take along."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from django.utils.translation import gettext as _

from yinling.gateways.policy.reading import load_indicators
from yinling.gateways.spreadsheets import write_table
from yinling.kernel.actor import Actor
from yinling.oversight.indicators.queries import tables
from yinling.oversight.indicators.queries.figures import Question

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(pack: str, period: str, actor: Actor) -> bytes:
    """One row for every indicator and area that the actor may see; formulas are made harmless by the gateway."""
    rows = [row for name in load_indicators(pack) for row in tables.by_area(Question(pack, name, period), actor=actor)]
    columns = {
        _("指标"): [row.indicator.name for row in rows],
        _("区划代码"): [row.area for row in rows],
        _("区划"): [row.area_name for row in rows],
        _("期间"): [period for _row in rows],
        _("数值"): [row.value for row in rows],
        _("实际服务数"): [row.serving.value if row.serving else "" for row in rows],
        _("分子和分母"): [row.parts for row in rows],
        _("目标"): [row.target for row in rows],
        _("判定"): [row.words for row in rows],
        _("说明"): [row.target_note for row in rows],
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "indicators.xlsx"
        write_table(path, {name: pa.array(cells, pa.string()) for name, cells in columns.items()})
        return path.read_bytes()
