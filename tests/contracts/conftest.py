"""The contracts are told in modules that are no tests; their asserts should explain themselves all the same."""

import pytest

pytest.register_assert_rewrite("tests.contracts.quiet_contract")
