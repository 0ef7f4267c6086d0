"""Exercise 1: what an instance holds.

Most instances keep their attributes in a dictionary of their own. Here you read it,
write to it, and find out whether two instances have one between them.

Write the body of the three functions. Grade it with `grade exercise 1`. If you are
stuck, `grade hint 1` gives a hint.
"""


def own_names(instance: object) -> list[str]:
    """Return the names that *instance* itself holds at this moment, sorted."""
    raise NotImplementedError


def set_own(instance: object, name: str, value: object) -> None:
    """Make *instance* itself hold *value* under *name*, whatever its class thinks of that."""
    raise NotImplementedError


def shares_state(first: object, second: object) -> bool:
    """Return whether what is set on one of the two is found on the other."""
    raise NotImplementedError
