import re
import tomllib

from tests.docs.documents import first_cells, text_of

_PROJECT = tomllib.loads(text_of("pyproject.toml"))["project"]


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0].lower() for requirement in requirements}


def _told(heading: str) -> set[str]:
    """The packages of the table under a heading."""
    section = text_of("docs/dependencies.md").split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return {cell.split(" ")[0].lower() for cell in first_cells(section)} - {"package"}


def test_every_dependency_of_the_product_is_explained_and_no_other() -> None:
    assert _told("What the product needs") == _names(_PROJECT["dependencies"])


def test_every_dependency_of_developing_is_explained_and_no_other() -> None:
    assert _told("What only developing needs") == _names(_PROJECT["optional-dependencies"]["dev"])


def test_every_dependency_of_packaging_is_explained_and_no_other() -> None:
    assert _told("What only packaging needs") == _names(_PROJECT["optional-dependencies"]["package"])


def test_what_the_product_needs_is_imported_by_it() -> None:
    """A dependency that nobody imports goes. tzdata is data: zoneinfo finds it by itself."""
    from tests.docs.documents import ROOT

    modules = {"pyside6-essentials": "PySide6", "opening-hours-py": "opening_hours", "python-xlib": "Xlib"}
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    unused = [
        name
        for name in sorted(_names(_PROJECT["dependencies"]) - {"tzdata"})
        if not re.search(rf"^\s*(from|import) {re.escape(modules.get(name, name))}\b", sources, re.MULTILINE)
    ]
    assert unused == []
