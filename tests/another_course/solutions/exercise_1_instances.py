"""Exercise 1, a reference answer: what an instance holds."""


def own_names(instance: object) -> list[str]:
    """Return the names that *instance* itself holds at this moment, sorted."""
    return sorted(instance.__dict__)


def set_own(instance: object, name: str, value: object) -> None:
    """Make *instance* itself hold *value* under *name*, whatever its class thinks of that."""
    instance.__dict__[name] = value


def shares_state(first: object, second: object) -> bool:
    """Return whether what is set on one of the two is found on the other."""
    return first.__dict__ is second.__dict__
