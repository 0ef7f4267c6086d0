"""The course as values: its texts, rules, exercises and checks, found in `grader.checks`.

An exercise is a folder of that package with a module `checks`, which has `EXERCISE = Exercise(…)`
and `check_…` functions in teaching order. Its stub and its solution have the folder's name; the
solution is not installed. Nothing here depends on the number of exercises or rules.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from types import FunctionType, ModuleType

from grader.errors import Fault, UsageError
from grader.model import Check, Exercise, ReviewTask, Rule

_PACKAGE = "grader.checks"
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NAME = re.compile(r"exercise_(\d+)_\w+")


def title() -> str:
    """Return the name of the course, as a heading."""
    return _text("TITLE")


def summary() -> str:
    """Return the sentence that describes the course, for the help of the command line."""
    return _text("SUMMARY")


def introduction() -> str:
    """Return the first paragraph of the learners' README."""
    return _text("INTRODUCTION").format(count=in_words(len(slugs())))


def _text(name: str) -> str:
    text = getattr(importlib.import_module(_PACKAGE), name, None)
    if not isinstance(text, str):
        raise Fault(f"{_PACKAGE} has no text {name}")
    return text


def in_words(number: int) -> str:
    """Return a number as a text has it: in letters up to nine, then in digits."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def rules() -> tuple[Rule, ...]:
    """Return the review rules of the course, in their order."""
    declared: tuple[Rule, ...] = importlib.import_module(f"{_PACKAGE}.rules").RULES
    return declared


def rule_numbered(number: int | str) -> Rule:
    """Return the review rule with *number*, which may be a text that somebody has typed.

    :raises LookupError: when there is none.
    """
    for rule in rules():
        if str(rule.number) == str(number):
            return rule
    raise LookupError(f"there is no review rule {number}; they are 1 to {len(rules())}")


def recorded_rule(number: int) -> Rule:
    """Return the review rule that a kept report cites.

    The report may be older than the course: a removed rule gets its number and a title with a note.
    """
    try:
        return rule_numbered(number)
    except LookupError:
        title = "(a rule that this version of the course does not have)"
        return Rule(number=number, key="", title=title, why="", advice="", example="")


def slugs() -> dict[int, str]:
    """Return the slug of every exercise by its number, in order; no check is imported."""
    package = importlib.import_module(_PACKAGE)
    found = {}
    for module in pkgutil.iter_modules(package.__path__):
        if module.ispkg and (match := _NAME.fullmatch(module.name)):
            found[int(match[1])] = module.name
    return dict(sorted(found.items()))


def exercise(number: int) -> Exercise:
    """Return the exercise with *number*.

    :raises UsageError: when there is none.
    :raises Fault: when its module `checks` has no `EXERCISE`, or that of another folder.
    """
    known = slugs()
    if number not in known:
        listed = ", ".join(str(one) for one in known)
        raise UsageError(f"there is no exercise {number}", f"The exercises are {listed}.")
    declared = getattr(check_module(known[number]), "EXERCISE", None)
    if not isinstance(declared, Exercise) or declared.slug != known[number]:
        raise Fault(f"{_PACKAGE}.{known[number]}.checks does not begin with its own Exercise(…)")
    return declared


def exercises() -> tuple[Exercise, ...]:
    """Return all exercises in order of their numbers."""
    return tuple(exercise(number) for number in slugs())


def review_tasks() -> dict[int, ReviewTask]:
    """Return the prose part of each exercise that has one, by the number of the exercise."""
    return {one.number: one.review for one in exercises() if one.review is not None}


def check_module(slug: str) -> ModuleType:
    """Return the module with the hidden checks of the exercise *slug*."""
    return importlib.import_module(f"{_PACKAGE}.{slug}.checks")


def checks(declared: Exercise) -> tuple[Check, ...]:
    """Return the checks of an exercise in teaching order, numbered from `N.1`.

    :raises Fault: when a `check_…` function has no `@check`, or no docstring for its sentence.
    """
    functions = [
        (name, function)
        for name, function in vars(check_module(declared.slug)).items()
        if name.startswith("check_") and inspect.isfunction(function)
    ]
    found = []
    for place, (name, function) in enumerate(functions, start=1):
        declaration = function.__dict__.get("declaration")
        sentence = inspect.getdoc(function) or ""
        rule = getattr(declaration, "rule", None)
        if declaration is None or not isinstance(rule, Rule) or not sentence:
            raise Fault(f"{declared.slug}.{name} needs @check(rule=…) and a one-line docstring")
        found.append(
            Check(
                id=f"{declared.slug}.{name.removeprefix('check_')}",
                number=f"{declared.number}.{place}",
                exercise=declared.number,
                rule=rule,
                sentence=sentence.splitlines()[0],
                points=declaration.points,
                needs=declaration.needs,
            )
        )
    return tuple(found)


def check_numbered(number: str) -> Check:
    """Return the check with *number*, such as `1.4`.

    :raises UsageError: when there is none.
    """
    first = number.partition(".")[0]
    found = {str(one): one for one in slugs()}
    numbered = (
        {check.number: check for check in checks(exercise(found[first]))} if first in found else {}
    )
    if number in numbered:
        return numbered[number]
    if numbered:
        listed = ", ".join(numbered)
        raise UsageError(
            f"there is no check {number}", f"The checks of exercise {first} are {listed}."
        )
    raise UsageError(f"there is no check {number}", f"The exercises are {', '.join(found)}.")


def check_function(slug: str, check: Check) -> FunctionType:
    """Return the `check_…` function of a check of the exercise *slug*."""
    function: FunctionType = vars(check_module(slug))[f"check_{check.id.partition('.')[2]}"]
    return function


def citing() -> dict[int, list[Check]]:
    """Return the checks that cite each rule, by its number, in teaching order."""
    found: dict[int, list[Check]] = {}
    for declared in exercises():
        for check in checks(declared):
            found.setdefault(check.rule.number, []).append(check)
    return found


def stub(declared: Exercise) -> bytes:
    """Return the text of the stub that learners start from.

    An installed kit has the stubs in its package, a checkout in `exercises/`.

    :raises Fault: when neither has it.
    """
    package = Path(__file__).parent
    for folder in (package / "stubs", package.parent / "exercises"):
        path = folder / f"{declared.slug}.py"
        if path.is_file():
            return path.read_bytes()
    raise Fault(
        f"the stub {declared.slug}.py is not part of this installation", "Install the kit again."
    )


def solution(declared: Exercise) -> tuple[bytes, ...]:
    """Return the text of the solution where it is at hand: a checkout has it, an installed kit has none."""
    path = Path(__file__).parent.parent / "solutions" / f"{declared.slug}.py"
    return (path.read_bytes(),) if path.is_file() else ()


def given(declared: Exercise) -> tuple[bytes, ...]:
    """Return the texts that everybody can read and copy, as Python text.

    They are the stub, the hints, the rules, the sentences of the checks and the tables of their findings.
    """
    sentences = [check.sentence for check in checks(declared)]
    prose = [text for rule in rules() for text in (rule.title, rule.why, rule.advice)]
    quoted = [f"text = {' '.join(text.split())!r}" for text in (*sentences, *prose)]
    code = [*declared.hints, *(rule.example for rule in rules())]
    folder = Path(inspect.getfile(check_module(declared.slug))).parent
    findings = [path.read_bytes() for path in sorted(folder.glob("*.toml"))]
    return stub(declared), *(text.encode() for text in (*code, *quoted)), *findings
