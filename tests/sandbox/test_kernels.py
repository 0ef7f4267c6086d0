"""Kernels and machines that differ from this one."""

from __future__ import annotations

import errno
import os
import sys

import pytest

from grader.batch import workers
from grader.sandbox import seccomp

if sys.platform != "linux":
    pytest.skip("what is tested runs on Linux alone", allow_module_level=True)

from grader.sandbox.landlock import LandlockRules


def rules(version: int) -> LandlockRules:
    """Return rules that have not asked this kernel anything yet."""
    made = LandlockRules.__new__(LandlockRules)
    made._version = version
    return made


def test_a_kernel_that_claims_too_much_is_taken_at_a_lower_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Down to the first that it knows the rights of."""
    asked = []

    def ruleset(self: LandlockRules) -> int:
        asked.append(self._version)
        if self._version > 3:
            raise OSError(errno.EINVAL, "Invalid argument")
        return 7

    monkeypatch.setattr(LandlockRules, "_ruleset", ruleset)
    assert rules(6)._newest() == 7
    assert asked == [6, 5, 4, 3]


@pytest.mark.parametrize(("version", "number"), [(1, errno.EINVAL), (6, errno.EOPNOTSUPP)])
def test_one_that_has_no_landlock_is_not_asked_again(
    monkeypatch: pytest.MonkeyPatch, version: int, number: int
) -> None:
    """Nor one that fails for another reason."""

    def ruleset(_: LandlockRules) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(LandlockRules, "_ruleset", ruleset)
    with pytest.raises(OSError) as caught:
        rules(version)._newest()
    assert caught.value.errno == number


def test_a_call_that_the_kernel_refuses_is_an_error() -> None:
    """With the number that the C library keeps."""
    import ctypes

    refused = rules(1)

    def call(*_: object) -> int:
        ctypes.set_errno(errno.EPERM)
        return -1

    refused._call = call  # type: ignore[assignment]
    with pytest.raises(PermissionError):
        refused._landlock(446, 1, 0)


def test_a_long_list_of_calls_is_still_searched_in_two() -> None:
    """A conditional jump reaches 255 instructions; the plain one is used beyond that."""
    ranges = [(number, seccomp._ALLOW if number % 2 else seccomp._EPERM) for number in range(600)]
    code = seccomp._decide(ranges)
    assert (seccomp._JUMP, 0, 0) in {one[:3] for one in code}

    def decided(number: int) -> object:
        at = 0
        for _ in range(len(code)):
            operation, true, false, constant = code[at]
            if operation == seccomp._RETURN:
                return constant
            assert isinstance(constant, int)
            if operation == seccomp._JUMP:
                at += 1 + constant
            else:
                at += 1 + (true if number >= constant else false)
        return None

    assert [decided(number) for number in range(600)] == [action for _, action in ranges]


def test_a_machine_without_a_table_gets_no_filter() -> None:
    """Its numbers are not known, so none can be refused."""
    assert seccomp.system_call_filter("pdp11") is None


def test_processors_are_counted_where_nothing_says_which_are_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """MacOS and Windows tell their number alone, and some systems not even that."""
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert workers.processors() == 3
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert workers.processors() == 1
