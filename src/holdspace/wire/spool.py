"""The spool: an append-only file of records that are durable when `append` returns.

A record is one header line, then key and payload, then a newline:

    0x1E "HS1 " <length of key> " " <length of payload> " " <checksum, hex> " " <algorithm> "\n" <key> <payload> "\n"

The checksum (crc32) covers both lengths, key and payload. 0x1E marks where a record may begin, so that a damaged one
costs only itself. Every writer holds flock on the file; a compaction replaces the file while holding it, and a writer
that waited meanwhile opens the new one.
"""

from __future__ import annotations

import errno
import fcntl
import os
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import BinaryIO, Final

MARK: Final = b"\x1eHS1 "
ALGORITHM: Final = b"crc32"
KEY_LIMIT: Final = 1024
PAYLOAD_LIMIT: Final = 16 * 1024 * 1024
_HEADER_LIMIT: Final = 80
_SCAN: Final = 64 * 1024


class SpoolError(Exception):
    """The spool cannot be written; nothing was kept. `code`: no_space, read_only, denied, too_large, io."""

    def __init__(self, code: str, path: str) -> None:
        super().__init__(f"{code}: {path}")
        self.code = code
        self.path = path


class Record:
    """One valid record; `end` is the offset behind it, to go on reading from."""

    __slots__ = ("end", "key", "payload")

    def __init__(self, key: str, payload: bytes, end: int) -> None:
        self.key = key
        self.payload = payload
        self.end = end


class Reading:
    """Iterates over the valid records of a spool from an offset; afterwards says what was damaged. Raises nothing."""

    __slots__ = ("_path", "_start", "damaged", "torn")

    def __init__(self, path: str, start: int) -> None:
        self._path = path
        self._start = start
        self.damaged = 0
        self.torn = False

    def __iter__(self) -> Iterator[Record]:
        self.damaged, self.torn = 0, False
        try:
            file = open(self._path, "rb")  # noqa: SIM115 - closed below; a missing spool is an empty one
        except OSError:
            return
        with file:
            file.seek(self._start)
            yield from self._records(file)

    def _records(self, file: BinaryIO) -> Iterator[Record]:
        try:
            while True:
                start = file.tell()
                record = _read_one(file)
                if record is not None:
                    yield record
                    continue
                file.seek(start)
                if not file.read(1):
                    return
                follows = _find_mark(file, start + 1)
                if follows is None:
                    self.torn = True
                    return
                self.damaged += 1
                file.seek(follows)
        except OSError:
            self.torn = True


def append(path: str | os.PathLike[str], key: str, payload: bytes) -> None:
    """Keep one record; it is durable (file and, when new, folder fsynced) when this returns. Raises SpoolError."""
    append_many(path, ((key, payload),))


def append_many(path: str | os.PathLike[str], records: Iterable[tuple[str, bytes]]) -> None:
    """Keep several records with one fsync: all of them or none. Raises SpoolError; the torn tail is then cut off."""
    name = os.fspath(path)
    data = b"".join(frame(key, payload, name) for key, payload in records)
    if not data:
        return
    try:
        fd, created = _open_locked(name)
    except OSError as error:
        raise _spool_error(error, name) from error
    try:
        size = os.fstat(fd).st_size
        try:
            write_all(fd, data)
            os.fsync(fd)
            if created:
                fsync_folder(name)
        except OSError as error:
            _cut(fd, size)
            raise _spool_error(error, name) from error
    finally:
        os.close(fd)


def read(path: str | os.PathLike[str], start: int = 0) -> Reading:
    """The valid records from an offset on (0, or a Record's `end`). A torn tail ends it; damage is skipped and counted."""
    return Reading(os.fspath(path), start)


def drop(path: str | os.PathLike[str], keys: Collection[str]) -> int:
    """Rewrite the spool without these keys; returns how many records went. Never loses one appended meanwhile.

    Damaged bytes go too: they cannot be read, and text must not outlive its use. Raises SpoolError, the old file intact.
    """
    name = os.fspath(path)
    wanted = keys if isinstance(keys, (set, frozenset, dict)) else frozenset(keys)
    fresh = name + ".new"
    try:
        if not os.path.exists(name):
            return 0
        fd, _ = _open_locked(name)
    except OSError as error:
        raise _spool_error(error, name) from error
    try:
        gone = 0
        out = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            for record in read(name):
                if record.key in wanted:
                    gone += 1
                else:
                    write_all(out, frame(record.key, record.payload, name))
            os.fsync(out)
        finally:
            os.close(out)
        os.rename(fresh, name)
        fsync_folder(name)
    except OSError as error:
        _remove(fresh)
        raise _spool_error(error, name) from error
    finally:
        os.close(fd)
    return gone


def frame(key: str, payload: bytes, path: str = "") -> bytes:
    """The bytes of one record. Raises SpoolError("too_large")."""
    name = key.encode("utf-8", "replace")
    if len(name) > KEY_LIMIT or len(payload) > PAYLOAD_LIMIT:
        raise SpoolError("too_large", path)
    lengths = b"%d %d" % (len(name), len(payload))
    checksum = zlib.crc32(lengths + name + payload)
    return b"%b%b %08x %b\n%b%b\n" % (MARK, lengths, checksum, ALGORITHM, name, payload)


def fsync_folder(path: str) -> None:
    """Make the names in the folder of `path` durable."""
    fd = os.open(os.path.dirname(path) or ".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def write_all(fd: int, data: bytes) -> None:
    """All of it, however little the disk takes at a time. Raises OSError, a part of it then written."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _checksum(lengths: bytes, key: bytes, payload: bytes) -> int:
    return zlib.crc32(payload, zlib.crc32(key, zlib.crc32(lengths)))


def _open_locked(name: str) -> tuple[int, bool]:
    """An open, locked file that is the one at `name` (a compaction may have replaced it while we waited)."""
    while True:
        created = not os.path.exists(name)
        fd = os.open(name, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            here = os.fstat(fd)
            try:
                there = os.stat(name)
            except FileNotFoundError:
                there = None
            if there is not None and (here.st_ino, here.st_dev) == (there.st_ino, there.st_dev):
                return fd, created or here.st_size == 0
        except OSError:
            os.close(fd)
            raise
        os.close(fd)


def _cut(fd: int, size: int) -> None:
    try:
        os.ftruncate(fd, size)
        os.fsync(fd)
    except OSError:
        return  # a reader stops at the torn tail anyway


def _remove(name: str) -> None:
    try:
        os.unlink(name)
    except OSError:
        return


def _read_one(file: BinaryIO) -> Record | None:
    header = file.readline(_HEADER_LIMIT)
    if not header.startswith(MARK) or not header.endswith(b"\n"):
        return None
    parts = header[len(MARK) : -1].split(b" ")
    if len(parts) != 4 or parts[3] != ALGORITHM or not (parts[0].isdigit() and parts[1].isdigit()):
        return None
    key_length, length = int(parts[0]), int(parts[1])
    if key_length > KEY_LIMIT or length > PAYLOAD_LIMIT:
        return None
    body = file.read(key_length + length + 1)
    if len(body) != key_length + length + 1 or body[-1:] != b"\n":
        return None
    key, payload = body[:key_length], body[key_length:-1]
    if parts[2] != b"%08x" % _checksum(parts[0] + b" " + parts[1], key, payload):
        return None
    return Record(key.decode("utf-8", "replace"), payload, file.tell())


def _find_mark(file: BinaryIO, start: int) -> int | None:
    """The offset of the next mark at or after `start`."""
    at = start
    tail = b""
    file.seek(start)
    while chunk := file.read(_SCAN):
        window = tail + chunk
        found = window.find(MARK)
        if found >= 0:
            return at - len(tail) + found
        at += len(chunk)
        tail = window[-len(MARK) + 1 :]
    return None


def _spool_error(error: OSError, name: str) -> SpoolError:
    codes = {
        errno.ENOSPC: "no_space",
        errno.EDQUOT: "no_space",
        errno.EFBIG: "no_space",
        errno.EROFS: "read_only",
        errno.EACCES: "denied",
        errno.EPERM: "denied",
    }
    return SpoolError(codes.get(error.errno or 0, "io"), name)
