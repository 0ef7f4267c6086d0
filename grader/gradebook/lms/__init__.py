"""Files of Canvas and Moodle: a teacher's own CSV file, filled in one column and otherwise unchanged.

Knows totals of students, and nothing of checks and verdicts.
"""
