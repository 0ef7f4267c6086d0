"""The exported student repository: whole, works by its own README, and gives nothing away."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from support.grading import ROOT, Run, run
from support.installation import PINNED, call, offline, posix_only, quick_python
from support.shingles import leaks, secrets, shingles

from grader import course
from grader.errors import Fault, UsageError
from grader.kit import export, template

ELSEWHERE = "git+https://github.com/OWNER/PROJECT@v1.0"


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """A student repository, as the command writes it."""
    done = run("kit", "export", "student", tmp_path / "course", folder=tmp_path)
    assert done.status == 0, done.err
    return tmp_path / "course"


def readme_commands(folder: Path) -> list[str]:
    """Return the lines of the first console block of the README."""
    block = re.search(r"```console\n(.*?)```", (folder / "README.md").read_text("utf-8"), re.DOTALL)
    assert block
    return block[1].splitlines()


def test_it_has_everything_and_says_what_it_wrote(exported: Path, tmp_path: Path) -> None:
    """Stubs, README, workflow, dev container and `.gitignore`, each named when written."""
    again = run("kit", "export", "student", tmp_path / "again", folder=tmp_path)
    found = {p.relative_to(exported).as_posix() for p in exported.rglob("*") if p.is_file()}
    assert found == {
        "README.md", ".gitignore", ".github/workflows/classroom.yml",
        ".devcontainer/devcontainer.json",
        *(f"exercises/{slug}.py" for slug in course.slugs().values()),
    }  # fmt: skip
    assert found == set(re.findall(r"^wrote  (\S+)$", again.out, re.MULTILINE))
    assert PINNED in again.out
    for one in course.exercises():
        assert (exported / "exercises" / f"{one.slug}.py").read_bytes() == course.stub(one)


@posix_only
def test_it_works_by_its_own_readme(exported: Path, tmp_path: Path, wheels: Path) -> None:
    """Cloned into an empty environment: the README's two commands grade the stub, then a solution."""
    git = ["git", "-c", "user.name=student01", "-c", "user.email=student01@localhost"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Start"]):
        subprocess.run([*git, *command], cwd=exported, check=True, timeout=60)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", exported, clone], check=True, timeout=60)
    environment = tmp_path / "environment"
    made = call([quick_python(), "-m", "venv", environment], folder=tmp_path)
    assert made.status == 0, made.err

    def typed(line: str) -> Run:
        script = f'. "{environment}/bin/activate" && {line}'
        return call(["bash", "-c", script], folder=clone, environment=offline(wheels))

    install, grade = readme_commands(clone)
    installed = typed(install)
    assert installed.status == 0, installed.err
    stub = typed(grade)
    assert stub.status == 1, stub.err
    assert "Not started" in stub.out
    for slug in course.slugs().values():
        shutil.copy(ROOT / "solutions" / f"{slug}.py", clone / "exercises")
    solved = typed(grade)
    assert solved.status == 0, solved.out + solved.err
    assert typed("grade all").status == 0
    left = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, check=True, text=True
    )
    assert {line[3:] for line in left.stdout.splitlines()} <= {
        f"exercises/{slug}.py" for slug in course.slugs().values()
    }


def test_no_file_of_it_holds_a_solution_a_check_or_a_stronger_hint(exported: Path) -> None:
    """No seven words in a row are those of something hidden."""
    assert len(secrets()) > 5_000
    assert leaks(exported) == []


@pytest.mark.parametrize("hidden", ["solution", "check", "hint"])
def test_a_leak_would_be_found(exported: Path, hidden: str) -> None:
    """The search above finds a planted piece, on other lines and with other signs."""
    one = course.exercise(1)
    texts = {
        "solution": (ROOT / "solutions" / f"{one.slug}.py").read_text("utf-8"),
        "check": (ROOT / "grader" / "checks" / one.slug / "checks.py").read_text("utf-8"),
        "hint": one.hints[2],
    }
    words = re.findall(r"\w+", texts[hidden])[-30:]
    assert shingles(" ".join(words)) & secrets().keys()
    (exported / "notes.md").write_text("\n> ".join(words), "utf-8")
    assert [line.partition(":")[0] for line in leaks(exported)] == ["notes.md"]


def test_the_requirement_is_one_line_wherever_it_stands(tmp_path: Path) -> None:
    """`--kit` reaches the workflow, the README and the dev container, and reads the same in each."""
    done = run("kit", "export", "student", "out", "--kit", ELSEWHERE, folder=tmp_path)
    assert done.status == 0, done.err
    workflow = (tmp_path / "out/.github/workflows/classroom.yml").read_text("utf-8")
    assert [line for line in workflow.splitlines() if ELSEWHERE in line] == [
        f'  KIT: "{ELSEWHERE}"'
    ]
    assert yaml.safe_load(workflow)["env"] == {"KIT": ELSEWHERE}
    assert readme_commands(tmp_path / "out")[0] == f'pip install "{ELSEWHERE}"'
    container = json.loads((tmp_path / "out/.devcontainer/devcontainer.json").read_text("utf-8"))
    assert container["postCreateCommand"][-1] == ELSEWHERE


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-r secrets.txt", "--index-url=x", 'a" && touch pwned "', "$(id)", "a`id`", "a\nb",
        "${{ secrets.TOKEN }}", "a'b", "a\\b", "<<kit>>", "https://token@github.com/OWNER/PROJECT",
        "git+https://me:token@github.com/OWNER/PROJECT",
    ],
)  # fmt: skip
def test_a_requirement_that_is_more_than_one_is_refused(text: str, tmp_path: Path) -> None:
    """Nothing that YAML, a shell or pip would take for more, and no password; nothing is written."""
    with pytest.raises(UsageError) as caught:
        export.student(text)
    assert caught.value.next_step
    done = run("kit", "export", "student", "out", f"--kit={text or ' '}", folder=tmp_path)
    assert done.status == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "text",
    [
        "module-objects-kit", "module-objects-kit>=0.1,<2", "./module_objects_kit-0.1.0-py3-none-any.whl",
        "module-objects-kit @ git+ssh://git@github.com/OWNER/PROJECT@v1.0#egg=x",
    ],
)  # fmt: skip
def test_requirements_that_pip_understands_are_taken(text: str) -> None:
    """Names with versions, files, and addresses with a login that is no secret."""
    assert yaml.safe_load(export.workflow(text))["env"]["KIT"] == text


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    """A folder with something in it is refused by name; one that only Git has made is not."""
    (tmp_path / "out").mkdir()
    subprocess.run(["git", "init", "-q", tmp_path / "out"], check=True, timeout=60)
    assert run("kit", "export", "student", "out", folder=tmp_path).status == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    again = run("kit", "export", "student", "out", folder=tmp_path)
    assert again.status == 2
    assert "is not empty" in again.err
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    onto_a_file = run(
        "kit", "export", "classroom50", tmp_path / "out" / "README.md", folder=tmp_path
    )
    assert onto_a_file.status == 2


def test_the_reporter_can_be_pinned_or_left_out(tmp_path: Path) -> None:
    """By commit, by tag with the reason said, or not at all; another word is refused."""
    commit = "0123456789abcdef0123456789abcdef01234567"
    pinned, tagged, without = (export.workflow(reporter=r) for r in (commit, "v1", "none"))
    assert f"autograding-grading-reporter@{commit}" in pinned
    assert "Not pinned" not in pinned
    assert "Not pinned" in tagged
    assert "autograding-grading-reporter" not in without
    for text in (pinned, tagged, without):
        steps = yaml.safe_load(text)["jobs"]["run-autograding-tests"]["steps"]
        assert steps[-1]["name"] == "Red or green"
    for wrong in ("main", commit[:7], commit.upper()):
        with pytest.raises(UsageError):
            export.workflow(reporter=wrong)


def test_a_template_and_its_blanks_are_held_together() -> None:
    """A blank too many, too few, or a template that is missing is a fault of ours."""
    for name, given in (("student_readme.md", {"kit": "x"}), ("nothing.md", {})):
        with pytest.raises(Fault):
            template.fill(name, **given)
    with pytest.raises(Fault):
        template.fill("student_gitignore", kit="x")
