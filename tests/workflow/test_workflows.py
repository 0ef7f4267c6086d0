"""The workflows: sound as documents, safe as shell, and the student's one works when it runs."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.github_actions import Runner, Step, load
from support.grading import ROOT
from support.installation import PINNED, call, linux_only, offline

from grader import course
from grader.kit import export

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TOOLS = Path(sys.executable).parent
JOB = "run-autograding-tests"
VERDICT = "Red or green"
# Who writes it decides what it says; none of it may be pasted into a script.
UNTRUSTED = re.compile(r"\$\{\{")


def steps_of(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the steps of all jobs."""
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_the_three_workflows_are_there() -> None:
    """One for students, one for instructors, one for the kit itself."""
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "class.yml", "classroom.yml"]


def test_the_students_workflow_is_the_exported_one() -> None:
    """One source of truth: the file here is what the export writes."""
    path = ROOT / ".github" / "workflows" / "classroom.yml"
    assert path.read_text("utf-8") == export.workflow(), "write it anew: export.workflow()"


@pytest.mark.parametrize(
    "schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"]
)
def test_the_published_schema_accepts_them(schema: str, tmp_path: Path) -> None:
    """And it refuses one with a key that does not exist, so the check is one."""
    broken = tmp_path / "broken.yml"
    broken.write_text(export.workflow().replace("timeout-minutes: 20", "timeout: 20"), "utf-8")
    command: list[str | Path] = [TOOLS / "check-jsonschema", "--builtin-schema", schema]
    done = call([*command, *WORKFLOWS], folder=tmp_path)
    assert done.status == 0, done.out
    refused = call([*command, broken], folder=tmp_path)
    assert refused.status == 1, refused.out


def audited(*options: str | Path) -> set[str]:
    """Return what an audit of workflows finds, by name."""
    command = [str(TOOLS / "zizmor"), "--offline", "--format", "json", *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return {one["ident"] for one in json.loads(done.stdout)}


def test_an_audit_finds_the_one_pin_that_is_missing_and_nothing_else(tmp_path: Path) -> None:
    """No text of others in a script, no credential left behind, no power that is not needed."""
    *others, students = WORKFLOWS
    assert audited("--persona", "pedantic", *others) == set()
    assert audited(students) == {"unpinned-uses"}
    for reference in ("0123456789abcdef0123456789abcdef01234567", "none"):
        path = tmp_path / "classroom.yml"
        path.write_text(export.workflow(reporter=reference), "utf-8")
        assert audited(path) == set()


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(path: Path) -> None:
    """All but the reporter, whose missing pin is explained above it."""
    for step in steps_of(load(path)):
        if "uses" in step and "autograding-grading-reporter" not in step["uses"]:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
        if "actions/checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
    reporter = path.read_text("utf-8").partition("autograding-grading-reporter@")[0]
    assert "Not pinned to a commit" in reporter or path.name != "classroom.yml"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_expression_is_written_into_a_script(path: Path) -> None:
    """Values reach a shell through its environment, where they are data."""
    scripts = [step["run"] for step in steps_of(load(path)) if "run" in step]
    assert scripts
    assert not [script for script in scripts if UNTRUSTED.search(script)]


def test_the_students_workflow_has_what_collectors_look_for() -> None:
    """Its name, one job of that name, read permissions, and an output for every exercise."""
    workflow = load(ROOT / ".github" / "workflows" / "classroom.yml")
    assert workflow["name"] == "Autograding Tests"
    assert list(workflow["jobs"]) == [JOB]
    assert workflow["permissions"] == {"contents": "read", "actions": "read"}
    steps = {step["name"]: step for step in workflow["jobs"][JOB]["steps"]}
    names = [f"ex{number}" for number in course.slugs()]
    outputs = {
        f"{name.upper()}_RESULTS": f"${{{{ steps.grade.outputs.{name} }}}}" for name in names
    }
    assert steps["Grade"]["id"] == "grade"
    assert steps["Report"]["with"]["runners"] == ",".join(names)
    for name in ("Report", VERDICT):
        assert steps[name]["if"] == "always()"
        assert steps[name]["env"] == outputs
    deadline = re.search(r"--deadline (\d+)", steps["Grade"]["run"])
    assert deadline
    assert int(deadline[1]) + 60 <= steps["Grade"]["timeout-minutes"] * 60


def test_students_code_never_meets_the_instructors_token() -> None:
    """The job that grades has no secret, no permission and no checkout; nor has the next."""
    jobs = load(ROOT / ".github" / "workflows" / "class.yml")["jobs"]
    for name in ("grade", "publish"):
        assert jobs[name]["permissions"] == {}
        assert "secrets." not in json.dumps(jobs[name])
        assert not any("checkout" in step.get("uses", "") for step in jobs[name]["steps"])
    collecting = json.dumps(jobs["collect"])
    assert "secrets.CLASS_TOKEN" in collecting
    assert "grade batch" not in collecting.replace('" kit', "")


def test_the_kits_own_workflow_runs_one_script_everywhere() -> None:
    """Three systems, four versions of Python, and the script that decides on anybody's machine."""
    job = load(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]["run"]
    assert job["strategy"]["matrix"] == {
        "os": ["ubuntu-latest", "macos-latest", "windows-latest"],
        "python": ["3.11", "3.12", "3.13", "3.14", "3.15"],
    }
    assert [step["run"] for step in job["steps"] if step["name"] == "Run"] == [".ci/run"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A student's checkout, with files that are named like modules of Python and the kit."""
    folder = tmp_path / "checkout"
    for path, content in export.student().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    for name in ("json", "pip", "venv", "base64", "grader", "pytest", "typer"):
        (folder / f"{name}.py").write_text("raise SystemExit('a file of the student ran')\n")
    return folder


def ran(checkout: Path, kit: str, wheels: Path) -> tuple[Runner, dict[str, Step]]:
    """Run the shell steps of the student's workflow with *kit* set in its one line."""
    path = checkout / ".github" / "workflows" / "classroom.yml"
    path.write_text(export.workflow(kit), "utf-8")
    temp = checkout.parent / "temp"
    temp.mkdir()
    runner = Runner(workspace=checkout, temp=temp, extra=offline(wheels))
    return runner, {step.name: step for step in runner.run(load(path), JOB)}


def payloads(step: Step) -> dict[str, dict[str, Any]]:
    """Decode what a step was handed as the reporter does: by the names of its environment."""
    return {
        name: json.loads(base64.b64decode(value, validate=True))
        for name, value in step.environment.items()
        if name.endswith("_RESULTS")
    }


@linux_only
def test_its_steps_grade_and_say_red_or_green(checkout: Path, wheels: Path) -> None:
    """In a clean folder with the wheel: payloads as the reporter's step names them, then red.

    One exercise is solved, one is missing, one is untouched; then all are solved, and it is
    green. No file of the student's is taken for a module.
    """
    slugs = course.slugs()
    shutil.copy(ROOT / "solutions" / f"{slugs[1]}.py", checkout / "exercises")
    (checkout / "exercises" / f"{slugs[2]}.py").unlink()
    runner, steps = ran(checkout, PINNED, wheels)
    assert steps["Install the kit"].status == 0, steps["Install the kit"].out
    assert steps["Grade"].status == 0, steps["Grade"].out
    assert steps[VERDICT].status == 1
    told = payloads(steps[VERDICT])
    assert {name: body["status"] for name, body in told.items()} == {
        "EX1_RESULTS": "pass", "EX2_RESULTS": "fail", "EX3_RESULTS": "fail",
    }  # fmt: skip
    assert steps[VERDICT].out.splitlines() == [
        f"Exercise {number}: {earned} of {course.exercise(number).points} points"
        for number, earned in ((1, course.exercise(1).points), (2, 0), (3, 0))
    ]
    assert course.exercise(1).title in runner.summary
    assert "a file of the student ran" not in "".join(step.out for step in steps.values())

    for slug in slugs.values():
        shutil.copy(ROOT / "solutions" / f"{slug}.py", checkout / "exercises")
    workflow = load(checkout / ".github" / "workflows" / "classroom.yml")
    # The environment is there already, so that only the rest has to run again.
    workflow["jobs"][JOB]["steps"] = [
        step for step in workflow["jobs"][JOB]["steps"] if step["name"] != "Install the kit"
    ]
    again = {step.name: step for step in runner.run(workflow, JOB)}
    assert again[VERDICT].status == 0, again[VERDICT].out
    assert {body["status"] for body in payloads(again[VERDICT]).values()} == {"pass"}


@linux_only
def test_where_the_kit_cannot_be_installed_the_job_is_red_and_says_whose_mistake(
    checkout: Path, wheels: Path
) -> None:
    """No payload, so no points: the last step says that no grade was written, and why not."""
    _, steps = ran(checkout, "no-such-kit==0", wheels)
    assert list(steps) == ["Install the kit", VERDICT]
    assert steps[VERDICT].status == 1
    lines = steps[VERDICT].out.splitlines()
    assert len(lines) == len(course.slugs())
    assert all(line.startswith("::error title=No grade::") for line in lines)
    assert all("not your mistake" in line for line in lines)


@linux_only
@pytest.mark.parametrize(
    "body",
    ["", "!", "e30=", "bnVsbA==", base64.b64encode(b'{"tests": null}').decode()],
)
def test_a_payload_that_is_none_is_red(body: str, tmp_path: Path) -> None:
    """Missing, no base64, no object, no tests: red, and never a crash."""
    runner = Runner(workspace=tmp_path, temp=tmp_path)
    runner.outputs["grade"] = dict.fromkeys(("ex1", "ex2", "ex3"), body)
    workflow = load(ROOT / ".github" / "workflows" / "classroom.yml")
    workflow["jobs"][JOB]["steps"] = workflow["jobs"][JOB]["steps"][-1:]
    (done,) = runner.run(workflow, JOB)
    assert done.status == 1
    assert done.out.count("no grade was written") == 3
