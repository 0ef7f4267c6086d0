"""Grading of a class: from folders and archives to the rows of a gradebook.

Imported by the command line alone. It writes rows, and knows nothing of marks that people give,
of exports, or of how one attempt is graded: `grader.host` does that.
"""
