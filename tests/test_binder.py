"""What Binder will do with this tree, by repo2docker's own word.

`tools/binder.py` goes on from here: it runs the steps and tries the server in a browser.
"""

import re
import shutil
import stat
import subprocess

import pytest

import binder

ROOT = binder.ROOT
pytest.importorskip("repo2docker", reason="jupyter-repo2docker is not installed")


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """The tree as a clone holds it."""
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        pytest.skip("needs a clone of the repository, with git")
    target = tmp_path_factory.mktemp("binder") / "tree"
    binder.copy_tree(target)
    return target


@pytest.fixture(scope="module")
def text(tree):
    """The Dockerfile that repo2docker writes."""
    return binder.build_file(tree)


def test_without_a_clone_the_tool_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="from a clone of the repository, with git"):
        binder.copy_tree(tmp_path / "tree")


def test_repo2docker_chooses_its_python_build_pack(tree, monkeypatch):
    from repo2docker.app import Repo2Docker

    monkeypatch.chdir(tree)
    app = Repo2Docker()
    packs = [pack(base_image=app.base_image) for pack in app.buildpacks]
    chosen = next(pack for pack in packs if pack.detect())
    assert type(chosen).__name__ == "PythonBuildPack"


def test_the_python_is_one_that_the_package_allows(text):
    (version,) = re.findall(r"environment-2epy-2d(\d-2e\d+)-2dlinux", text)
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (oldest,) = re.findall(r'requires-python = ">=3\.(\d+)"', pyproject)
    assert version.startswith("3-2e") and int(version[4:]) >= int(oldest)


def test_our_steps_run_as_the_reader(text):
    steps, known = binder.steps(text, {"NB_USER": "reader", "NB_UID": "1000"})
    pip, *post, start = steps
    assert pip.endswith('bin/pip install --no-cache-dir -r "binder/requirements.txt"')
    assert post == ["chmod +x binder/postBuild", "./binder/postBuild"]
    assert start == 'chmod +x "${REPO_DIR}/binder/start"'
    assert known["R2D_ENTRYPOINT"] == "/home/reader/binder/start"


def test_packages_come_before_the_tree_so_that_they_are_kept_when_only_the_tree_changes(text):
    assert text.index('-r "binder/requirements.txt"') < text.index("COPY --chown=1000:1000 src/ ")


def test_what_is_installed_is_what_the_readme_installs_and_what_the_image_needs():
    lines = (ROOT / "binder" / "requirements.in").read_text(encoding="utf-8").splitlines()
    names = [re.split("[>#]", line)[0] for line in lines if not line.startswith("#")]
    assert names == ["-r ../requirements.txt", "notebook", "hatchling", "editables"]


def test_the_scripts_can_be_run_and_are_sound(tree):
    for name in ("postBuild", "start"):
        path = tree / "binder" / name
        assert path.stat().st_mode & stat.S_IXUSR
        subprocess.run(["bash", "-n", path], check=True)


def test_start_runs_what_it_is_given_with_one_thread(tree):
    script = tree / "binder" / "start"
    command = [script, "sh", "-c", 'echo "$OPENBLAS_NUM_THREADS $1"', "sh", "two words"]
    clean = {"PATH": "/usr/bin:/bin"}
    assert subprocess.check_output(command, env=clean, text=True) == "1 two words\n"


def post_build(tree, folder, python):
    """Run postBuild with a Python that is this shell script."""
    (folder / "python").write_text(f"#!/bin/sh\n{python}\n")
    (folder / "python").chmod(0o755)
    environment = {"PATH": f"{folder}:/usr/bin:/bin"}
    return subprocess.run([tree / "binder" / "postBuild"], env=environment, capture_output=True)


def test_the_build_survives_mirrors_that_are_down(tree, tmp_path):
    """With a Python that fails at everything but our package, too, the image is built."""
    done = post_build(tree, tmp_path, '[ "$2" = pip ]')
    assert done.returncode == 0
    assert b"goes on with the bundled digits" in done.stdout


def test_an_image_without_our_package_is_none(tree, tmp_path):
    assert post_build(tree, tmp_path, '[ "$2" != pip ]').returncode == 1
