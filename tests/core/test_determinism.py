"""Whoever decides again decides the same: after a crash, in another process, with another order of hashes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def told_with(hash_seed: str, story: int) -> str:
    own = {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
    done = subprocess.run(
        [sys.executable, "-m", "tests.core.promises.wandering", str(story)],
        cwd=ROOT,
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("story", [1, 2])
def test_the_same_story_is_decided_alike_whatever_the_order_of_hashes(story: int) -> None:
    assert len({told_with(seed, story) for seed in ("0", "1", "2")}) == 1
    assert told_with("0", story) != told_with("0", story + 2)
