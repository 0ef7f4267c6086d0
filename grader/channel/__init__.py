"""The host's end of the pipe to a guest, where everything that a guest does becomes an `Outcome`.

Imported by `grader.exam`, `grader.examiner` and `grader.host.doctor`. It must not know checks or
exercises.
"""
