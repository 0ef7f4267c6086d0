"""Random answers and random bytes: a clear outcome for each, and never a fault of ours."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.grading import attempt
from support.random_answers import KINDS, random_answer

from grader import course
from grader.channel.outcomes import Garbled, Raised, Returned
from grader.channel.replies import FrameDecoder, GuestRequest, Wanted, read_frame, read_reply
from grader.errors import SubmissionError
from grader.guest.serve import FRAME_LIMIT
from grader.host.examiner_process import examine
from grader.model import Attempt, Judgement


@pytest.mark.parametrize(
    "seed", [4, *(pytest.param(seed, marks=pytest.mark.long) for seed in (5, 6, 7))]
)
def test_fifty_random_answers_get_a_clear_outcome(seed: int) -> None:
    """Every one is refused with a sentence, or graded with a verdict and a cause for each check."""
    source = random.Random(seed)
    numbers = list(course.slugs())
    attempts: list[Attempt] = []
    refused = 0
    for place in range(50):
        number = numbers[place % len(numbers)]
        kind = KINDS[place // len(numbers) % len(KINDS)]
        try:
            made = attempt(
                number, random_answer(source, kind, number), seed=str(place), seconds=1.0
            )
        except SubmissionError as refusal:
            refused += bool(refusal.message and refusal.next_step)
            continue
        attempts.append(replace(made, limits=replace(made.limits, seconds=1.0)))
    assert refused < 5
    for graded in examine(attempts):
        assert not graded.faulted, graded.attempt.submission.files
        missed = [v for v in graded.verdicts if v.judgement is not Judgement.PASSED]
        assert all(v.finding is not None or v.blocked_by for v in missed)
        assert not missed or any(v.finding for v in missed)


NONCE = "0123456789abcdef"
ASKED = [
    GuestRequest(operation="run", arguments=(), wanted=Wanted.KEEP, keep_as=(-1,)),
    GuestRequest(operation="run", arguments=(), wanted=Wanted.COPY_AND_HANDLE),
]
"""A message of two requests, the second of which is answered."""


def _read(frame: bytes) -> object:
    reply = read_reply(frame, NONCE, ASKED)
    return reply.answers[0] if reply.ended is None else reply.ended


def outcomes(data: bytes, cuts: list[int]) -> list[object]:
    """Feed bytes in pieces, and read every frame that comes of them."""
    frames, found = FrameDecoder(), list[object]()
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    for first, last in pairwise(edges):
        for frame in frames.feed(data[first:last]):
            if isinstance(frame, Garbled):
                return [*found, frame]
            assert len(frame) <= FRAME_LIMIT
            found.append(_read(frame))
        # What is kept is at most one frame and what has just come.
        assert len(frames._buffer) <= FRAME_LIMIT + 4 + last - first
    return found


def framed(body: bytes) -> bytes:
    """Return one frame."""
    return len(body).to_bytes(4, "little") + body


@given(st.binary(max_size=4_000), st.lists(st.integers(min_value=0), max_size=4))
@settings(max_examples=300, deadline=1000)
def test_any_bytes_give_outcomes(data: bytes, cuts: list[int]) -> None:
    """However they are cut, and whatever lengths they announce."""
    for outcome in outcomes(data, cuts):
        assert isinstance(outcome, Garbled)


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["h", "l", "t", "d", "i", "f", "b", "returned", "raised", "\ud800", "0x1p3"])
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=7)
        | st.dictionaries(
            st.sampled_from(["n", "k", "o", "v", "line", "ran", "text"]), inner, max_size=5
        )
    ),
    max_leaves=30,
)
a_handle = st.tuples(
    st.just("h"), st.integers(), *[st.none() | st.text(max_size=5)] * 3, st.none() | st.integers(),
    st.text(max_size=8),
).map(list)  # fmt: skip
an_answer = st.fixed_dictionaries(
    {"k": st.sampled_from(["returned", "raised", "hello", 7])},
    optional={
        **dict.fromkeys(
            ("v", "line", "ran", "text", "module", "frames", "bases", "syntax", "locals"), anything
        ),
        "o": a_handle | anything,
        "at": st.integers(min_value=-2, max_value=3) | st.none(),
    },
)
bodies = st.fixed_dictionaries(
    {"n": st.just(NONCE), "a": st.lists(an_answer, max_size=2) | anything}
)


@given(bodies, st.lists(st.integers(min_value=0), max_size=3))
@settings(max_examples=400, deadline=1000)
def test_any_body_gives_an_outcome(body: dict[str, object], cuts: list[int]) -> None:
    """A reply to the right question may say anything: it is a value, an exception or Garbled."""
    told = outcomes(framed(json.dumps(body).encode()), cuts)
    assert len(told) == 1
    assert isinstance(told[0], Returned | Raised | Garbled)
    if isinstance(told[0], Returned):
        hash(told[0].handle)
        repr(told[0])


@given(st.binary(max_size=200), st.text(max_size=16))
@settings(max_examples=200)
def test_only_the_nonce_answers(frame: bytes, nonce: str) -> None:
    """Without it even a well-formed frame is no answer."""
    wrong = json.dumps({"n": nonce, "k": "returned"}).encode()
    assert isinstance(read_frame(frame, NONCE), Garbled)
    assert isinstance(read_frame(wrong, NONCE), Garbled) or nonce == NONCE


def test_worst_frames_are_read_quickly() -> None:
    """Depth, digits, escapes and lengths at the limit."""
    inner = FRAME_LIMIT - 100
    for value in (
        b"[" * inner,
        b"9" * inner,
        b'"' + b"\\ud800" * (inner // 6) + b'"',
        b'["l",' + b"1," * (inner // 2) + b"1]",
        b'["i","' + b"f" * inner + b'"]',
        b'["f","0x1p' + b"9" * inner + b'"]',
        b'["d",' + b"[[],1]," * (inner // 7 - 1) + b"[[],1]]",
    ):
        body = (
            b'{"n":"%s","a":[{"k":"returned","o":["h",0,"","",null,null,""],"v":' % NONCE.encode()
        )
        outcome = _read(body + value + b',"line":1}]}')
        assert isinstance(outcome, Returned | Garbled)
    assert outcomes(b"\xff\xff\xff\xff", []) == [
        Garbled(violation="announced a frame of 4294967295 bytes")
    ]
