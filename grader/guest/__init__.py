"""All that runs beside a learner's code, in an interpreter of its own, and nothing else.

Only the standard library may be imported here, and only what a bare interpreter has loaded
anyway. `grader.sandbox.launch` sends these files as text, by name and in order; this one is
not sent. The host imports no more of them than the wire format.
"""
