"""A program that sends notifications: one raw connection with a ledger of its own.

The ledger is what the sender knows: unique name and serial of each call, when it was sent, and whether the server took it.
Times are seconds of CLOCK_BOOTTIME, as the app's own moments.
"""

import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from jeepney import DBusAddress, Message, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection

from tests.rig.bus import Bus

_SERVER = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)

ANSWER = 20.0
"""Seconds within which the server answers."""
Call = tuple[str, int]
"""Unique name of the sender and serial of the call: what the keeper's keys are made of."""


@dataclass(slots=True)
class Ledger:
    """What one sender knows of what it sent."""

    sent: dict[Call, float] = field(default_factory=dict)
    taken: set[Call] = field(default_factory=set)
    refused: set[Call] = field(default_factory=set)


class Sender:
    """Sends; `collect` reads the answers to all that was sent."""

    def __init__(self, line: DBusConnection) -> None:
        self._line = line
        self.ledger = Ledger()

    def send(
        self, summary: str, *, app: str = "bench", body: str = "a body of usual length, as programs send it"
    ) -> Call:
        """One call, not waiting for its answer."""
        message, call = self._made(summary, app, body)
        self.ledger.sent[call] = boottime()
        self._line.sock.sendall(message)
        return call

    def burst(self, summaries: Sequence[str], *, app: str = "bench", shown: int | None = None) -> None:
        """All of them, each as soon as the server has answered the one before. `shown`: so many of them stay at most, the
        oldest is taken back, as by a program that shows what came last.

        Not deeper pipelined: dunst 1.9 stops answering for good once a few calls of one sender wait (its pool of workers
        is exhausted), with or without anybody watching. Several senders at once are what it bears.
        """
        given: deque[int] = deque()
        for summary in summaries:
            self.send(summary, app=app)
            given += self.collect(1)
            if shown is not None and len(given) > shown:
                self.take_back(given.popleft())

    def take_back(self, number: int) -> None:
        """Close what the server gave this number, and wait until it has."""
        self._line.send_and_get_reply(new_method_call(_SERVER, "CloseNotification", "u", (number,)), timeout=ANSWER)

    def collect(self, count: int, *, bound: float = ANSWER) -> list[int]:
        """Read the answers to `count` calls: the numbers that the server gave. TimeoutError when one does not come."""
        given: list[int] = []
        until = time.monotonic() + bound
        while count:
            answer = self._line.receive(timeout=until - time.monotonic())
            if answer.header.message_type not in {MessageType.method_return, MessageType.error}:
                continue
            fields = {int(key): value for key, value in answer.header.fields.items()}
            call = (self._line.unique_name, int(fields[5]))
            if call in self.ledger.sent:
                count -= 1
                if answer.header.message_type is MessageType.method_return:
                    self.ledger.taken.add(call)
                    given.append(int(answer.body[0]))
                else:
                    self.ledger.refused.add(call)
        return given

    def _made(self, summary: str, app: str, body: str) -> tuple[bytes, Call]:
        message: Message = new_method_call(_SERVER, "Notify", "susssasa{sv}i", (app, 0, "", summary, body, [], {}, -1))
        serial = next(self._line.outgoing_serial)
        return message.serialise(serial=serial), (self._line.unique_name, serial)


@contextmanager
def sender(bus: Bus) -> Iterator[Sender]:
    """A sender with a connection of its own."""
    with bus.connect() as line:
        yield Sender(line)


def boottime() -> float:
    """Seconds of the clock that the app's moments carry."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
