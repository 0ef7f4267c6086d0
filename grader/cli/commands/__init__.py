"""The commands: one module each, named and nested as typed, with a function `command`.

`grade gradebook show` is `gradebook/show.py`. A command parses, calls and renders, and ends with
a status of `grader.cli.exit_status`; `grader.cli.command_table` lists them all.
"""
