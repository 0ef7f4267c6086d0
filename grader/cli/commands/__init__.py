"""The commands: one module each, named as typed, with a function `command`.

`grade gradebook show` is the function `show` of `gradebook.py`. A command parses, calls and
renders, and ends with a status of `grader.cli.exit_status`.
"""
