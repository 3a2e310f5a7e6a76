"""Open cases as the records tell them, looked up once until something happens to them: the pages are made anew often."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdspace.core.facts import Fact
    from holdspace.private import Private
    from holdspace.store.records import Records
    from holdspace.store.rows import CaseRow


class KnownCases:
    """`happened` is told every fact before `case` is asked again."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._known: dict[str, CaseRow | None] = {}

    def case(self, key: str) -> CaseRow | None:
        """One case with all that happened to it. Raises NotKept when it cannot be read."""
        if key not in self._known:
            self._known[key] = self._records.case(key)
        return self._known[key]

    def client(self, session: str) -> Private | None:
        """Whose session it is, as it is now: they may be forgotten meanwhile. Raises NotKept when it cannot be read."""
        row = self._records.session(session)
        return row.client if row is not None else None

    def happened(self, facts: Iterable[Fact]) -> None:
        """Forget what these facts speak of."""
        for fact in facts:
            key = getattr(fact, "case", None) or getattr(fact, "interruption", None)
            if key is not None:
                self._known.pop(key, None)
