"""Values made by `holdspace.frozen` behave as `dataclasses` makes them behave."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace
from typing import Any

import pytest

from holdspace import frozen
from holdspace.core import commands, facts
from holdspace.frozen import dataclass
from holdspace.private import Private


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """A value."""

    name: str
    number: int = 5
    words: tuple[str, ...] = ()
    many: dict[str, int] = field(default_factory=dict)
    secret: str = field(default="x", repr=False)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """A value."""

    name: str
    number: int = 5
    words: tuple[str, ...] = ()
    many: dict[str, int] = field(default_factory=dict)
    secret: str = field(default="x", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    only: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    left: int
    right: int
    total: int = 0

    def __post_init__(self) -> None:
        if self.left > self.right:
            raise ValueError("in order, please")

    @property
    def width(self) -> int:
        return self.right - self.left


def test_it_says_the_same_of_itself() -> None:
    assert repr(Ours(name="a")) == repr(Theirs(name="a")).replace("Theirs", "Ours")
    assert [one.name for one in fields(Ours)] == [one.name for one in fields(Theirs)]
    assert is_dataclass(Ours)
    assert Ours.__match_args__ == Theirs.__match_args__ == ()
    assert Ours.__slots__ == Theirs.__slots__
    assert Ours.__init__.__annotations__.keys() == Theirs.__init__.__annotations__.keys()
    assert Ours.__doc__ == "A value."


def test_values_are_equal_by_what_they_hold_and_only_within_their_class() -> None:
    assert Ours(name="a", number=1) == Ours(name="a", number=1)
    assert Ours(name="a") != Ours(name="b")
    assert Ours(name="a", secret="y") != Ours(name="a")
    others: list[object] = [Theirs(name="a"), One(only=1), Nothing(), 1]
    assert Ours(name="a") not in others
    assert others.index(Nothing()) == 2
    assert others.index(One(only=1)) == 1


def test_equal_values_have_equal_hashes_and_a_value_with_a_dict_has_none() -> None:
    assert len({Pair(left=1, right=2), Pair(left=1, right=2), Pair(left=1, right=3)}) == 2
    assert hash(One(only=1)) == hash(One(only=1))
    assert hash(Nothing()) == hash(Nothing())
    for made in (Ours, Theirs):
        with pytest.raises(TypeError):
            hash(made(name="a"))


def test_defaults_are_the_same_for_all_and_made_ones_are_each_their_own() -> None:
    first, second = Ours(name="a"), Ours(name="a")
    assert (first.number, first.words, first.many) == (5, (), {})
    assert first.many is not second.many
    assert Ours(name="a", many={"x": 1}).many == {"x": 1}


@pytest.mark.parametrize("wrong", [{}, {"name": "a", "colour": 1}])
def test_what_is_missing_or_unknown_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Ours(**wrong)


def test_fields_are_given_by_name_only() -> None:
    made: Any = One
    with pytest.raises(TypeError):
        made(1)


def test_nothing_can_be_changed_deleted_or_added() -> None:
    value: Any = One(only=1)
    with pytest.raises(FrozenInstanceError):
        value.only = 2
    with pytest.raises(FrozenInstanceError):
        del value.only
    with pytest.raises((FrozenInstanceError, AttributeError)):
        value.other = 2
    assert not hasattr(value, "__dict__")
    assert value.only == 1


def test_replace_makes_another_value_and_checks_it() -> None:
    pair = Pair(left=1, right=4)
    assert replace(pair, left=2) == Pair(left=2, right=4)
    assert pair.width == 3
    with pytest.raises(ValueError, match="in order"):
        replace(pair, left=5)
    with pytest.raises(TypeError):
        replace(pair, middle=3)  # type: ignore[call-arg]


@pytest.mark.parametrize("value", [Ours(name="a", many={"x": 1}), One(only=1), Nothing(), Pair(left=1, right=2)])
def test_values_survive_pickle_and_copy(value: Any) -> None:
    assert pickle.loads(pickle.dumps(value)) == value
    assert copy.copy(value) == value
    deep = copy.deepcopy(value)
    assert deep == value
    if isinstance(value, Ours):
        assert deep.many is not value.many
        assert copy.copy(value).many is value.many


def test_values_are_matched_by_name() -> None:
    value: object = Pair(left=1, right=2)
    match value:
        case Pair(left=1, right=found):
            assert found == 2
        case _:
            raise AssertionError("not matched")


def test_they_can_be_told_as_plain_values() -> None:
    assert dataclasses.asdict(Pair(left=1, right=2)) == {"left": 1, "right": 2, "total": 0}
    assert dataclasses.astuple(Pair(left=1, right=2)) == (1, 2, 0)


def test_private_text_does_not_show_itself_in_a_value() -> None:
    shown = repr(commands.LogInterruption(id="1", text=Private("a secret")))
    assert "Private(8)" in shown
    assert "secret" not in shown


def test_every_fact_and_command_is_such_a_value() -> None:
    for room in (facts, commands):
        for name, made in vars(room).items():
            if isinstance(made, type) and is_dataclass(made) and made.__module__ == room.__name__:
                assert made.__eq__.__module__ == "holdspace.frozen", name


@pytest.mark.parametrize("flags", [(True, True, False), (True, False, True), (False, True, True)])
def test_only_frozen_slotted_keyword_only_values_are_made(flags: tuple[bool, bool, bool]) -> None:
    frozen, slots, kw_only = flags
    make: Any = dataclass
    with pytest.raises(TypeError):
        make(frozen=frozen, slots=slots, kw_only=kw_only)


@pytest.mark.parametrize("option", [{"compare": False}, {"init": False, "default": 1}, {"hash": False}])
def test_a_field_that_would_not_be_given_or_compared_is_refused(option: dict[str, Any]) -> None:
    kind: Any = type("Odd", (), {"__annotations__": {"odd": int}, "odd": field(**option), "__module__": __name__})
    with pytest.raises(TypeError, match="odd"):
        dataclass(frozen=True, slots=True, kw_only=True)(kind)


def test_a_default_that_can_change_is_refused_as_ever() -> None:
    kind: Any = type("Odd", (), {"__annotations__": {"odd": list}, "odd": [], "__module__": __name__})
    with pytest.raises(ValueError, match="mutable default"):
        dataclass(frozen=True, slots=True, kw_only=True)(kind)


def test_our_replace_does_what_theirs_does() -> None:
    for value in (Ours(name="a", number=7, secret="s"), One(only=1), Pair(left=1, right=2, total=4), Nothing()):
        assert frozen.replace(value) == replace(value) == value
    assert frozen.replace(Ours(name="a"), number=3) == replace(Ours(name="a"), number=3)
    with pytest.raises(ValueError, match="in order"):
        frozen.replace(Pair(left=1, right=2), right=0)
    with pytest.raises(TypeError):
        frozen.replace(One(only=1), other=2)  # type: ignore[call-arg]
