"""What a grade depends on beside the submission, and the key that stands for all of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from grader import __version__, course
from grader.model import Exercise, Limits
from grader.sandbox.interpreters import find_interpreter, version_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What is installed where learner code runs; machines that grade a class have the same.

    :param kit: version of the kit.
    :param checks: SHA-256 over the hidden checks and their texts, hexadecimal.
    :param python: version of the guests' interpreter, such as `3.12.1`.
    """

    kit: str
    checks: str
    python: str

    @classmethod
    def from_json(cls, text: str) -> Environment:
        """Return the environment in JSON text from `environment_as_json`."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingOptions:
    """How a class is graded.

    :param python: the guests' interpreter as the caller named it: path, version, or empty.
    :param seconds: wall-clock time that learner code may use in one check.
    :param seed: for all submissions; empty to draw each one's from its key.
    """

    environment: Environment
    python: str = ""
    seconds: float = 5.0
    seed: str = ""


def environment_here(python: str) -> Environment:
    """Return what is installed on this machine.

    :param python: the guests' interpreter: path, version, or empty for our own.
    :raises UsageError: when there is no such interpreter.
    """
    return Environment(kit=__version__, checks=checks_digest(), python=interpreter_here(python)[1])


def environment_as_json(python: str) -> str:
    """Return what is installed on this machine, for another one; see `environment_here`."""
    return json.dumps(asdict(environment_here(python)))


@cache
def interpreter_here(wanted: str) -> tuple[str, str]:
    """Return path and version of an interpreter; asked once in a process.

    :raises UsageError: when there is no such interpreter.
    """
    path = find_interpreter(wanted)
    return path, version_of(path)


@cache
def checks_digest() -> str:
    """Return `tree_digest` of the hidden checks that are installed."""
    return tree_digest(Path(course.__file__).parent / "checks")


def tree_digest(folder: Path) -> str:
    """Return the SHA-256 over the Python and TOML files of *folder*, hexadecimal.

    Their paths count as well as their contents, at whatever depth: a check's helper decides a
    verdict as the check does.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".py", ".toml"}:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def limits_of(exercise: Exercise, seconds: float) -> Limits:
    """Return the limits of an exercise with the time that the caller gave it."""
    return replace(exercise.limits, seconds=seconds)


def key_of(sha256: str, exercise: Exercise, options: GradingOptions) -> str:
    """Return the key of a row: equal for two rows only where their grades must be equal.

    :param sha256: of the graded bytes, hexadecimal.
    """
    depends = {
        "sha256": sha256,
        "exercise": exercise.slug,
        "limits": asdict(limits_of(exercise, options.seconds)),
        "seed": options.seed,
        **asdict(options.environment),
    }
    return hashlib.sha256(json.dumps(depends, sort_keys=True).encode()).hexdigest()


def seed_of(key: str, options: GradingOptions) -> str:
    """Return the seed for a row: the caller's, or one that the key decides.

    So a run that was interrupted draws what an undisturbed one draws. It is as long as it
    is so that nobody can look for a file whose seed is one they know the answers for.
    """
    return options.seed or hashlib.sha256(f"seed {key}".encode()).hexdigest()[:16]
