"""What must be enforced before learner code may run at all; a value, handed down to the guests."""

from __future__ import annotations

from dataclasses import dataclass

# What can be left out to see what a machine without it would do.
LAYERS = frozenset({"landlock", "seccomp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the caller insists on.

    :param required: protections (`grader.sandbox.confinement.PROTECTIONS`) without which no learner code
        runs; none of them means: whatever this machine offers.
    :param available: the layers to try; fewer simulates a machine without them.
    """

    required: frozenset[str] = frozenset()
    available: frozenset[str] = LAYERS


AS_AVAILABLE = Policy()
"""For a learner's own machine: what is enforced there, and a report that says so."""

CONFINED = Policy(required=frozenset({"filesystem", "syscalls", "network", "processes", "signals"}))
"""For other people's code: a class, a workflow."""
