"""What usually arrives, for the benches that fill a journal with it."""

from uuid import NAMESPACE_OID, uuid5

from holdspace.core import commands as c
from holdspace.core.interruption import Live
from holdspace.private import Private


def arrival(number: int, text: str, live: Live | None = None) -> c.ReportInterruption:
    """One of three hundred people writes in an app; the same number is the same one."""
    return c.ReportInterruption(
        id=id_of(f"arrival {number}"),
        key=f"guid/:1.{number % 200}/{number}/notify",
        origin="desktop",
        app="Chat",
        sender=Private(f"sender {number % 300}"),
        text=Private(text),
        live=live,
    )


def id_of(name: str) -> str:
    """The same name is the same id."""
    return str(uuid5(NAMESPACE_OID, name))
