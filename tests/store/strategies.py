"""Values for hypothesis: moments, policies, and any fact at all."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from hypothesis import strategies as st

from holdspace.core import facts as f
from holdspace.core.moment import Moment
from holdspace.core.policy import Policy
from holdspace.private import Private

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENTS = st.builds(
    Moment,
    utc=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=80_000)).map(lambda since: EPOCH + since),
    boot=st.sampled_from(["3b1c3b6e-0000-4000-8000-000000000001", "other"]),
    ticks=st.floats(min_value=0, max_value=1e9),
)
st.register_type_strategy(Moment, MOMENTS)
st.register_type_strategy(float, st.floats(min_value=-1e9, max_value=1e9))
st.register_type_strategy(Private, st.builds(Private, st.text(max_size=12)))
st.register_type_strategy(str, st.text(alphabet=st.characters(codec="utf-8"), max_size=12))
POLICIES: st.SearchStrategy[Policy] = st.from_type(Policy)
KINDS: tuple[Any, ...] = get_args(f.Fact)
FACTS: st.SearchStrategy[f.Fact] = st.one_of([st.from_type(kind) for kind in KINDS])
