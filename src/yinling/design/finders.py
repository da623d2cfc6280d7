"""Static files from npm packages and component folders, by an allow-list: nothing else becomes public."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import utils
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

DESIGN = Path(__file__).parent
# A `.map` that a file names must be listed beside it, or manifest storage refuses to collect.
NODE_FILES = {
    "npm/tabler": ("@tabler/core/dist/css", ("tabler.min.css", "tabler.min.css.map")),
    "npm/icons": ("@tabler/icons/icons/outline", ()),
    "npm/htmx": ("htmx.org/dist", ("htmx.min.js",)),
    "npm/echarts": ("echarts/dist", ("echarts.min.js",)),
    "npm/jsqr": ("jsqr/dist", ("jsQR.js",)),
    "npm/leaflet": ("leaflet/dist", ("leaflet.css", "leaflet.js", "leaflet.js.map", "images/*.png")),
}


def node_modules() -> Path:
    """Where `npm ci` put the packages: the setting NODE_MODULES, or the checkout's own folder."""
    return Path(getattr(settings, "NODE_MODULES", DESIGN.parents[2] / "node_modules"))


def icon_names() -> tuple[str, ...]:
    """Icons that `icons.css` uses, one name a line in icons.txt."""
    return tuple((DESIGN / "icons.txt").read_text(encoding="utf-8").split())


def allowed_folders() -> dict[str, tuple[Path, tuple[str, ...]]]:
    """Prefix of the public path → folder on disk and patterns of the files let out of it."""
    folders = {prefix: (node_modules() / folder, files) for prefix, (folder, files) in NODE_FILES.items()}
    folder, _ = folders["npm/icons"]
    folders["npm/icons"] = (folder, tuple(f"{name}.svg" for name in icon_names()))
    folders["design/components"] = (DESIGN / "templates" / "design", ("*/style.css",))
    return folders


class NodeModulesFinder(BaseFinder):
    """Finds only what `allowed_folders` lists."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.storages: dict[str, FileSystemStorage] = {}
        self.patterns: dict[str, tuple[str, ...]] = {}
        for prefix, (folder, patterns) in allowed_folders().items():
            storage = FileSystemStorage(location=str(folder))
            storage.prefix = prefix  # type: ignore[attr-defined]
            self.storages[prefix] = storage
            self.patterns[prefix] = patterns
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False) -> Any:
        """The file behind a public path, or with `find_all` the list of them."""
        found = [str(file) for public, file in self._files() if public == path]
        if find_all:
            return found
        return found[0] if found else None

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Each allowed file with the storage that opens it."""
        for prefix, storage in self.storages.items():
            for name in self._names(prefix):
                if not utils.matches_patterns(name, ignore_patterns or []):
                    yield name, storage

    def _names(self, prefix: str) -> Iterator[str]:
        root = Path(self.storages[prefix].location)
        for pattern in self.patterns[prefix]:
            yield from sorted(file.relative_to(root).as_posix() for file in root.glob(pattern))

    def _files(self) -> Iterator[tuple[str, Path]]:
        for prefix, storage in self.storages.items():
            for name in self._names(prefix):
                yield f"{prefix}/{name}", Path(storage.location) / name
