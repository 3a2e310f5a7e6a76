"""The anatomy of a database file: which of its pages are of which type, and how one is spoiled."""

from __future__ import annotations

import sqlite3
import struct
from collections import defaultdict
from contextlib import closing
from pathlib import Path

BY_TYPE_BYTE = {0x02: "interior index", 0x05: "interior table", 0x0A: "leaf index", 0x0D: "leaf table"}
TYPES = ("header and schema", *BY_TYPE_BYTE.values(), "overflow", "freelist trunk", "freelist leaf")
GARBAGE = bytes(range(1, 256))


def page_size(raw: bytes) -> int:
    size: int = struct.unpack(">H", raw[16:18])[0]
    return 65536 if size == 1 else size


def pages_by_type(path: Path) -> dict[str, list[int]]:
    """The numbers of the pages (the first is 1) of a database without a log. Each of TYPES is there, or it says so."""
    raw = path.read_bytes()
    found: dict[str, list[int]] = defaultdict(list)
    size = page_size(raw)
    free = _freelist(raw, size, found)
    found["header and schema"].append(1)
    trees = _trees(path, raw, size)
    for number in range(2, len(raw) // size + 1):
        if number in trees:
            found[BY_TYPE_BYTE[raw[(number - 1) * size]]].append(number)
        elif number not in free:
            found["overflow"].append(number)
    absent = set(TYPES) - set(found)
    assert not absent, f"no page of {absent}"
    return dict(found)


def spoil(path: Path, number: int) -> None:
    """Write garbage over a page; over all of the first one but SQLite's own name, so that it is taken for a database."""
    size = page_size(path.read_bytes()[:100])
    begin = (number - 1) * size + (100 if number == 1 else 0)
    length = size - (100 if number == 1 else 0)
    with path.open("r+b") as file:
        file.seek(begin)
        file.write((GARBAGE * (length // len(GARBAGE) + 1))[:length])


def _freelist(raw: bytes, size: int, found: dict[str, list[int]]) -> set[int]:
    trunk: int = struct.unpack(">L", raw[32:36])[0]
    free: set[int] = set()
    while trunk:
        found["freelist trunk"].append(trunk)
        begin = (trunk - 1) * size
        following, count = struct.unpack(">LL", raw[begin : begin + 8])
        leaves = struct.unpack(f">{count}L", raw[begin + 8 : begin + 8 + 4 * count])
        found["freelist leaf"] += leaves
        free |= {trunk, *leaves}
        trunk = following
    return free


def _trees(path: Path, raw: bytes, size: int) -> set[int]:
    """Every page of every table and index."""
    with closing(sqlite3.connect(path)) as connection:
        roots = [root for (root,) in connection.execute("SELECT rootpage FROM sqlite_master WHERE rootpage > 0")]
    found: set[int] = set()
    waiting = [1, *roots]
    while waiting:
        number = waiting.pop()
        found.add(number)
        begin = (number - 1) * size
        head = begin + (100 if number == 1 else 0)
        if raw[head] not in {0x02, 0x05}:
            continue
        count = struct.unpack(">H", raw[head + 3 : head + 5])[0]
        waiting.append(struct.unpack(">L", raw[head + 8 : head + 12])[0])
        cells = struct.unpack(f">{count}H", raw[head + 12 : head + 12 + 2 * count])
        waiting += [struct.unpack(">L", raw[begin + cell : begin + cell + 4])[0] for cell in cells]
    return found
