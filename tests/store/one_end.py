"""A process that adopts another policy and ends the session, and says what became of each: killed or failed from outside.

Usage: python -m tests.store.one_end DATABASE SEED
"""

import os
import sys
from pathlib import Path

from holdspace.core import commands as c
from holdspace.core.policy import Policy, Step
from holdspace.engine.ports import NotKept
from tests.store.story import POLICY, Story

EDITED = Policy(responders=POLICY.responders[1:], steps=(Step(role="executive"),), rules=POLICY.rules)
"""Nobody of the first step is left in it."""


def main() -> None:
    try:
        story = Story(Path(sys.argv[1]), int(sys.argv[2]))
    except NotKept as refusal:
        os.write(1, f"0 {refusal.code}\n".encode())
        return
    commands: tuple[c.Command, ...] = (
        c.AdoptPolicy(id=story.new_id(), policy=EDITED),
        c.EndSession(id=story.new_id()),
    )
    for number, command in enumerate(commands, 1):
        before = story.engine.state
        answer = story.told(command)
        said = answer.code if isinstance(answer, NotKept) else "kept"
        if isinstance(answer, NotKept) and story.engine.state != before:
            said = "state moved"
        os.write(1, f"{number} {said}\n".encode())


if __name__ == "__main__":
    main()
