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

from types import ModuleType


def namespace_size(module: ModuleType) -> int:
    """Return how many names the namespace of *module* holds at this moment."""
    raise NotImplementedError
'''

_SOLUTION = '''\
"""Exercise {number}, a reference answer: {title}."""

from types import ModuleType


def namespace_size(module: ModuleType) -> int:
    """Return how many names the namespace of *module* holds at this moment."""
    # The dictionary itself is asked, at the moment of the call. `dir` may be overridden.
    return len(module.__dict__)
'''

_PACKAGE = '''\
"""{title}: the checks of exercise {number}."""
'''

_CHECKS = '''\
"""Hidden checks of exercise {number}: {title}."""

from __future__ import annotations

from grader.checks import props
from grader.checks.rules import OBJECT_NOT_FILE
from grader.exam import Exercise, Findings, Fresh, Learner, World, check, describe

EXERCISE = Exercise(
    number={number},
    slug="{slug}",
    title="{title}",
    points=1,
    functions=("namespace_size",),
    hints=(
        "Where does a module keep its names?",
        "Look at `module.__dict__`: it is a dictionary like any other.",
        "len({{}}) is 0, and a module's namespace is a dictionary too.",
    ),
)

say = Findings(__file__)


@check(rule=OBJECT_NOT_FILE)
def check_counts_the_names_that_are_there_now(learner: Learner, world: World, fresh: Fresh) -> None:
    """The answer counts the names that the module holds at the moment of the call."""
    module = props.module(world, fresh.module_name(), {{fresh.identifier(): 1 for _ in range(3)}})
    before = learner.namespace_size(module)
    props.execute(world, f"{{fresh.identifier()}} = 1\\n{{fresh.identifier()}} = 2", module)
    size = world.run("result = len(vars(module))", module=module)
    after = learner.namespace_size(module)
    right = type(after) is int and after == size
    sizes = {{"before": describe(before), "after": describe(after), "size": size}}
    say.unless(right or after != before, "counted_once", **sizes)
    say.unless(right, "another_size", **sizes)
'''

_FINDINGS = """\
# The findings of exercise {number}. A table is named for the misconception that it shows; where the
# observation is no misconception's exact signature, it says `named = false`.

[counted_once]
observed = "After two more names were bound the answer is {{after}}; before it was {{before}}."
expected = "{{size}}: the names that the namespace holds at the moment of the call."
why = "A module's namespace is live. Code that runs in the module, or binds an attribute from outside, changes what the next look into it will find."
next_step = "At which moment does your function look, and at which object?"

[another_size]
named = false
observed = "After two more names were bound the answer is {{after}}; before it was {{before}}."
expected = "{{size}}: the names that the namespace holds at the moment of the call."
why = "A module's namespace is one dictionary. Every name that is bound in the module is a key of it, whoever bound it and whatever the name looks like."
next_step = "Which object has these names as its keys, and which of them does your function count?"
"""

_REMEMBERS = """\
# Wrong answer for exercise {number}.
# misconception: what a module held once, it holds for ever
# rule: 1
# caught by: check {number}.1, label counted_once

_SIZES = {{}}


def namespace_size(module):
    return _SIZES.setdefault(module.__name__, len(module.__dict__))
"""

_ASKS_THE_TYPE = """\
# Wrong answer for exercise {number}.
# misconception: all modules have the same names
# rule: 1
# caught by: check {number}.1, label counted_once


def namespace_size(module):
    return len(dir(type(module)))
"""

_RIGHT = """\
# alternative: the same dictionary by another way
def namespace_size(module):
    return sum(1 for _ in vars(module))
"""


def scaffold(checkout: Checkout, name: str) -> Iterator[str]:
    """Write the files of a new exercise called *name*; yield a line for each.

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
    blanks = {"number": number, "slug": slug, "title": title}
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
