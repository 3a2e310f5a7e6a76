"""Each policy is kept once, by its hash; facts and cases speak of it by that."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from holdspace.core.policy import Policy
from holdspace.store.values import made, plain

if TYPE_CHECKING:
    import sqlite3


class Policies:
    """Kept within the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._written: dict[Policy, tuple[str, str]] = {}
        self._read: dict[str, Policy] = {}

    def keep(self, policy: Policy) -> str:
        """Keep a policy; its hash."""
        if policy not in self._written:
            body = json.dumps(plain(policy), ensure_ascii=False, separators=(",", ":"))
            self._written[policy] = (hashlib.sha256(body.encode()).hexdigest(), body)
        key, body = self._written[policy]
        # Written anew each time: a transaction that failed took the row with it, but not this memory.
        self._connection.execute("INSERT OR IGNORE INTO policies(hash, body) VALUES (?, ?)", (key, body))
        return key

    def adopted(self) -> Policy | None:
        """The policy that was adopted last, None if none was. Raises what `get` raises."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = 'policy'").fetchone()
        return self.get(row[0]) if row else None

    def get(self, key: str) -> Policy:
        """The policy of a hash. Raises KeyError if there is none."""
        if key not in self._read:
            row = self._connection.execute("SELECT body FROM policies WHERE hash = ?", (key,)).fetchone()
            if row is None:
                raise KeyError(key)
            self._read[key] = made(Policy, json.loads(row[0]))
            self._written.setdefault(self._read[key], (key, row[0]))  # as it was written then, whatever was added since
        return self._read[key]
