"""The command line within this process, for what is one of many calls: the interpreter was most of what each cost."""

import io
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout

from holdspace.__main__ import main


def in_process(argv: list[str], env: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """As a process with these words and this environment would end.

    Meanwhile `os.environ`, `sys.stdout` and `sys.stderr` of this whole process are the command line's, for its other
    threads too: call it from one thread at a time, and where nothing else of the test prints or reads the environment.
    """
    with _environment(env), _captured() as (out, err):
        try:
            status = main(argv)
        except SystemExit as wrong:  # argparse
            status = int(wrong.code or 0)
    return subprocess.CompletedProcess(argv, status, _written(out), _written(err))


@contextmanager
def _environment(env: Mapping[str, str]) -> Iterator[None]:
    own = dict(os.environ)
    try:
        os.environ.clear()
        os.environ.update(env)
        yield
    finally:
        os.environ.clear()
        os.environ.update(own)


@contextmanager
def _captured() -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """What is printed meanwhile: stdout and stderr, as a terminal with UTF-8 has them."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        yield out, err


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
