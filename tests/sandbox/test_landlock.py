"""Landlock rules: where guests may write, and kernels that have less than they claim."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from support.grading import solution

from grader.errors import Fault, UsageError
from grader.model import Limits
from grader.sandbox.confinement import prepare
from grader.sandbox.interpreters import Interpreter
from grader.sandbox.landlock import LandlockRules

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")


def test_scratch_must_be_a_folder_below_the_root(interpreter: Interpreter, tmp_path: Path) -> None:
    """Not the root itself, nothing outside, no link, no file, nothing missing."""
    root = tmp_path / "root"
    outside = tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "file").touch()
    (root / "link").symlink_to(outside)
    (root / "inner").mkdir()
    (root / "short").symlink_to(root / "inner")
    with prepare(interpreter, root, Limits()) as confinement:
        if confinement.rules is None:
            pytest.skip("no Landlock here")
        for wrong in (root, outside, root / "link", root / "short", root / "file", root / "none"):
            with pytest.raises(Fault):
                confinement.for_guest(wrong)
        confinement.for_guest(root / "inner").close()


def test_scratch_among_pythons_files_is_refused(interpreter: Interpreter, tmp_path: Path) -> None:
    """A scratch root inside the readable folders would be readable by every guest."""
    folder = tmp_path / "lib"
    (folder / "scratch").mkdir(parents=True)
    odd = Interpreter(
        executable=interpreter.executable,
        prefix="/",
        base_prefix="/",
        stdlib=str(folder),
        platstdlib=str(folder),
        version="3.11.0",
        libraries=(),
        modules=frozenset(),
    )
    with prepare(interpreter, tmp_path, Limits()) as confinement:
        if confinement.rules is None:
            pytest.skip("no Landlock here")
    with pytest.raises(UsageError, match="lies within"):
        prepare(odd, folder / "scratch", Limits())


def test_overstated_landlock_version_is_corrected(
    interpreter: Interpreter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On EINVAL for a claimed version the next lower one is tried, down to one that works."""
    real = LandlockRules._landlock
    refused: list[int] = []

    def claims(self: LandlockRules, number: int, *arguments: int | bytes | None) -> int:
        if number == 444 and arguments[0] is not None and len(refused) < 2:
            refused.append(self._version)
            raise OSError(errno.EINVAL, "unknown rights")
        return real(self, number, *arguments)

    monkeypatch.setattr(LandlockRules, "_landlock", claims)
    with prepare(interpreter, tmp_path, Limits()) as confinement:
        if confinement.rules is None:
            pytest.skip("no Landlock here")
        assert confinement.rules._version == refused[0] - 2


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM])
def test_kernel_without_landlock_is_no_error(
    number: int, interpreter: Interpreter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not built in, not switched on, or forbidden by a container: the rest still holds."""

    def absent(self: LandlockRules, number_: int, *arguments: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(LandlockRules, "_landlock", absent)
    with prepare(interpreter, tmp_path, Limits()) as confinement:
        assert confinement.rules is None
        assert "filesystem" not in confinement.required
        assert "network" in confinement.required


def test_mistakes_of_ours_do_not_pass_for_a_missing_layer(
    interpreter: Interpreter, tmp_path: Path
) -> None:
    """Without a scratch root there is no confinement, rather than one without Landlock."""
    with pytest.raises(Fault):
        prepare(interpreter, tmp_path / "none", Limits())


@pytest.mark.parametrize("number", [errno.EMFILE, errno.EINVAL])
def test_an_error_with_a_rule_is_not_the_absence_of_landlock(
    number: int, interpreter: Interpreter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once there is a ruleset there is Landlock, whatever fails later."""
    real = LandlockRules._landlock

    def fails(self: LandlockRules, call: int, *arguments: int | bytes | None) -> int:
        if call == 445:  # landlock_add_rule
            raise OSError(number, os.strerror(number))
        return real(self, call, *arguments)

    with prepare(interpreter, tmp_path, Limits()) as confinement:
        if confinement.rules is None:
            pytest.skip("no Landlock here")
    monkeypatch.setattr(LandlockRules, "_landlock", fails)
    with pytest.raises(Fault, match="Landlock rules could not be made"):
        prepare(interpreter, tmp_path, Limits())


def test_a_guest_has_every_protection_with_64_descriptors(
    interpreter: Interpreter, tmp_path: Path
) -> None:
    """With too few the grader says so; it never grades with fewer protections."""
    (tmp_path / "answer.py").write_text(solution(1))
    command = f"exec '{sys.executable}' -m grader exercise 1 answer.py --format json"
    with prepare(interpreter, tmp_path, Limits()) as confinement:
        required = confinement.required
    for descriptors, status in ((64, 0), (16, 3)):
        done = subprocess.run(
            ["sh", "-c", f"ulimit -n {descriptors}; {command}"],
            cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        told = json.loads(done.stdout)
        if status == 0:
            assert required <= set(told["sandbox"])
        else:
            assert all(check["fault"] for check in told["checks"])
