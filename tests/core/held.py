"""What arrived in a session and was held by default; a test says what was otherwise."""

from holdspace.core.preview import Past
from tests.core.playbook import moment

HELD = Past(
    id="1",
    session="now",
    at=moment(),
    kind="session",
    after_it=False,
    origin="desktop",
    app="Mail",
    category="",
    level="normal",
    sender=None,
    text=None,
    forgotten=False,
    done="hold",
    rule="",
    why="default",
)
