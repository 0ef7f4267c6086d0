"""The two review rules of the course."""

from __future__ import annotations

from grader.model import Rule

OWN_OR_LENT = Rule(
    number=1,
    key="own_or_lent",
    title="Keep what an instance holds apart from what its class lends it.",
    why="An attribute is looked up on the instance and on its class. Only one of them holds it.",
    advice="Ask `vars` of the instance, and then of its type.",
    example="class Lamp:\n    watts = 5\n\nprint(vars(Lamp()))    # {}: the class has it\n",
)

ONE_LIVE_DICTIONARY = Rule(
    number=2,
    key="one_live_dictionary",
    title="An instance's dictionary is one live object: read it when you need it.",
    why="A copy of it, or another dictionary with equal contents, knows nothing of later changes.",
    advice="Compare dictionaries with `is`, and keep none of their contents.",
    example="first.__dict__ = second.__dict__\nfirst.colour = 7\nprint(second.colour)    # 7\n",
)

RULES: tuple[Rule, ...] = (OWN_OR_LENT, ONE_LIVE_DICTIONARY)
