from uuid import UUID, uuid5

import pytest

from holdspace.core.ids import derived, space_of
from tests.core.playbook import new_id


def test_an_id_that_follows_is_the_version_5_of_rfc_9562() -> None:
    for number in range(50):
        command = new_id()
        assert derived(space_of(command), number) == str(uuid5(UUID(command), str(number)))


@pytest.mark.parametrize("command", ["", "k", "7", "00000000-0000-0000-0000-00000000000", "00" * 17])
def test_nothing_follows_from_what_is_no_id(command: str) -> None:
    with pytest.raises(ValueError, match="UUID"):
        space_of(command)
