"""What members of a household share, day by day: questions cut where any of them changes, each piece a group.

A limit is shared by those whose programme is due on the same days of the same period; it is used up in the order that
the programme declares.
"""

from collections.abc import Iterable, Mapping, Sequence

from yinling.engines.rules.bound import BoundRule
from yinling.needs.dues.domain.fact_columns import History
from yinling.needs.dues.domain.months import Question
from yinling.needs.dues.domain.periods import split

Asked = tuple[int, Question]


def shared_facts(bound: BoundRule) -> set[str]:
    """The facts whose equal values make a group."""
    sharing = bound.rule.sharing if bound.shares_best_row else None
    return {each.per for each in (bound.rule.limit, sharing) if each is not None}


def cut_together(
    asked: Iterable[Asked], homes: Mapping[int, object], histories: Sequence[History], per: str
) -> list[Asked]:
    """The questions, (place, question), cut at the edges of all others of the same household.

    `homes` are the households on the usual day; who asks about several days may have lived in several.
    """
    together: dict[object, list[Asked]] = {}
    alone: list[Asked] = []
    for place, question in asked:
        home = homes.get(place) if place in homes else histories[place].value(per, question.day)
        (alone if home is None else together.setdefault(home, [])).append((place, question))
    return alone + [piece for members in together.values() for piece in _cut(members)]


def _cut(members: list[Asked]) -> list[Asked]:
    if len(members) == 1 or len({question.period for _, question in members}) == 1:
        return members
    edges = [day for _, question in members for day in (question.period.from_, question.period.until)]
    return [
        (place, Question(part, question.day)) for place, question in members for part in split(question.period, edges)
    ]


def group_of(home: object, question: Question) -> str | None:
    """The name of the group whose limit a piece shares; None where the household is unknown."""
    return None if home is None else f"{home} {question.period.from_.isoformat()}"
