"""What a shell offers at the Tab key: exercise and rule numbers; quick, for somebody waits."""

from __future__ import annotations


def exercise_numbers(incomplete: str) -> list[tuple[str, str]]:
    """Return the numbers of exercises that begin so, each with its name; imports no check."""
    from grader import course

    return [
        (str(number), slug.removeprefix(f"exercise_{number}_"))
        for number, slug in course.slugs().items()
        if str(number).startswith(incomplete)
    ]


def rule_numbers(incomplete: str) -> list[tuple[str, str]]:
    """Return the numbers of review rules that begin so, each with its title."""
    from grader import course

    return [
        (str(rule.number), rule.title)
        for rule in course.rules()
        if str(rule.number).startswith(incomplete)
    ]
