"""Nothing lies about: every template, static file and module is used by somebody."""

import re

import grimp

from tests.architecture.conftest import SOURCE

STARTED_BY_NAME = (
    "management.commands", "migrations", ".apps", "wsgi", "yinling.project.console", "templatetags", "finders",
    "yinling.design.forms", "adapter", "session", "navigation", "settings", ".urls", "phrases", ".formats",
)  # fmt: skip


def texts(*suffixes: str) -> str:
    return "\n".join(path.read_text() for path in SOURCE.rglob("*") if path.suffix in suffixes)


def test_use_every_template() -> None:
    haystack = texts(".py", ".html", ".typ")
    unused = []
    for path in SOURCE.rglob("templates/**/*"):
        if not path.is_file():
            continue
        name = path.relative_to(next(parent for parent in path.parents if parent.name == "templates")).as_posix()
        by_framework = name.startswith(
            ("account/", "mfa/", "allauth/", "design/", "django/", "cotton/")
        ) or re.fullmatch(r"\d{3}(_csrf)?\.html", name)
        if not by_framework and name not in haystack:
            unused.append(name)
    assert not unused


def test_import_every_module() -> None:
    graph = grimp.build_graph("yinling")
    text = texts(".py")
    unused = [
        module
        for module in sorted(graph.modules)
        if not graph.find_modules_that_directly_import(module)
        and not graph.find_children(module)
        and not any(word in module for word in STARTED_BY_NAME)
        and f'"{module}"' not in text
    ]
    assert not unused
