"""A process that keeps one decision and then one more, and says what became of each: killed or failed from outside.

Usage: python -m tests.store.one_keep DATABASE SEED
"""

import os
import sys
from pathlib import Path

from holdspace.core import commands as c
from holdspace.engine.ports import NotKept
from holdspace.private import Private
from tests.store.story import Story


def main() -> None:
    try:
        story = Story(Path(sys.argv[1]), int(sys.argv[2]))
    except NotKept as refusal:
        os.write(1, f"0 {refusal.code}\n".encode())
        return
    for number in (1, 2):
        before = story.engine.state
        command = c.ReportInterruption(
            id=story.new_id(),
            key=f"spool-{number}",
            origin="desktop",
            app="Pager",
            sender=Private(f"Sam Sender {number}"),
            text=Private("the words " * 300),
        )
        answer = story.told(command)
        said = answer.code if isinstance(answer, NotKept) else "kept"
        if isinstance(answer, NotKept) and story.engine.state != before:
            said = "state moved"
        os.write(1, f"{number} {said}\n".encode())


if __name__ == "__main__":
    main()
