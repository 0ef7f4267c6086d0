"""Starts examiners, hands them attempts and reads verdicts: from attempts to grades.

Used by everything that grades for somebody. It holds no check and runs no learner code.
"""
