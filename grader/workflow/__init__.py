"""Grading in somebody else's system: GitHub Actions and Classroom, Classroom 50, Gradescope.

Used by the command line, and by the gradebook for the forms that both write. It knows one
submission at a time, and no gradebook.
"""
