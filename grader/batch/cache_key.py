"""The cache key of a row: a hash of the submission and of everything else its grade depends on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from grader import __version__, course
from grader.model import DEFAULT_TIME_LIMIT, Exercise, Limits
from grader.sandbox.interpreters import find_interpreter, version_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The kit, the checks and the Python of a machine; all machines that grade a class have the same.

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
    """Options of a batch run that a grade depends on.

    :param python: the guests' interpreter as the caller named it: path, version, or empty.
    :param seconds: time limit of one check, wall clock.
    :param seed: for all submissions; empty to derive each from the key of its row.
    """

    environment: Environment
    python: str = ""
    seconds: float = DEFAULT_TIME_LIMIT
    seed: str = ""


def environment_here(python: str) -> Environment:
    """Return the environment of this machine.

    :param python: the guests' interpreter: path, version, or empty for our own.
    :raises UsageError: when there is no such interpreter.
    """
    return Environment(kit=__version__, checks=checks_digest(), python=interpreter_here(python)[1])


def environment_as_json(python: str) -> str:
    """Return the environment of this machine as JSON text, to be sent to another; see `environment_here`."""
    return json.dumps(asdict(environment_here(python)))


@cache
def interpreter_here(wanted: str) -> tuple[str, str]:
    """Return path and version of an interpreter; looked up once in a process.

    :raises UsageError: when there is no such interpreter.
    """
    path = find_interpreter(wanted)
    return path, version_of(path)


@cache
def checks_digest() -> str:
    """Return `tree_digest` of the installed hidden checks."""
    return tree_digest(Path(course.__file__).parent / "checks")


def tree_digest(folder: Path) -> str:
    """Return the SHA-256 over the Python and TOML files of *folder*, hexadecimal.

    Paths count as well as contents, at any depth: a helper decides a verdict as a check does.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".py", ".toml"}:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def limits_of(exercise: Exercise, seconds: float) -> Limits:
    """Return the limits of an exercise with another time limit of a check, in seconds."""
    return replace(exercise.limits, seconds=seconds)


def key_of(sha256: str, exercise: Exercise, options: GradingOptions) -> str:
    """Return the key of a row; two rows with the same key must have the same grade.

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
    """Return the seed of a row: that of the options, or one derived from the key.

    A run that was interrupted so draws the same seeds when it goes on. The 64 bits keep anybody
    from searching for a file whose seed, and so whose right answers, they know.
    """
    return options.seed or hashlib.sha256(f"seed {key}".encode()).hexdigest()[:16]
