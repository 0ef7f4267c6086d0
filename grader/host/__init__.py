"""The host: starts examiners, sends them attempts and reads verdicts, from attempts to grades.

`examiner_process` starts an examiner and reads its reports, `grading` and `folder_grading` hand attempts
to examiners. `protocol` has the JSON form of every message and of a verdict, which `grader.reports.json`
writes as well.

Imported by everything that grades for somebody; `grader.examiner` imports `grader.host.protocol`.
It must not hold a check, run learner code, or know how a grade is shown or kept.
"""
