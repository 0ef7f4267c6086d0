"""The trusted child process that runs pytest with the hidden checks.

Started by name by `grader.host.examiner_process`; nobody imports it. It may use `grader.exam`,
`grader.channel` and the messages in `grader.host`, and knows no exercise by name.
"""
