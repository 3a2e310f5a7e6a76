"""A process that adopts another policy and ends the session, and says what became of each.

Usage: python -m tests.store.one_end DATABASE SEED
"""

from collections.abc import Iterator

from holdspace.core import commands as c
from holdspace.core.policy import Policy, Step
from tests.store.said_of_each import say_of_each
from tests.store.story import POLICY, Story

EDITED = Policy(responders=POLICY.responders[1:], steps=(Step(role="executive"),), rules=POLICY.rules)
"""Nobody of the first step is left in it."""


def edit_and_end(story: Story) -> Iterator[c.Command]:
    yield c.AdoptPolicy(id=story.new_id(), policy=EDITED)
    yield c.EndSession(id=story.new_id())


if __name__ == "__main__":
    say_of_each(edit_and_end)
