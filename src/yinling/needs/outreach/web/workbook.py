"""The list of leads as a workbook to take along: masked as on the page."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from django.utils.translation import gettext as _

from yinling.gateways.spreadsheets import write_table
from yinling.kernel.money import format_yuan
from yinling.needs.outreach.domain.states import KIND_WORDS, Kind
from yinling.needs.outreach.queries.leads import LeadLine

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(lines: list[LeadLine]) -> bytes:
    """One row for every lead."""
    columns = {
        _("姓名"): [line.card.name_masked for line in lines],
        _("年龄"): ["" if line.age is None else str(line.age) for line in lines],
        _("区划"): [line.card.area_name for line in lines],
        _("项目"): [line.programme for line in lines],
        _("查出的情况"): [KIND_WORDS[Kind(line.lead.kind)] for line in lines],
        _("所缺情况"): [line.missing for line in lines],
        _("档次"): [line.lead.tier for line in lines],
        _("依据"): [f"{line.clause_place}（{line.lead.clause}）" for line in lines],
        _("每期金额（元）"): [
            "" if line.lead.amount_fen is None else format_yuan(line.lead.amount_fen) for line in lines
        ],
        _("状态"): [line.state_words for line in lines],
        _("联系次数"): [str(line.lead.calls_made) for line in lines],
        _("下次联系"): [line.lead.call_on.isoformat() if line.lead.call_on else "" for line in lines],
        _("查出日期"): [line.lead.found_on.isoformat() for line in lines],
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "leads.xlsx"
        write_table(path, {name: pa.array(cells, pa.string()) for name, cells in columns.items()})
        return path.read_bytes()


def _yuan(fen: int | None) -> str:
    return "" if fen is None else format_yuan(fen)
