"""The host's end of the pipe to a guest: whatever a guest does becomes an `Outcome`.

Used by `grader.exam` and `grader.examiner`. It knows nothing of checks or exercises.
"""
