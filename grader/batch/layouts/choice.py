"""Choice of the file that is graded, for each exercise of one student.

Candidates are ranked, in this order: readable before unreadable; changed before an untouched stub;
the later upload, where the layout counts uploads; a name that is the exercise's (or what an upload
or a browser made of it) before a copy, and a copy before a name that only contains the exercise's;
a loose file before one in an archive; one in `exercises/`, where the kit puts it; the newer file,
where times mean anything; the higher number at the end of the name; the less deeply nested. Where
no name fits, a file is taken that defines functions of the exercise at its top level. No file is
parsed or run.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from grader import course
from grader.batch.layouts import file_names
from grader.batch.layouts.archives import unpacked
from grader.batch.layouts.file_names import Certainty, ParsedName
from grader.batch.layouts.model import ChosenFile, StudentUpload, UploadedFile
from grader.errors import SubmissionError
from grader.model import Exercise
from grader.submissions import LARGEST, from_bytes, source_of

SEARCHED = 40
"""Files of one student that are searched for functions when no name fits."""

_DEFINED = re.compile(rb"^(?:async[ \t]+)?def[ \t]+(\w+)|^(\w+)[ \t]*=(?!=)", re.MULTILINE)
_PLACE = "exercises"
_LISTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The chosen files of one student, by exercise, and notes on the choice."""

    choices: Mapping[int, ChosenFile]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A file that may be for an exercise; for content None, *why* is the reason in a sentence."""

    item: UploadedFile
    content: bytes | None
    why: str
    rank: tuple[int, ...]


def select_files(upload: StudentUpload, exercises: Sequence[Exercise]) -> Selection:
    """Return the file to grade for each of *exercises*."""
    slugs = {one.number: one.slug for one in exercises}
    choices: dict[int, ChosenFile] = {}
    notes: list[str] = []
    with unpacked(upload.items) as items:
        readings = [(item, _reading(item, upload, slugs)) for item in items]
        nameless = [item for item, reading in readings if not reading.number]
        unused = [item for item in nameless if not item.entry.folder and not item.entry.why]
        for exercise in exercises:
            candidates = [
                _candidate(item, reading, exercise, upload)
                for item, reading in readings
                if reading.number == exercise.number
            ]
            if not any(one.content is not None for one in candidates):
                by_content = _by_content(unused, exercise, upload)
                candidates += by_content
                notes += _by_content_notes(by_content, exercise)
            choice = _best(candidates) or _trouble(nameless)
            if choice:
                choices[exercise.number] = choice
                notes += _passed_over(choice, candidates)
                notes += _in_several(candidates, exercise)
    notes += _left(unused, choices, exercises)
    return Selection(choices=choices, notes=tuple(notes))


def _reading(item: UploadedFile, upload: StudentUpload, slugs: Mapping[int, str]) -> ParsedName:
    """Return the parsed name of a file, or of the folder around it where the file's says nothing."""
    name = item.inner[-1]
    reading = file_names.read(name, slugs)
    if item.entry.folder:
        is_file_name = reading.certainty is not Certainty.NONE and file_names.is_python(name)
        return reading if is_file_name else ParsedName()
    if reading.number or not file_names.is_python(name):
        return reading
    around = file_names.read((upload.around, *item.inner)[-2], slugs)
    if not around.number or file_names.is_beside(name):
        return ParsedName()
    return ParsedName(number=around.number, certainty=Certainty.FOLDER)


def _candidate(
    item: UploadedFile, reading: ParsedName, exercise: Exercise, upload: StudentUpload
) -> _Candidate:
    """Read a file and return it as a candidate, with its rank."""
    content, why = None, ""
    shown = _shown(item)
    try:
        if item.entry.why:
            raise SubmissionError(f"{shown} {item.entry.why}")
        if item.entry.folder:
            raise SubmissionError(f"{shown} is a folder, not a file")
        if reading.certainty is Certainty.FOREIGN:
            raise SubmissionError(f"{shown} is not named as a Python file")
        content = source_of(from_bytes(item.entry.read(LARGEST), exercise, label=shown), exercise)
    except SubmissionError as error:
        why = error.message
    certainty = reading.certainty
    if file_names.in_old_folder(item.inner[:-1]):
        certainty = min(certainty, Certainty.COPY)
    return _Candidate(
        item=item,
        content=content,
        why=why,
        rank=(
            content is not None,
            content is not None and not _is_stub(content, exercise),
            item.version,
            certainty,
            not item.nested,
            item.inner[-2:-1] == (_PLACE,),
            item.entry.modified if upload.dated or item.nested else 0,
            reading.again,
            -len(item.inner),
        ),
    )


def _is_stub(content: bytes, exercise: Exercise) -> bool:
    return _plain(content) == _plain(_stub(exercise.slug))


@functools.cache
def _stub(slug: str) -> bytes:
    return next(course.stub(one) for one in course.exercises() if one.slug == slug)


def _plain(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").strip()


def _by_content(
    items: Sequence[UploadedFile], exercise: Exercise, upload: StudentUpload
) -> list[_Candidate]:
    """Return the files that define functions of *exercise* under any name."""
    found = []
    python = [one for one in items if _is_work(one)]
    for item in python[:SEARCHED]:
        reading = ParsedName(number=exercise.number, certainty=Certainty.NONE)
        candidate = _candidate(item, reading, exercise, upload)
        defined = len(_functions_in(candidate.content or b"", exercise))
        if defined:
            rank = (*candidate.rank[:3], defined, *candidate.rank[4:])
            found.append(replace(candidate, rank=rank))
    return found


def _is_work(item: UploadedFile) -> bool:
    name = item.inner[-1]
    return file_names.is_python(name) and not file_names.is_beside(name)


def _functions_in(content: bytes, exercise: Exercise) -> list[str]:
    """Return the functions of *exercise* that a file binds at the left margin."""
    bound = {name.decode("utf-8", "replace") for pair in _DEFINED.findall(content) for name in pair}
    return [name for name in exercise.functions if name in bound]


def _best(candidates: Sequence[_Candidate]) -> ChosenFile | None:
    """Return the best candidate; the other files are listed in it."""
    ordered = sorted(candidates, key=lambda one: one.item.entry.parts)
    ordered.sort(key=lambda one: one.rank, reverse=True)
    if not ordered:
        return None
    first, rest = ordered[0], ordered[1:]
    return ChosenFile(
        file=_shown(first.item),
        content=first.content,
        why=first.why,
        others=tuple(_shown(one.item) for one in rest if not one.item.entry.folder),
    )


def _trouble(items: Sequence[UploadedFile]) -> ChosenFile | None:
    """Return an unreadable entry that may hide the file; None where there is none."""
    for item in items:
        name = item.inner[-1]
        weighty = item.entry.folder or file_names.is_python(name) or file_names.may_be_archive(name)
        if item.entry.why and (weighty or "." not in name):
            return ChosenFile(
                file=_shown(item), content=None, why=f"{_shown(item)} {item.entry.why}"
            )
    return None


def _by_content_notes(by_content: Sequence[_Candidate], exercise: Exercise) -> list[str]:
    return [
        f"{_shown(one.item)} counts for exercise {exercise.number} because it defines "
        f"{', '.join(_functions_in(one.content or b'', exercise))}; its name does not say so"
        for one in by_content
    ]


def _passed_over(choice: ChosenFile, candidates: Sequence[_Candidate]) -> list[str]:
    """Return notes on candidates that could not be read."""
    if choice.content is None:
        return []
    return [
        f"{one.why}; {choice.file} is graded instead"
        for one in candidates
        if one.content is None and not one.item.entry.folder
    ]


def _in_several(candidates: Sequence[_Candidate], exercise: Exercise) -> list[str]:
    """Return a note where an exercise lies in several folders side by side, as of a group's members."""
    beside = {
        one.item.inner[0]
        for one in candidates
        if one.content is not None and len(one.item.inner) > 1 and not one.item.nested
        and one.item.inner[0] != _PLACE and not file_names.in_old_folder(one.item.inner[:1])
    }  # fmt: skip
    if len(beside) < 2:
        return []
    return [
        f"exercise {exercise.number} is in several folders, {', '.join(sorted(beside))}; if these "
        "are students, name the folder around them as the path"
    ]


def _left(
    unused: Sequence[UploadedFile], choices: Mapping[int, ChosenFile], exercises: Sequence[Exercise]
) -> list[str]:
    """Return a note on files that fit no exercise, if an exercise lacks its file."""
    chosen = {choice.file for choice in choices.values()}
    shown = [
        _shown(item)
        for item in unused
        if _shown(item) not in chosen and (not choices or _is_work(item))
    ]
    if not shown or len(choices) == len(exercises):
        return []
    more = f" and {len(shown) - _LISTED} more" if len(shown) > _LISTED else ""
    return [f"not for any exercise: {', '.join(shown[:_LISTED])}{more}"]


def _shown(item: UploadedFile) -> str:
    return "/".join(item.entry.parts)
