"""A release: the same files from the same commit, and a wheel that needs nothing of the checkout.

``DIG2AI_RELEASE=build/release`` also tries the wheel that `make release` has put there: pip
installs it, with what it needs, into an empty environment.
"""

import json
import os
import re
import shutil
import subprocess
import tarfile
import venv
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
import release

import binder

ROOT = release.ROOT
MADE = os.environ.get("DIG2AI_RELEASE")
MONDAY = "1793577600"  # 2026-11-02, in seconds


def test_the_newest_entry_of_the_changelog_is_this_version_and_older_ones_have_a_date():
    (newest, _, text), *older = release.entries()
    dates = [date for _, date, _ in release.entries()]
    assert newest == release.version()
    assert text.startswith("- ") or (dates[0], text) == ("not yet released", "")
    assert dates[0] == "not yet released" or dates[0] >= max(dates)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for _, date, _ in older)


def test_a_release_is_told_what_has_changed(monkeypatch):
    monkeypatch.setattr(release, "version", lambda: "2.0.1")
    told = [("2.0.1", "2026-11-22", "- More."), ("2.0.0", "2026-11-01", "- Less.")]
    monkeypatch.setattr(release, "entries", lambda: told)
    assert release.notes("v2.0.1") == "- More."
    with pytest.raises(SystemExit, match=r"tag is v2.0.0, but pyproject.toml has version 2.0.1"):
        release.notes("v2.0.0")
    told[0] = ("2.0.1", "2026-11-22", "")
    with pytest.raises(SystemExit, match=r"must say what has changed in 2.0.1"):
        release.notes("v2.0.1")
    told[0] = ("2.0.1", "not yet released", "- More.")
    with pytest.raises(SystemExit, match=r"must begin with: ## 2.0.1, and the date"):
        release.notes("v2.0.1")


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """The files of two builds, in other folders, with other modes, dates and time zones."""
    pytest.importorskip("hatchling", reason="needs tools/requirements-release.txt")
    found = []
    for name, mask, zone in (("one", 0o077, "UTC"), ("another place", 0o002, "Asia/Tokyo")):
        folder = tmp_path_factory.mktemp(name)
        before = os.umask(mask)
        try:
            binder.copy_tree(folder / "tree")
            for path in (folder / "tree").rglob("*.py"):
                path.chmod(0o666 & ~mask)
                os.utime(path, (len(found) * 1e8 + 1e9,) * 2)
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("TZ", zone)
                patch.setenv("SOURCE_DATE_EPOCH", MONDAY)
                release.build(folder / "tree", folder / "made")
        finally:
            os.umask(before)
        found.append(sorted((folder / "made").iterdir()))
    return found


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_what_merely_lies_around_is_in_no_release(tmp_path, monkeypatch):
    for command in (["init", "-q"], ["add", "ours.py"]):
        (tmp_path / "ours.py").touch()
        subprocess.run(["git", "-C", tmp_path, *command], check=True)
    (tmp_path / "not_ours.py").touch()
    monkeypatch.setattr(binder, "ROOT", tmp_path)
    binder.copy_tree(tmp_path / "copy", new=False)
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["ours.py"]


def test_two_builds_have_the_same_bits(twice):
    one, another = ({path.name: digest(path) for path in paths} for paths in twice)
    assert one == another and len(one) == 2


def digest(path):
    return sha256(path.read_bytes()).hexdigest()


def test_the_source_archive_makes_the_same_wheel(twice, tmp_path, monkeypatch):
    wheel, source = twice[0]
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path, filter="data")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MONDAY)
    (tree,) = tmp_path.iterdir()
    release.build(tree, tmp_path / "made")
    assert digest(tmp_path / "made" / wheel.name) == digest(wheel)


def test_the_wheel_has_every_file_of_the_package_and_its_date(twice):
    tree = twice[0][0].parents[1] / "tree"
    files = [path for path in (tree / "dig2ai_helpers").rglob("*") if path.is_file()]
    with zipfile.ZipFile(twice[0][0]) as archive:
        packed = {one.filename for one in archive.infolist()}
        assert {one.date_time[:3] for one in archive.infolist()} == {(2026, 11, 2)}
    ours = {name for name in packed if name.startswith("dig2ai_helpers/")}
    assert ours == {path.relative_to(tree).as_posix() for path in files}
    others = {name.split("/", 1)[1] for name in packed - ours}
    assert "data/share/jupyter/lab/settings/overrides.d/dig2ai.json" in others
    assert "data/etc/jupyter/jupyter_server_config.d/dig2ai.json" in others
    assert "licenses/LICENSE" in others


def test_the_list_of_packages_has_all_that_binder_locks(tmp_path):
    pytest.importorskip("cyclonedx_py", reason="needs tools/requirements-release.txt")
    release.list_packages(tmp_path)
    told = json.loads((tmp_path / "packages.cdx.json").read_text(encoding="utf-8"))
    assert told["metadata"]["component"]["name"] == "dig2ai-helpers"
    lock = (ROOT / "binder" / "requirements.txt").read_text(encoding="utf-8")
    locked = re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.M)
    assert [(part["name"], part["version"]) for part in told["components"]] == locked
    hashes = [ref["hashes"] for part in told["components"] for ref in part["externalReferences"]]
    assert sum(map(len, hashes)) == lock.count("--hash=sha256:")


@pytest.mark.skipif(not MADE, reason="DIG2AI_RELEASE doesn't name the folder of `make release`")
def test_the_wheel_works_in_an_empty_environment(tmp_path):
    (wheel,) = Path(ROOT, MADE).glob("*.whl")
    home = tmp_path / "empty"
    venv.create(home, with_pip=True)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    trial = Path(__file__).with_name("trial_of_a_wheel.py")
    here = tmp_path / "somewhere"
    here.mkdir()
    ours = ("PYTHONPATH", "DIG2AI_TEST")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment["DIG2AI_DATA_DIR"] = str(here)
    for words in (["-m", "pip", "install", "-q", f"{wheel}[apps]"], [trial]):
        subprocess.run([python, "-I", *words], cwd=here, env=environment, check=True)
    assert (here / "mine.npz").exists()
