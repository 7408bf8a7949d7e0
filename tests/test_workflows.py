"""What runs on GitHub: valid, pinned, and with no more rights than it needs."""

import re
from pathlib import Path

import pytest

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
PATHS = sorted((Path(__file__).parents[1] / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
WRITING = {  # {workflow: the rights of its one job that may change something}
    "site": {"pages": "write", "id-token": "write"},
    "locks": {"contents": "write", "pull-requests": "write", "actions": "write"},
    "release": {"contents": "write", "id-token": "write", "attestations": "write"},
}


@pytest.fixture(params=PATHS, ids=lambda path: path.name)
def workflow(request):
    """A workflow's text, and what it says."""
    text = request.param.read_text(encoding="utf-8")
    return text, yaml.safe_load(text)


def jobs(name):
    path = next(path for path in PATHS if path.name == name)
    return yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]


def test_every_action_is_pinned_to_a_commit_and_names_its_version(workflow):
    text, _ = workflow
    lines = [line.strip(" -") for line in text.splitlines() if "uses:" in line]
    assert lines and all(PINNED.fullmatch(line) for line in lines)


def test_no_credentials_stay_after_a_checkout(workflow):
    _, said = workflow
    steps = [step for job in said["jobs"].values() for step in job["steps"]]
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts and all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_only_the_job_that_publishes_may_write_anything(workflow):
    _, said = workflow
    rights = [said["permissions"], *(job.get("permissions", {}) for job in said["jobs"].values())]
    writing = [right for right in rights if "write" in right.values()]
    assert writing == [WRITING[name] for name in [said["name"]] if name in WRITING]


def test_a_job_that_may_write_runs_no_code_but_git_and_githubs_own(workflow):
    """It gets files from another job; what is installed or built there has fewer rights."""
    _, said = workflow
    for job in said["jobs"].values():
        if "write" in job.get("permissions", {}).values():
            commands = "\n".join(step.get("run", "") for step in job["steps"])
            lines = commands.replace("\\\n", "").splitlines()
            assert all(re.match(r" *(git|gh) ", line) for line in lines if line)
            assert "needs" in job


def test_a_job_that_may_write_takes_its_files_by_number_and_not_into_a_checkout(workflow):
    """By name it would take what a job has put in their place that installs what it likes."""
    _, said = workflow
    for job in said["jobs"].values():
        if "write" in job.get("permissions", {}).values():
            uses = {step["uses"].partition("@")[0]: step for step in job["steps"] if "uses" in step}
            taken = uses.get("actions/download-artifact", {"with": {}})["with"]
            assert "name" not in taken and "pattern" not in taken
            if taken:
                first = job["needs"] if isinstance(job["needs"], str) else job["needs"][0]
                assert taken["artifact-ids"] == f"${{{{ needs.{first}.outputs.id }}}}"
                uploaded = "${{ steps.upload.outputs.artifact-id }}"
                assert said["jobs"][first]["outputs"] == {"id": uploaded}
            apart = taken.get("path", "").startswith("${{ runner.temp }}/")
            assert apart or "actions/checkout" not in uses or not taken


def test_what_publishes_runs_nothing_of_ours_and_waits_for_the_whole_site():
    deploy, build = jobs("site.yml")["deploy"], jobs("site.yml")["build"]
    assert not [step for step in deploy["steps"] if "run" in step]
    assert deploy["needs"] == "build" and build["permissions"] == {"contents": "read"}
    commands = [step["run"] for step in build["steps"] if "run" in step]
    assert commands == ["make lite"]
