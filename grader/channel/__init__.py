"""The host's end of the pipe to a guest: whatever a guest does becomes an `Outcome`.

Used by `grader.exam.api` and `grader.examiner.main`. It knows nothing of checks or exercises.
"""
