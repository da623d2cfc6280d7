"""Settings, commands, events and README words are described, and what is described exists."""

import re
from pathlib import Path

from django.core.management import call_command, get_commands

from yinling.foundation.access.domain.roles import ROLES


def read(root: Path, name: str) -> str:
    return (root / name).read_text()


def test_describe_every_setting(root: Path) -> None:
    text = read(root, "docs/reference/settings.md")
    sources = [
        "src/yinling/project/settings.py",
        "src/yinling/project/environment.py",
        "src/yinling/gateways/policy/root.py",
    ]
    names = {name for source in sources for name in re.findall(r'"(YINLING_[A-Z_]+)"', read(root, source))}
    assert not sorted(name for name in names if name not in text)


def test_describe_every_command(root: Path) -> None:
    text = read(root, "docs/reference/commands.md")
    ours = [name for name, app in get_commands().items() if str(app).startswith("yinling")]
    assert not sorted(name for name in ours if f"`yinling {name}" not in text)


def test_describe_every_event(root: Path) -> None:
    text = read(root, "docs/reference/events.md")
    classes = [
        name
        for path in (root / "src" / "yinling").rglob("events.py")
        for name in re.findall(r"^class (\w+)", path.read_text(), re.M)
    ]
    assert classes
    assert not sorted(name for name in classes if f"`{name}`" not in text)


def test_describe_every_permission(root: Path) -> None:
    text = read(root, "docs/reference/roles.md")
    assert not sorted({p for role in ROLES.values() for p in role.permissions if f"`{p}`" not in text})


def test_find_every_word_of_the_readme_in_the_makefile(root: Path) -> None:
    words = set(re.findall(r"make ([a-z]+)", read(root, "README.md") + read(root, "README.zh-CN.md")))
    rules = set(re.findall(r"^([a-z]+):", read(root, "Makefile"), re.M))
    assert {"run", "test"} <= words <= rules


def test_keep_both_readmes_equal_in_shape(root: Path) -> None:
    def shape(name: str) -> list[str]:
        return re.findall(r"^(#+|```|\||!\[)", read(root, name), re.M)

    assert shape("README.md") == shape("README.zh-CN.md")
    assert len(read(root, "README.md").splitlines()) <= 120


def test_glossary_names_exist_in_the_code(root: Path) -> None:
    rows = [
        line.split("|")[3].strip(" `")
        for line in read(root, "GLOSSARY.md").splitlines()
        if line.startswith("| ") and "`" in line
    ]
    source = "\n".join(
        path.read_text()
        for folder in ("src", "policy")
        for path in (root / folder).rglob("*")
        if path.suffix in {".py", ".yaml", ".csv"}
    )
    assert len(rows) > 40
    assert not [name for name in rows if name not in source]


def test_keep_the_reference_fresh() -> None:
    call_command("docs_build", check=True)


def test_find_every_linked_file(root: Path) -> None:
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "policy").glob("*.md")]
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert not broken
