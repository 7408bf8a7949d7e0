"""The floors and walls that CONTRIBUTING draws: lower floors know nothing of those above."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "dig2ai_helpers"
FRONT_DOOR = {"__init__", "__main__"}  # they open to everything
APPS = (
    "bets_app", "class_app", "countries_app", "learning_app", "my_digit_app", "playground_app",
    "pad", "small",
)  # fmt: skip
PARTS_OF_SMALL_APPS = {
    f"interact/small/{name}"
    for name in ("backprop_network", "network_drawing", "network_formulas", "neuron_template")
}
# A function may carry its module's name only where the design gives this name to both.
SAME_NAME = {"sweep", "recipes"}


def modules():
    """Each module as its path below the package, without the ending: "interact/pad/widget"."""
    return sorted(
        path.relative_to(PACKAGE).with_suffix("").as_posix() for path in PACKAGE.rglob("*.py")
    )


@cache
def imports(module):
    """The modules of the package that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names if name.name.startswith("dig2ai_helpers")]
            assert not names, f"{module} imports {names}: inside the package, imports are relative"
        if isinstance(node, ast.ImportFrom) and node.level:
            folder = list((PACKAGE / module).parent.relative_to(PACKAGE).parts)
            folder = folder[: len(folder) + 1 - node.level]
            start = "/".join([*folder, *(node.module or "").split(".")]).strip("/")
            found |= {_module(f"{start}/{name.name}".strip("/")) for name in node.names}
    return found - {module}


def _module(place):
    """The module that an imported name lives in."""
    while place:
        for module in (place, f"{place}/__init__"):
            if (PACKAGE / f"{module}.py").exists():
                return module
        place = place.rpartition("/")[0]
    return "__init__"


def room(module):
    """The first part of a module's path: a file of the package, or a folder in it."""
    return module.split("/")[0]


@cache
def floors():
    """The table in CONTRIBUTING: {room: floor}."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d) \| (.+?) \|", text, re.MULTILINE)
    return {
        name.removesuffix("/").removesuffix(".py"): int(floor)
        for floor, names in rows
        for name in re.findall(r"`([\w./]+)`", names)
    }


def test_every_room_stands_on_a_floor():
    assert {room(module) for module in modules()} - FRONT_DOOR == set(floors())


@pytest.mark.parametrize("module", [m for m in modules() if room(m) not in FRONT_DOOR])
def test_a_lower_floor_knows_nothing_of_those_above(module):
    here = floors()[room(module)]
    above = [other for other in imports(module) if floors().get(room(other), 9) > here]
    assert above == []


def test_no_import_goes_round_in_a_circle():
    done, under_way = set(), []

    def visit(module):
        assert module not in under_way, under_way[under_way.index(module) :]
        if module not in done:
            under_way.append(module)
            for other in imports(module):
                visit(other)
            done.add(under_way.pop())

    for module in modules():
        visit(module)


@pytest.mark.parametrize("module", [m for m in modules() if m.startswith("interact/toolkit/")])
def test_the_toolkit_knows_no_network_no_digits_and_no_training(module):
    outside = {other for other in imports(module) if not other.startswith("interact/toolkit/")}
    assert outside <= {"figures/picture", "palette", "surroundings", "wording"}


@pytest.mark.parametrize("module", [m for m in modules() if m.startswith("interact/sheet/")])
def test_the_sheet_knows_no_app_and_no_network(module):
    inside = {other for other in imports(module) if other.startswith("interact/")}
    assert all(other.startswith(("interact/sheet/", "interact/toolkit/")) for other in inside)
    assert not {"network", "trained", "training"} & imports(module)


@pytest.mark.parametrize("module", [m for m in modules() if m.startswith("interact/trial/")])
def test_what_trains_a_network_knows_no_app(module):
    inside = {other for other in imports(module) if other.startswith("interact/")}
    assert all(other.startswith(("interact/trial/", "interact/toolkit/")) for other in inside)


@pytest.mark.parametrize(
    "module", [m for m in modules() if m.split("/")[1:2] in ([a] for a in APPS)]
)
def test_no_app_imports_another_app(module):
    own = "/".join(module.split("/")[:2])
    others = {other for other in imports(module) if other.startswith("interact/")}
    shared = ("interact/toolkit/", "interact/sheet/", "interact/trial/")
    strangers = {o for o in others if not o.startswith((f"{own}/", *shared))}
    assert strangers == set()
    if own == "interact/small":  # each file is an app; parts of one stand beside it
        assert {o for o in others if o.startswith(own)} <= PARTS_OF_SMALL_APPS


@pytest.mark.parametrize("module", modules())
def test_nothing_private_is_taken_from_another_module(module):
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert [name.name for name in node.names if name.name.startswith("_")] == []


@pytest.mark.parametrize("module", modules())
def test_no_module_is_called_like_a_function_in_it(module):
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    names = {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    assert module.split("/")[-1] not in names - SAME_NAME


def test_the_package_alone_needs_no_library_for_pictures():
    """What `import dig2ai_helpers` reaches stands below figures and interact."""
    reached, ahead = set(), ["__init__"]
    while ahead:
        module = ahead.pop()
        if module not in reached:
            reached.add(module)
            ahead += imports(module)
    assert not {module for module in reached if room(module) in ("figures", "checks", "interact")}
