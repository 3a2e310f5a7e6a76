"""`backup` and `export`: both read the database beside a running app, so that neither needs one nor holds one up."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdspace.adapters.clock import SystemClock
from holdspace.app.takeout.archive import write_archive
from holdspace.app.takeout.target import Refused, unfinished
from holdspace.app.takeout.waiting import waiting
from holdspace.core.people import Practitioner
from holdspace.core.policy import Policy
from holdspace.engine.ports import NotKept
from holdspace.here import language_here, zone_here
from holdspace.store import backup
from holdspace.store.errors import Newer
from holdspace.store.everything import Everything
from holdspace.wire import protocol

if TYPE_CHECKING:
    from holdspace.wire.paths import Paths
    from holdspace.wire.shapes import Reply


def take_out(verb: str, paths: Paths, path: str, *, overwrite: bool) -> Reply:
    """Do `backup` or `export` to the file at `path`, and answer as the app answers a request."""
    target = Path(os.path.abspath(path))  # noqa: PTH100 - of "..", never of a symbolic link: the name given is the name told
    try:
        if not os.access(paths.database, os.R_OK):
            raise Refused("nothing_kept" if not paths.database.exists() else "unreadable", file=str(paths.database))
        told = (_backup if verb == "backup" else _export)(paths, target, overwrite=overwrite)
    except Refused as refusal:
        return protocol.refused("", refusal.code, dict(refusal.params))
    except NotKept as refusal:
        return protocol.refused("", refusal.code, {"file": str(target)})
    except (backup.Unsound, KeyError, TypeError, ValueError):
        return protocol.refused("", "damaged", {"file": str(target)})
    except Newer:
        return protocol.refused("", "newer_database", {"file": str(target)})
    return protocol.done("", {"file": str(target), "seen_by_others": _seen_by_others(target), **told})


def _backup(paths: Paths, target: Path, *, overwrite: bool) -> dict[str, Any]:
    with unfinished(target, paths, overwrite=overwrite) as fresh:
        backup.copy(paths.database, fresh)
        facts = backup.verify(fresh)
    return {"facts": facts, "waiting": len(waiting(paths))}


def _export(paths: Paths, target: Path, *, overwrite: bool) -> dict[str, Any]:
    # First what waits: what the app takes in meanwhile is then told twice, and never not at all.
    left = waiting(paths)
    unnamed = Policy(practitioner=Practitioner(language=language_here(), time_zone=zone_here()))
    made = SystemClock().now().utc
    with unfinished(target, paths, overwrite=overwrite) as fresh, closing(Everything(paths.database)) as everything:
        counts = write_archive(fresh, everything, left, unnamed, made)
    return {"counts": counts, "waiting": len(left)}


def _seen_by_others(target: Path) -> bool:
    """Whether the file system keeps no modes: on a memory stick the file may be everybody's."""
    return bool(target.stat().st_mode & 0o077)
