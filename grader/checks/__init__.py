"""The course: the only place that knows what is taught.

Its title, its review rules (`rules`), its props (`props`), and a folder for each exercise with its
hidden checks, mirrored by name with `exercises/`. A check imports from `grader.exam` and its
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
