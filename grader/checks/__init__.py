"""The course: its title, review rules (`rules`), props (`props`) and hidden checks.

No other package knows its subject. Each exercise has a folder, named as in `exercises/`. A check imports from `grader.exam` and its
neighbours here; the engine finds everything through `grader.course`.
"""

TITLE = "Modules as runtime objects"
"""The course's name, as a heading."""

SUMMARY = "Exercises about modules as runtime objects, graded on your machine"
"""The course in one sentence, without its full stop, for the help of the command line."""

INTRODUCTION = """\
An import hands you a reference to an object that lives while the program runs. These
{count} exercises let you make such objects, take hold of them and change them, and show you
what stays the same when you do."""
"""The first paragraph of the learners' README; `{count}` is the number of exercises in words."""
