"""Start and confinement of guests: interpreters, protections, limits, scratch folders.

Imported by `grader.channel`, `grader.examiner`, `grader.host` and whatever starts workers or
chooses the guest's Python. It must not know checks, exercises or the requests sent to a guest.
"""
