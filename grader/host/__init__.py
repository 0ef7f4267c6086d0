"""The host: starts examiners, sends them attempts and reads verdicts, from attempts to grades.

Imported by everything that grades for somebody; `grader.examiner` imports `grader.host.protocol`.
It must not hold a check, run learner code, or know how a grade is shown or kept.
"""
