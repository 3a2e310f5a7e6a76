from pathlib import Path

import pytest

from tests.docs.documents import ROOT, broken, documents, links, text_of


@pytest.mark.parametrize("path", [str(path.relative_to(ROOT)) for path in documents()])
def test_every_link_of_a_document_leads_somewhere(path: str) -> None:
    assert broken(text_of(path), (ROOT / path).parent) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# Here it is\n")
    text = "[a](there.md) [b](gone.md) ![c](gone.png) [d](there.md#here-it-is) [e](there.md#not) [f](https://x.example)"
    assert broken(text, tmp_path) == ["gone.md", "gone.png", "there.md#not"]


def test_the_readme_shows_a_picture_and_leads_to_every_document() -> None:
    found = links(text_of("README.md"))
    assert any(target.endswith(".png") for target in found)
    wanted = {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")} - {"docs/performance.md"}
    assert sorted(wanted - set(found)) == []


def test_every_driver_has_its_page_in_the_list() -> None:
    pages = {path.name for path in (ROOT / "docs" / "drivers").glob("*.md")} - {"README.md"}
    assert sorted(pages - set(links(text_of("docs/drivers/README.md")))) == []
