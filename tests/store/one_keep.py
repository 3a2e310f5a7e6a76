"""A process that keeps one decision and then one more, and says what became of each.

Usage: python -m tests.store.one_keep DATABASE SEED
"""

from collections.abc import Iterator

from holdspace.core import commands as c
from holdspace.private import Private
from tests.store.said_of_each import say_of_each
from tests.store.story import Story


def two_arrivals(story: Story) -> Iterator[c.Command]:
    for number in (1, 2):
        yield c.ReportInterruption(
            id=story.new_id(),
            key=f"spool-{number}",
            origin="desktop",
            app="Pager",
            sender=Private(f"Sam Sender {number}"),
            text=Private("the words " * 300),
        )


if __name__ == "__main__":
    say_of_each(two_arrivals)
