"""python -m holdspace.keeper [--home DIR] [--restart-argv JSON]: started by the app, not by people."""

from __future__ import annotations

import json
import socket
import sys

from holdspace.wire.paths import Paths, PathsError


def main(argv: list[str]) -> int:
    """The exit status: 0 done, 1 refused (the keeper's log and the app say why), 2 wrong usage."""
    options = dict(zip(argv[::2], argv[1::2], strict=False))
    if len(argv) % 2 or not options.keys() <= {"--home", "--restart-argv", "--guard"}:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        restart = json.loads(options.get("--restart-argv", "[]"))
    except ValueError:
        restart = None
    if not isinstance(restart, list) or not all(isinstance(word, str) for word in restart):
        print(__doc__, file=sys.stderr)
        return 2
    paths = Paths(options.get("--home"))
    try:
        paths.ensure()
    except PathsError as error:
        print(f"holdspace keeper: {error}", file=sys.stderr)
        return 1
    if "--guard" in options:
        from holdspace.keeper import guard

        return guard.main(paths, socket.socket(fileno=int(options["--guard"])))
    from holdspace.keeper import start

    return start.main(paths, restart)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
