"""The files of a new exercise, as `grade kit new` writes them, with an example in each.

They work at once: the stub scores nothing, the solution passes, and the example check catches the
example wrong answers. Blanks are marked `TODO`; `grade kit verify` asks for them to be filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader import course
from grader.errors import UsageError
from grader.kit.checkout import Checkout

_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_STUB_NAME = re.compile(r"exercise_(\d+)_\w+\.py")

_STUB = '''\
"""Exercise {number}: {title}.

TODO: say in a learner's words what to do.

Grade it with `grade exercise {number}`. If you are stuck, `grade hint {number}` gives a hint.
"""


def count_items(items: list[object]) -> int:
    """Return how many items *items* holds at this moment."""
    raise NotImplementedError
'''

_SOLUTION = '''\
"""Exercise {number}, a reference answer: {title}."""


def count_items(items: list[object]) -> int:
    """Return how many items *items* holds at this moment."""
    # The list itself is asked, at the moment of the call.
    return len(items)
'''

_PACKAGE = '''\
"""{title}: the checks of exercise {number}."""
'''

_CHECKS = '''\
"""Hidden checks of exercise {number}: {title}."""

from __future__ import annotations

from grader.checks.rules import {rule_name}
from grader.exam import Exercise, Findings, Fresh, Learner, World, check, describe

EXERCISE = Exercise(
    number={number},
    slug="{slug}",
    title="{title}",
    points=1,
    functions=("count_items",),
    hints=(
        "Who knows how many items a list holds?",
        "Look at `len`, and at the moment in which it is called.",
        "len([1, 2, 3])    # 3",
    ),
)

say = Findings(__file__)


@check(rule={rule_name})
def check_counts_the_items_that_are_there_now(learner: Learner, world: World, fresh: Fresh) -> None:
    """The answer counts the items that the list holds at the moment of the call."""
    count = fresh.between(2, 9)
    items = world.make("result = [None] * count", label="<list>", count=count)
    before = learner.count_items(items)
    world.do("items.append(None)", items=items)
    after = learner.count_items(items)
    right = type(after) is int and after == count + 1
    counts = {{"before": describe(before), "after": describe(after), "size": count + 1}}
    say.unless(right or after != before, "counted_once", **counts)
    say.unless(right, "other_count", **counts)
'''

_FINDINGS = """\
# The findings of exercise {number}. A table is named for the misconception that it shows; where the
# observation is no misconception's exact signature, it says `named = false`.

[counted_once]
observed = "After one more item was appended the answer is {{after}}; before it was {{before}}."
expected = "{{size}}: the number of items that the list holds at the moment of the call."
why = "A list can change between two calls. A number that was kept from the first of them says nothing of the list that is there at the second."
next_step = "At which moment does your function look, and at which object?"

[other_count]
named = false
observed = "After one more item was appended the answer is {{after}}; before it was {{before}}."
expected = "{{size}}: the number of items that the list holds."
why = "A list knows its own length, whatever its items are; each of them counts once, also where several are the same object."
next_step = "What does your function return for a list that you can count by hand?"
"""

_REMEMBERS = """\
# Wrong answer for exercise {number}.
# misconception: what a list held once, it holds for ever
# rule: {rule}
# caught by: check {number}.1, label counted_once

_COUNTS = {{}}


def count_items(items):
    return _COUNTS.setdefault(id(items), len(items))
"""

_ASKS_THE_TYPE = """\
# Wrong answer for exercise {number}.
# misconception: all lists hold as many items
# rule: {rule}
# caught by: check {number}.1, label counted_once


def count_items(items):
    return len(dir(type(items)))
"""

_RIGHT = """\
# alternative: one by one
def count_items(items):
    return sum(1 for _ in items)
"""


def scaffold(checkout: Checkout, name: str) -> Iterator[str]:
    """Write the files of a new exercise called *name*; yield a line of text about each, for the user.

    :param name: the last part of the slug, such as `late_binding`.
    :raises UsageError: when the name does not fit, or a file is there already.
    """
    if not _SLUG.fullmatch(name):
        raise UsageError(
            f"{name!r} is no name for an exercise", "Use small letters, digits and underscores."
        )
    number = max([*course.slugs(), *_numbers(checkout)], default=0) + 1
    slug = f"exercise_{number}_{name}"
    title = name.replace("_", " ").capitalize()
    rule = course.rules()[0]
    blanks = {
        "number": number,
        "slug": slug,
        "title": title,
        "rule": rule.number,
        "rule_name": rule.key.upper(),
    }
    wrong = f"tests/misconceptions/exercise_{number}"
    texts = {
        f"exercises/{slug}.py": _STUB,
        f"solutions/{slug}.py": _SOLUTION,
        f"grader/checks/{slug}/__init__.py": _PACKAGE,
        f"grader/checks/{slug}/checks.py": _CHECKS,
        f"grader/checks/{slug}/findings.toml": _FINDINGS,
        f"{wrong}/remembers_the_first_answer.py": _REMEMBERS,
        f"{wrong}/asks_the_type.py": _ASKS_THE_TYPE,
        f"tests/correct/exercise_{number}/counts_one_by_one.py": _RIGHT,
    }
    files = {path: text.format(**blanks) for path, text in texts.items()}
    for path in files:
        if (checkout.root / path).exists():
            raise UsageError(f"{path} is there already", "Choose another name, or remove it.")
    for path, text in files.items():
        (checkout.root / path).parent.mkdir(parents=True, exist_ok=True)
        (checkout.root / path).write_text(text, "utf-8")
        yield f"wrote  {path}"
    yield ""
    yield "Fill in the TODO, write your checks beside the example, then run `grade kit verify`."
    if not checkout.is_running:
        yield (
            "The installed kit is not this checkout: run `pip install -e .` in "
            f"{checkout.root} before that."
        )


def _numbers(checkout: Checkout) -> Iterator[int]:
    """Yield the numbers of the stubs in *checkout*, which the running kit may not know."""
    for path in (checkout.root / "exercises").glob("exercise_*.py"):
        if match := _STUB_NAME.fullmatch(path.name):
            yield int(match[1])
