"""Entry points: `holdspace` starts the app or runs one verb of the command line; `holdspace-app` starts the app.

`log`, `pin` and `mark` must be quick and must work when nothing else does: nothing is imported here that they do not use.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing costs the fast path a third of its time
if TYPE_CHECKING:
    from holdspace.wire.paths import Paths
    from holdspace.wire.shapes import Reply

HAND = ("log", "pin", "mark")


def main(argv: list[str] | None = None) -> int:
    """Run one verb, or without one the app; the exit status."""
    rest, home = _without_home(sys.argv[1:] if argv is None else argv)
    _open_what_is_closed()
    if not rest:
        return become_app(home)
    try:
        return _run(rest, home)
    except KeyboardInterrupt:
        return 130  # as shells say it


def _run(argv: list[str], home: str | None) -> int:
    if argv[0] in HAND:
        from holdspace.cli.hand import run_hand

        status = run_hand(argv, home)
        if status is not None:
            return status
    from holdspace.cli.commands import run

    return run(argv, home, _take_out)


def _take_out(verb: str, paths: Paths, path: str, *, overwrite: bool) -> Reply:
    """For `backup` and `export`: what reads the records, which the command line itself does not know."""
    from holdspace.app.takeout.take_out import take_out

    return take_out(verb, paths, path, overwrite=overwrite)


def _open_what_is_closed() -> None:
    """Whoever starts us may have closed a standard stream; then Python has None there, and nobody to talk to is fine."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - lives as long as we


def gui() -> int:
    """The entry point without a terminal, for menus and log-in; it understands the same."""
    return main()


def become_app(home: str | None) -> int:
    """Run the app in this process; its exit status."""
    from holdspace.app.__main__ import main as app

    return app([] if home is None else ["--home", home])


def _without_home(argv: list[str]) -> tuple[list[str], str | None]:
    """The arguments without a leading `--home DIR`, and DIR."""
    home: str | None = None
    while argv:
        if argv[0] == "--home" and len(argv) > 1 and argv[1]:
            home, argv = argv[1], argv[2:]
        elif argv[0].startswith("--home=") and len(argv[0]) > 7:
            home, argv = argv[0][7:], argv[1:]
        else:
            break
    return argv, home


if __name__ == "__main__":
    sys.exit(main())
