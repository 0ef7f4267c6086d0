"""The gradebook of a class: rows and marks in a file, and what an instructor makes of them.

Imported by `grader.batch`, which writes rows, and by the command line. It grades nothing, and
knows nothing of how a class lies on disk or of guests and examiners.
"""
