"""Areas as rosters write them, looked for in the deployed district first."""

from django.conf import settings

from yinling.gateways.policy.reading import load_pack
from yinling.people.places.queries import AreaNames


class AreasAsWritten:
    """Finds many areas with the list read once: by code anywhere, by name in the district, then anywhere."""

    def __init__(self) -> None:
        self._names = AreaNames()
        self._district = load_pack(settings.PACK).area

    def find(self, text: str, within: str = "") -> str | None:
        """The code; None where no or several areas are meant."""
        line = self._names.find(text, within or self._district) or self._names.find(text)
        return line.code if line else None
