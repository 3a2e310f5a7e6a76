import re

from tests.docs.documents import ROOT, text_of

_FILE = re.compile(r'["/]([a-z_]+\.(?:db|json|log|port|sock|spool))"')


def _files() -> set[str]:
    """The names of files that the product writes, as they stand in its sources."""
    return {name for path in (ROOT / "src").rglob("*.py") for name in _FILE.findall(path.read_text(encoding="utf-8"))}


def test_every_file_that_is_written_is_in_the_table_of_the_architecture() -> None:
    text = text_of("docs/architecture.md").split("## Where state lies", 1)[1]
    assert len(_files()) > 10
    assert sorted(name for name in _files() if name not in text) == []


def test_of_every_file_that_is_written_it_is_said_what_private_text_it_holds() -> None:
    text = text_of("docs/privacy.md").split("## Every file", 1)[1]
    files = {name for name in _files() if not name.endswith(".sock")}  # nothing is stored in a socket
    assert sorted(name for name in files if name not in text) == []
