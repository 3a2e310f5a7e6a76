"""The keeper's end of the app's socket."""

import json
from pathlib import Path

from holdspace.keeper.app_link import AppLink
from holdspace.keeper.feed import Feed
from tests.keeper.fake_app import FakeApp


def test_a_goodbye_is_heard_also_when_it_is_fed_after_the_app_went(short_tmp: Path) -> None:
    """Else the app that somebody quits in a flood would be started again."""
    app = FakeApp(short_tmp / "app.sock")
    feed = Feed(short_tmp / "spool")
    link = AppLink(short_tmp / "app.sock", feed)
    assert link.connect()
    app.wait_connected()
    link.hear()
    assert link.connected
    app.say({"tell": "goodbye"})
    app.close()
    feed.keep([("k1", json.dumps({"tell": "seen", "key": "k1"}).encode())])
    link.send()
    link.tell({"tell": "here"})
    assert [message["tell"] for message in link.hear()] == ["goodbye"]
    assert link.hear() == []
    assert (link.fileno(), link.connected) == (-1, False)
