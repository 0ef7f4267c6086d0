"""The instructors' workflow: its jobs run in turn, by a stand-in, on repositories in a folder."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from support.github_actions import Runner, Step, load
from support.grading import ROOT
from support.installation import PINNED, linux_only, offline

from grader import course

WORKFLOW = load(ROOT / ".github" / "workflows" / "class.yml")
SLUGS = course.slugs()

pytestmark = linux_only


class Class:
    """A class on a server that is a folder, and the jobs that grade it.

    :param folder: an empty folder.
    :param wheels: where pip finds everything.
    """

    def __init__(self, folder: Path, wheels: Path) -> None:
        self.folder, self.wheels = folder, wheels
        self.context = {
            "inputs.roster": "class.csv",
            "inputs.kit": PINNED,
            "inputs.shards": "2",
            "secrets.CLASS_TOKEN": "s3cret",
            "github.event.repository.private": "true",
        }
        (folder / "checkout").mkdir()
        self.rows: list[tuple[str, str]] = []

    def student(self, name: str, answers: dict[str, bytes]) -> None:
        """Give a student a repository with these files."""
        repository = self.folder / "server" / "OWNER" / f"work-{name}"
        for path, content in {**answers, "README.md": b"mine\n"}.items():
            (repository / path).parent.mkdir(parents=True, exist_ok=True)
            (repository / path).write_bytes(content)
        git = ["git", "-C", str(repository), "-c", "user.name=x", "-c", "user.email=x@localhost"]
        for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Work"]):
            subprocess.run([*git, *command], check=True, timeout=60)
        self.rows.append((name, f"OWNER/work-{name}"))

    def job(self, name: str, *, before: dict[str, Path], **more: str) -> tuple[Runner, list[Step]]:
        """Run one job on a new machine.

        :param before: what steps that use actions would have put below `RUNNER_TEMP`.
        """
        temp = self.folder / "temp"
        temp.mkdir(exist_ok=True)
        # One environment for all machines: making it takes longer than all the rest.
        for left in temp.iterdir():
            if left.name == "kit":
                continue
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()
        for path, source in before.items():
            (temp / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, temp / path)
        table = self.folder / "checkout" / "class.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("student", "repository"), *self.rows])
        runner = Runner(
            workspace=self.folder / "checkout",
            temp=temp,
            context={
                **self.context,
                "matrix.shard": more.get("shard", ""),
                "strategy.job-total": "2",
                "needs.collect.outputs.missed": more.get("missed", ""),
                "needs.grade.result": more.get("graded", ""),
            },
            extra={
                **offline(self.wheels),
                "GITHUB_SERVER_URL": f"file://{self.folder}/server",
            },
        )
        return runner, runner.run(WORKFLOW, name)

    def handed_over(self, name: str, to: str) -> Path:
        """Keep a file of the last job, as a step that uploads it would."""
        return Path(shutil.move(self.folder / "temp" / name, self.folder / to))


@pytest.fixture
def school(tmp_path: Path, wheels: Path) -> Class:
    """Four students: one with everything, one with one exercise, one with nothing, one missing."""
    made = Class(tmp_path, wheels)
    right = {
        f"exercises/{slug}.py": (ROOT / "solutions" / f"{slug}.py").read_bytes()
        for slug in SLUGS.values()
    }
    made.student("student01", right)
    made.student("student02", {f"exercises/{SLUGS[1]}.py": right[f"exercises/{SLUGS[1]}.py"]})
    made.student("student03", {})
    made.rows.append(("student04", "OWNER/nowhere"))
    made.rows.append(("$(touch pwned)", "OWNER/work-student01"))
    return made


def test_a_class_is_collected_graded_merged_and_published(school: Class) -> None:
    """Every repository that came is in the gradebook, whichever shard graded it.

    One that did not come is named, has no row, and turns the last job red, after the rest was
    published.
    """
    runner, steps = school.job("collect", before={})
    assert [step.status for step in steps] == [0] * len(steps), [step.out for step in steps]
    assert json.loads(runner.outputs["plan"]["shards"]) == [1, 2]
    assert runner.outputs["collect"]["missed"] == "true"
    work = school.handed_over("work.tgz", "work.tgz")
    parts = {"parts/class-work/work.tgz": work}
    for shard in ("1", "2"):
        _, steps = school.job("grade", before={"work.tgz": work}, shard=shard)
        assert steps[-1].status == 0, [step.out for step in steps]
        assert not any("s3cret" in str(step) for step in steps)
        parts[f"parts/class-shard-{shard}/shard.tgz"] = school.handed_over("shard.tgz", shard)
    machine, steps = school.job("publish", before=parts, missed="true", graded="success")
    told = {step.name: step for step in steps}
    assert told["Merge and export"].status == 0, told["Merge and export"].out
    published = machine.temp / "gradebook"
    rows = json.loads((published / "gradebook.json").read_text("utf-8"))["rows"]
    assert {(row["student"], row["exercise"]): (row["state"], row["earned"]) for row in rows} == {
        **{("student01", n): ("graded", course.exercise(n).points) for n in SLUGS},
        ("student02", 1): ("graded", course.exercise(1).points),
        ("student02", 2): ("nothing_handed_in", 0),
        ("student02", 3): ("nothing_handed_in", 0),
        **{("student03", n): ("nothing_handed_in", 0) for n in SLUGS},
    }
    assert {path.name for path in published.iterdir()} == {
        "gradebook.csv", "gradebook.json", "gradebook.html", "gradebook.sqlite", "collected.csv",
    }  # fmt: skip
    assert told["Say what is missing"].status == 1
    assert "not a zero" in told["Say what is missing"].out
    assert not (school.folder / "checkout" / "pwned").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("github.event.repository.private", "false"), ("github.event.repository.private", ""),
        ("inputs.shards", "0"), ("inputs.shards", "21"), ("inputs.shards", "2; touch pwned"),
    ],
)  # fmt: skip
def test_nothing_begins_where_it_must_not(
    name: str, value: str, tmp_path: Path, wheels: Path
) -> None:
    """A public repository, where anybody could download the gradebook; shards that are no number."""
    school = Class(tmp_path, wheels)
    school.context[name] = value
    _, steps = school.job("collect", before={})
    assert [(step.name, step.status) for step in steps] == [("Plan", 1)]
    assert steps[0].out.startswith("::error title=")
    assert not list((tmp_path / "checkout").glob("pwned"))
