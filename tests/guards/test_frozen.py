"""Our quick dataclasses are what `dataclasses` would have made."""

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from holdspace.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quick:
    name: str
    count: int = 1
    many: list[int] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    name: str
    count: int = 1
    many: list[int] = dataclasses.field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashed:
    key: str


def test_it_tells_of_itself_as_the_usual_one_does() -> None:
    assert repr(Quick(name="a")).removeprefix("Quick") == repr(Usual(name="a")).removeprefix("Usual")
    assert [one.name for one in dataclasses.fields(Quick)] == [one.name for one in dataclasses.fields(Usual)]
    assert dataclasses.asdict(Quick(name="a", count=2)) == dataclasses.asdict(Usual(name="a", count=2))


def test_equal_values_are_equal_and_hash_alike() -> None:
    assert Quick(name="a") == Quick(name="a")
    assert Quick(name="a") != Quick(name="b")
    assert Hashed(key="a") != Quick(name="a")
    assert Empty() == Empty()
    assert len({Hashed(key="a"), Hashed(key="a"), Hashed(key="b")}) == 2


def test_a_default_factory_makes_a_fresh_value_each_time() -> None:
    assert Quick(name="a").many is not Quick(name="a").many
    given = [1]
    assert Quick(name="a", many=given).many is given


def test_nothing_of_it_can_be_changed() -> None:
    value: Any = Quick(name="a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del value.name
    with pytest.raises((dataclasses.FrozenInstanceError, AttributeError)):
        value.other = 1
    assert not hasattr(value, "__dict__")


def test_it_takes_keywords_only_and_all_that_have_no_default() -> None:
    made: Any = Quick
    for wrong in (lambda: made("a"), lambda: made(), lambda: made(name="a", other=1)):
        with pytest.raises(TypeError):
            wrong()


def test_it_is_replaced_copied_and_pickled() -> None:
    value = Quick(name="a", many=[1])
    assert dataclasses.replace(value, count=3) == Quick(name="a", count=3, many=[1])
    assert copy.copy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value


def test_only_frozen_slotted_keyword_only_values_are_made_here() -> None:
    make: Any = dataclass
    with pytest.raises(TypeError):
        make(frozen=False, slots=True, kw_only=True)
