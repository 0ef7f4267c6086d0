"""A small course of another subject: instances and their `__dict__`."""

TITLE = "What an instance holds"
"""The course's name, as a heading."""

SUMMARY = "An exercise about instances and their dictionaries, graded on your machine"
"""The course in one sentence, without its full stop, for the help of the command line."""

INTRODUCTION = """\
An instance has a dictionary, and its class lends it more. There is {count} exercise about which
is which."""
"""The first paragraph of the learners' README; `{count}` is the number of exercises in words."""
