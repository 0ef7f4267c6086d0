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
from grader.kit.template import fill

_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_STUB_NAME = re.compile(r"exercise_(\d+)_\w+\.py")


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
    named = {"number": str(number), "title": title}
    cited = {"number": str(number), "rule": str(rule.number)}
    in_code = named | {"slug": slug, "rule_name": rule.key.upper()}
    wrong = f"tests/misconceptions/exercise_{number}"
    files = {
        f"exercises/{slug}.py": fill("exercise/stub.txt", **named),
        f"solutions/{slug}.py": fill("exercise/solution.txt", **named),
        f"grader/checks/{slug}/__init__.py": fill("exercise/package.txt", **named),
        f"grader/checks/{slug}/checks.py": fill("exercise/checks.txt", **in_code),
        f"grader/checks/{slug}/findings.toml": fill("exercise/findings.txt", number=str(number)),
        f"{wrong}/remembers_the_first_answer.py": fill(
            "exercise/remembers_the_first_answer.txt", **cited
        ),
        f"{wrong}/asks_the_type.py": fill("exercise/asks_the_type.txt", **cited),
        f"{wrong}/counts_from_one.py": fill("exercise/counts_from_one.txt", **cited),
        f"tests/correct/exercise_{number}/counts_one_by_one.py": fill(
            "exercise/counts_one_by_one.txt"
        ),
    }
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
