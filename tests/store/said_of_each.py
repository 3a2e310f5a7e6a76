"""What a process that is killed or failed from outside says of its decisions: a line for each, at once."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from holdspace.core import commands as c
from holdspace.engine.ports import NotKept
from tests.store.story import Story


def say_of_each(commands: Callable[[Story], Iterable[c.Command]]) -> None:
    """Open DATABASE with SEED (the program's arguments) and say "1 kept", or why not; "0 ..." where it cannot be opened."""
    try:
        story = Story(Path(sys.argv[1]), int(sys.argv[2]))
    except NotKept as refusal:
        os.write(1, f"0 {refusal.code}\n".encode())
        return
    for number, command in enumerate(commands(story), 1):
        before = story.engine.state
        answer = story.told(command)
        said = answer.code if isinstance(answer, NotKept) else "kept"
        if isinstance(answer, NotKept) and story.engine.state != before:
            said = "state moved"
        os.write(1, f"{number} {said}\n".encode())
