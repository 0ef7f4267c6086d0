"""How a guest is started and confined: interpreters, protections, limits and scratch folders.

Used by `grader.channel`, `grader.examiner.main` and `grader.host`. It knows nothing of checks, of
exercises or of what is said to a guest.
"""
