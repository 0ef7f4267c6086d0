"""Characters that nobody sees, a kind each, and ids that differ by nothing else."""

from __future__ import annotations

import unicodedata

HIDDEN = {
    "escape": "\x1b",
    "null": "\x00",
    "delete": "\x7f",
    "backspace": "\x08",
    "carriage return": "\r",
    "next line": "\x85",
    "right-to-left override": "\u202e",
    "isolate": "\u2067",
    "right-to-left mark": "\u200f",
    "Arabic letter mark": "\u061c",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "variation selector": "\ufe0f",
    "second variation selector": "\U000e0101",
    "tag": "\U000e0041",
    "combining grapheme joiner": "\u034f",
    "Hangul filler": "\u3164",
    "half-width Hangul filler": "\uffa0",
    "Braille blank": "\u2800",
    "null notehead": "\U0001d159",
    "line separator": "\u2028",
    "no-break space": "\u00a0",
    "lone surrogate": "\udc80",
    "private use": "\ue000",
    "noncharacter": "\uffff",
}
"""Kind to a character that is drawn as nothing, as a blank, or changes how others are drawn."""

LOOK_ALIKE_IDS = [
    ("student 01", "student  01"),
    ("student01", "student01 "),
    ("student01", " student01"),
    ("student 01", "student\u300001"),
    ("student 01", "student\u00a001"),
    ("student01", "student\t01"),
    *((f"student{sign}01", "student01") for sign in HIDDEN.values()),
]
"""Pairs of ids that a page could draw alike."""


def hidden_in(text: str, *, allowed: str = "") -> str:
    """Return the characters of *text* that nobody sees, without those that are *allowed*."""
    kinds = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    drawn_as_nothing = set(HIDDEN.values())
    return "".join(
        one
        for one in text
        if one not in allowed and (unicodedata.category(one) in kinds or one in drawn_as_nothing)
    )
