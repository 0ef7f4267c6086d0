"""Costs, as ratios against a floor that is measured in the same run, in turn.

    python tests/benchmarks            all rows
    python tests/benchmarks guest      one row

Machines differ and are shared; a ratio of medians over interleaved pairs holds
where seconds do not. Nothing here needs a network, and nothing here is a test.
"""

from __future__ import annotations

import functools
import itertools
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from benchmarks.classes import graded_class, growth_of_a_class, resumed_class  # noqa: E402
from benchmarks.rows import Row, compared  # noqa: E402

SOLUTION = ROOT / "solutions" / "exercise_1_identity.py"


def guest() -> Iterator[Row]:
    """One guest's whole cycle (start, seal, load, one call, end) against a bare interpreter."""
    from grader import course
    from grader.channel.guest_process import GuestProcess
    from grader.channel.outcomes import Returned
    from grader.channel.replies import Wanted
    from grader.sandbox.confinement import prepare
    from grader.sandbox.interpreters import interpreter_facts
    from grader.sandbox.launch import program_for

    declared = course.exercise(1)
    texts = {"a one-line answer": b"def import_back(name): return name\n"}
    texts["the solution, with what it imports"] = SOLUTION.read_bytes()
    facts = interpreter_facts(sys.executable)
    program = program_for(facts)
    with tempfile.TemporaryDirectory() as root:
        confinement = prepare(facts, Path(root), declared.limits)

        def cycle(source: bytes) -> None:
            with tempfile.TemporaryDirectory(dir=root) as folder:
                started = GuestProcess(
                    interpreter=facts,
                    program=program,
                    confinement=confinement,
                    folder=Path(folder),
                    name=declared.slug,
                    seed="benchmark",
                    limits=declared.limits,
                )
                started.ask("compile", source)
                started.ask("load", b"", declared.functions)
                function = started.ask("learner", "import_back", wanted=Wanted.HANDLE)
                assert isinstance(function, Returned)
                outcome = started.ask("call", function.handle, ("sys",), {})
                assert isinstance(outcome, Returned)
                started.end()

        def bare() -> None:
            subprocess.run(
                [facts.executable, "-I", "-S", "-c", "pass"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                start_new_session=True,
                check=True,
            )

        for label, text in texts.items():
            yield compared(
                f"a guest's cycle, {label} / a bare start",
                functools.partial(cycle, text),
                bare,
                pairs=120,
                bound=1.25 if label.startswith("a one") else float("inf"),
            )
        confinement.close()


def exercise() -> Iterator[Row]:
    """`grade exercise 1` on the solution against pytest on eight trivial tests in its process."""
    with tempfile.TemporaryDirectory() as folder:
        tests = "\n".join(f"def test_{n}():\n    assert {n} + 1 == {n + 1}" for n in range(8))
        (Path(folder) / "test_trivial.py").write_text(tests)
        environment = {"PATH": "/usr/bin:/bin", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

        def ours() -> None:
            _quietly([sys.executable, "-m", "grader", "exercise", "1", str(SOLUTION)], folder, None)

        def pytest(env: dict[str, str] | None) -> Callable[[], None]:
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
            return lambda: _quietly(command, folder, env)

        name = "grade exercise 1 / pytest, 8 trivial tests"
        yield compared(name, ours, pytest(None), pairs=15, bound=2.0)
        bare = f"{name}, no plugins"
        yield compared(bare, ours, pytest(environment), pairs=15, bound=float("inf"))


def startup() -> Iterator[Row]:
    """`grade --version` against a Typer app with two commands that do nothing."""
    floor = "import typer\napp = typer.Typer()\nfor name in ('one', 'two'):\n    app.command(name)(lambda: None)\napp(['one'])"
    with tempfile.TemporaryDirectory() as folder:
        yield compared(
            "grade --version / a two-command Typer app",
            lambda: _quietly([sys.executable, "-m", "grader", "--version"], folder, None),
            lambda: _quietly([sys.executable, "-c", floor], folder, None),
            pairs=30,
            bound=1.5,
        )


def watch() -> Iterator[Row]:
    """From a save to its answer on the screen of `grade watch`, against a fresh grading."""
    slug = SOLUTION.stem
    text = SOLUTION.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "exercises").mkdir()
        saved = Path(folder) / "exercises" / f"{slug}.py"
        saved.write_text(text, "utf-8")
        command = [sys.executable, "-u", "-m", "grader", "watch", "1"]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE) as watching:
            assert watching.stdout is not None
            lines = iter(watching.stdout.readline, b"")

            def answered() -> None:
                assert any(line.startswith(b"Seed ") for line in lines), "it has ended"

            answered()
            count = itertools.count()

            def save() -> None:
                saved.write_text(f"{text}\n# save {next(count)}\n", "utf-8")
                answered()

            def fresh() -> None:
                command = [sys.executable, "-m", "grader", "exercise", "1", str(SOLUTION)]
                _quietly(command, folder, None)

            yield compared(
                "a save in grade watch to its answer / grade exercise 1",
                save,
                fresh,
                pairs=20,
                bound=0.5,
            )
            watching.terminate()


def _quietly(command: list[str], folder: str, environment: dict[str, str] | None) -> None:
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)


ROWS: dict[str, Callable[[], Iterator[Row]]] = {
    "guest": guest,
    "exercise": exercise,
    "startup": startup,
    "watch": watch,
    "class": graded_class,
    "resume": resumed_class,
    "growth": growth_of_a_class,
}


def main() -> int:
    """Print the table; exit status 1 when a bound is not kept."""
    wanted = sys.argv[1:] or list(ROWS)
    kept = True
    print(f"{'what':<66} {'ours ms':>9} {'floor ms':>9} {'ratio':>6} {'bound':>6} {'pairs':>6}")
    for name in wanted:
        for row in ROWS[name]():
            kept = kept and row.ratio <= row.bound
            shown = f"{row.name:<66} {row.ours * 1e3:>9.1f} {row.floor * 1e3:>9.1f}"
            bound = "" if row.bound == float("inf") else f"{row.bound:.2f}"
            print(f"{shown} {row.ratio:>6.2f} {bound:>6} {row.pairs:>6}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
