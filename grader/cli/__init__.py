"""The command line: where `grade` begins, its table of commands, and what they share.

Thin: a command parses, calls, renders and gives an exit status. Nobody imports it.
"""
