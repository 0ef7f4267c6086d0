"""The host's end of the pipe to a guest, where everything that a guest does becomes an `Outcome`.

`pool` starts guests, `guest_process` is one of them, `streams` reads its pipes and `replies` decodes the
bytes to `outcomes`. `batching` puts the requests of a check into messages, with `honesty_checks` among
them.

Imported by `grader.exam`, `grader.examiner` and `grader.host.doctor`. It must not know checks or
exercises.
"""
