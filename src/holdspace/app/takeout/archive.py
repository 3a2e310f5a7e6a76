"""Everything in open formats in one zip file: settings as TOML, tables as JSON and CSV, and what each column means."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from holdspace.app.settings import settings_of
from holdspace.app.takeout import readme
from holdspace.app.takeout.tables import INSIDE, write_csv, write_json, write_rows
from holdspace.wire.toml_text import toml_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import IO, Any

    from holdspace.core.policy import Policy
    from holdspace.store.everything import Everything

FOLDER = "holdspace"
"""Everything lies in this folder of the archive, so that unpacking spills nothing."""


def write_archive(
    target: Path, everything: Everything, waiting: list[dict[str, Any]], unnamed: Policy, made: datetime
) -> dict[str, int]:
    """Write the archive over the empty file `target`; how many rows each table has.

    `waiting` is what is not in the tables yet, `unnamed` the policy while none was adopted, `made` the time (UTC) that is
    noted. Raises OSError, and KeyError, TypeError or ValueError for a policy that is none.
    """
    policy = everything.policy() or unnamed
    counts = {table: sum(1 for _ in everything.rows(table)) for table in everything.tables()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        into = _Archive(archive, made)
        into.text("README.txt", readme.readme(everything, counts, len(waiting), policy.practitioner, made))
        into.text("settings.toml", toml_text(settings_of(policy)))
        for key, earlier in everything.policies():
            into.text(f"settings/{key}.toml", toml_text(settings_of(earlier)))
        for table in counts:
            if table not in INSIDE:
                with into.file(f"json/{table}.json") as file:
                    write_json(file, everything, table)
            with into.file(f"csv/{table}.csv") as file:
                write_csv(file, everything, table)
        with into.file("json/waiting.json") as file:
            write_rows(file, waiting)
    return counts


class _Archive:
    def __init__(self, archive: zipfile.ZipFile, made: datetime) -> None:
        self._archive = archive
        self._made = made

    @contextmanager
    def file(self, name: str) -> Iterator[IO[bytes]]:
        """A member, user-only also when it is unpacked."""
        member = zipfile.ZipInfo(f"{FOLDER}/{name}", self._made.timetuple()[:6])
        member.compress_type = zipfile.ZIP_DEFLATED
        member.external_attr = 0o100600 << 16
        with self._archive.open(member, "w", force_zip64=True) as file:
            yield file

    def text(self, name: str, text: str) -> None:
        with self.file(name) as file:
            file.write(text.encode("utf-8", "replace"))
