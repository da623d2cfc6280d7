"""Takes rosters into the register: the answers that the rosters below ask for."""

from collections.abc import Mapping, Sequence

from yinling.engines.linkage.cells import AreaFinder
from yinling.engines.linkage.fields import Field
from yinling.engines.linkage.rows import RosterRow
from yinling.kernel.masking import mask_identity, mask_name
from yinling.people.registry.actions.taking import Taken, plan, store
from yinling.people.registry.queries.areas import AreasAsWritten
from yinling.people.registry.queries.catalogue import column_fields
from yinling.people.rosters.actions.taker import Origin, Outcome


class PeopleTaker:
    """Rows that speak of older people."""

    def fields(self) -> Mapping[str, Field]:
        """The fields that a column may hold."""
        return column_fields()

    def area_finder(self) -> AreaFinder:
        """Finds places, the deployed district first."""
        return AreasAsWritten().find

    def preview(self, rows: Sequence[RosterRow], origin: Origin) -> Outcome:
        """What storing would do."""
        made = plan(rows, origin)
        return Outcome(made.counts, made.faults, [_line(taken) for taken in made.taken])

    def store(self, rows: Sequence[RosterRow], origin: Origin) -> Outcome:
        """Stores the rows inside the caller's transaction."""
        made = plan(rows, origin)
        return Outcome(store(made, origin), made.faults)


def _line(taken: Taken) -> dict[str, str]:
    return {
        "row": str(taken.row.number),
        "name": mask_name(str(taken.row.values["name"])),
        "id_number": mask_identity(taken.row.id_number),
        "birth_date": str(taken.row.values.get("birth_date", "")),
        "area": taken.row.area,
        "outcome": taken.outcome,
        "fields": str(len(taken.delta)),
    }
