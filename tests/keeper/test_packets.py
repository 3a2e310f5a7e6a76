"""What keeper and guard say to each other."""

from holdspace.keeper.packets import Peer, pair


def test_what_a_peer_said_before_it_went_is_heard_also_when_it_was_spoken_to_meanwhile() -> None:
    """A guard that says bye went on purpose: taken for one that was killed, another would be started in its place."""
    one, other = map(Peer, pair())
    other.tell({"tell": "state"})
    other.tell({"tell": "bye", "why": "terminated"})
    other.close()
    one.tell({"tell": "renew"})
    one.tell({"tell": "want"})
    heard = [one.hear(0.0) for _ in range(3)]
    assert heard == [({"tell": "state"}, None), ({"tell": "bye", "why": "terminated"}, None), None]
    assert one.gone
    one.close()
