"""Indicators as pages show them: lines with words and tones, series for charts, points for maps."""

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from yinling.gateways.policy.reading import load_indicators, load_pack
from yinling.gateways.policy.shapes import Indicator, OpenQuestion
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.oversight.indicators.domain.rollup import Line, lines
from yinling.oversight.indicators.domain.verdicts import Figure, Verdict, number_text, percent_text
from yinling.oversight.indicators.queries import figures, packs
from yinling.oversight.indicators.queries.figures import SERVING, Question
from yinling.people.places.queries import names_of, schematic_towns

TONES = {Verdict.MET: "good", Verdict.NOT_MET: "bad", Verdict.NO_TARGET: "off", Verdict.NO_DATA: "wait"}


def verdict_words(verdict: Verdict) -> str:
    """达标, 未达标, 没有目标 or 没有数据."""
    return {
        Verdict.MET: _("达标"),
        Verdict.NOT_MET: _("未达标"),
        Verdict.NO_TARGET: _("没有目标"),
        Verdict.NO_DATA: _("没有数据"),
    }[verdict]


@dataclass(frozen=True)
class Row:
    """One indicator in one area: the figure and its parts, the target and where it stands, the verdict."""

    indicator: Indicator
    area: str
    area_name: str
    value: str
    parts: str
    target: str
    target_note: str
    verdict: str
    words: str
    tone: str
    number: float | None
    target_number: float | None
    common_note: str = ""
    serving: "Row | None" = None


def top_of(pack: str, actor: Actor) -> str:
    """The largest area of the pack that the actor may see; empty where the pack is not the actor's."""
    whole = load_pack(pack).area
    if contains(actor.area, whole):
        return whole
    return actor.area if contains(whole, actor.area) else ""


def overview(pack: str, period: str, *, actor: Actor) -> list[Row]:
    """Every indicator for the actor's own area."""
    top = top_of(pack, actor)
    found = []
    for name in load_indicators(pack) if top else ():
        found += [row for row in by_area(Question(pack, name, period), actor=actor) if row.area == top]
    return found


def by_area(question: Question, *, actor: Actor) -> list[Row]:
    """One indicator for every area with a figure that lies within the actor's, from the top down."""
    top = top_of(question.pack, actor)
    found = _with_notes_once(_rows(question, top))
    if figures.has_two_readings(question.asked):
        serving = {row.area: row for row in _rows(replace(question, basis=SERVING), top)}
        return [replace(row, serving=serving.get(row.area)) for row in found]
    return found


def common_note(rows: list[Row]) -> str:
    """What the table of targets says of most areas alike; told once below the table."""
    notes = [row.common_note for row in rows if row.common_note]
    return notes[0] if notes else ""


def _with_notes_once(rows: list[Row]) -> list[Row]:
    notes = Counter(row.target_note for row in rows if row.target_note)
    common, times = notes.most_common(1)[0] if notes else ("", 0)
    if times < 2:
        return rows
    return [
        replace(row, target_note=row.target_note.removeprefix(common).lstrip("；"), common_note=common) for row in rows
    ]


def _rows(question: Question, top: str) -> list[Row]:
    whole = load_pack(question.pack).area
    given = figures.figures(question)
    measure, cells = packs.measures(question.pack)[question.indicator], packs.targets(question.pack)[question.indicator]
    found = lines(measure, cells, given or {whole: Figure()}, top=whole, year=int(question.period[:4]))
    shown = [line for line in found if top and contains(top, line.area)]
    names = names_of([line.area for line in shown])
    return [_row(question.asked, measure, line, names[line.area]) for line in shown]


def _row(asked: Indicator, measure: Any, line: Line, name: str) -> Row:
    percent = percent_text(measure, line.figure)
    return Row(
        indicator=asked,
        area=line.area,
        area_name=name,
        value=_value(asked, line, percent),
        parts=_parts(line),
        target=packs.target_text(line.target, asked.unit),
        target_note=line.target.note if line.target else "",
        verdict=line.verdict.value,
        words=verdict_words(line.verdict),
        tone=TONES[line.verdict],
        number=float(percent) if percent else _drawn(line.figure.numerator),
        target_number=_drawn(line.target.value) if line.target else None,
    )


def _value(asked: Indicator, line: Line, percent: str) -> str:
    if percent:
        return f"{percent}{asked.unit}"
    if line.figure.numerator is None or packs.measure_of(asked).is_share:
        return "—"
    if asked.kind == "milestone":
        return _("完成") if line.figure.numerator else _("未完成")
    return f"{number_text(line.figure.numerator)}{asked.unit}"


def _parts(line: Line) -> str:
    figure = line.figure
    if figure.denominator is None:
        return ""
    return f"{number_text(figure.numerator)} / {number_text(figure.denominator)}"


def _drawn(number: Fraction | None) -> float | None:
    """For drawing only; verdicts never see it."""
    if number is None:
        return None
    return number.numerator if number.denominator == 1 else float(number)


def chart(rows: list[Row]) -> dict[str, Any]:
    """Bars by area with the target of each as a mark; two bars where sites count in two ways."""
    parts = [row for row in rows if row.area != rows[0].area] or rows
    bars = [{"name": _("账面数") if rows[0].serving else _("完成"), "values": [row.number for row in parts]}]
    if rows[0].serving:
        serving = [row.serving.number if row.serving else None for row in parts]
        bars.append({"name": _("实际服务数"), "values": serving})
    targets = [row.target_number for row in parts]
    marks = [{"name": _("目标"), "values": targets}] if any(target is not None for target in targets) else []
    return {
        "label": _("区划"),
        "labels": [row.area_name for row in parts],
        "unit": rows[0].indicator.unit,
        "bars": bars,
        "lines": marks,
    }


def years_chart(rows: list[tuple[int, Row]]) -> dict[str, Any]:
    """One area over the years."""
    return {
        "label": _("年度"),
        "labels": [str(year) for year, _row_ in rows],
        "unit": rows[0][1].indicator.unit,
        "bars": [{"name": _("完成"), "values": [row.number for _year, row in rows]}],
        "lines": [{"name": _("目标"), "values": [row.target_number for _year, row in rows]}],
        "connect": True,
    }


def points(rows: list[Row]) -> dict[str, Any]:
    """Towns as points of a schematic map, coloured by verdict; the table beside it says the same in words."""
    tones = {row.area: row.tone for row in rows}
    return {
        "is_schematic": True,
        "points": [
            {"latitude": town.latitude, "longitude": town.longitude, "label": town.name, "tone": tones[town.code]}
            for town in schematic_towns(rows[0].area if rows else "-")
            if town.code in tones
        ],
    }


def over_years(pack: str, name: str, *, years: list[int], actor: Actor) -> list[tuple[int, Row]]:
    """One indicator for the actor's own area, year by year."""
    top = top_of(pack, actor)
    found = [(year, by_area(Question(pack, name, str(year)), actor=actor)) for year in years]
    return [(year, row) for year, rows in found for row in rows if row.area == top]


def verdict_counts(rows: list[Row]) -> list[tuple[str, str, int]]:
    """How many indicators have which verdict, as (words, tone, number); those that none has are left out."""
    counted = [(verdict, sum(row.verdict == verdict.value for row in rows)) for verdict in Verdict]
    always = (Verdict.MET, Verdict.NOT_MET)
    return [(verdict_words(v), TONES[v], number) for v, number in counted if number or v in always]


def readings(pack: str, asked: Indicator) -> list[OpenQuestion]:
    """What the document leaves open about an indicator, and how the platform reads it."""
    return [question for question in load_pack(pack).open_questions if question.id in asked.readings]


def period_choices(years: list[int]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Years, each with its quarters and months, the latest first."""
    return [(str(year), _periods_of(year)) for year in reversed(years)]


def _periods_of(year: int) -> list[tuple[str, str]]:
    quarters = [(f"{year}-Q{n}", _("%(year)s年第%(n)s季度") % {"year": year, "n": n}) for n in range(1, 5)]
    months = [(f"{year}-{n:02d}", _("%(year)s年%(n)s月") % {"year": year, "n": n}) for n in range(1, 13)]
    return [(str(year), _("%(year)s年全年") % {"year": year}), *quarters, *months]
