"""The examiner: the trusted child process that runs pytest with the hidden checks.

`grader.host.examiner_process` starts it by name; nobody imports it. It may use `grader.exam`,
`grader.channel`, `grader.sandbox` and the messages in `grader.host.protocol`. It must not know
an exercise by name, nor who is graded or where the grades go.
"""
