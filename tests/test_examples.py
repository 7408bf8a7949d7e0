"""The public names: each has types, a place on the site's page, and an example that is true."""

import doctest
import inspect

import pytest
import reference

import dig2ai_helpers
from dig2ai_helpers import interact

PUBLIC = {name: reference.find(name) for name in " ".join(reference.SECTIONS.values()).split()}
# Classes of apps are described with the functions that make them, mathematics in the notebooks.
EXEMPLIFIED = [
    name
    for name in PUBLIC
    if not name.endswith(
        ("App", "DrawingPad", "Playground", "LearnFromMe", "ClassGallery", "Countries")
    )
    and not name.startswith("functions.")
]


@pytest.fixture
def names():
    """What each example may use."""
    names = {}
    exec(reference.PREAMBLE, names)
    return names


def test_every_public_name_is_on_the_page():
    apps = {f"interact.{name}" for name in interact.__all__}
    assert {*dig2ai_helpers.__all__, *apps} <= set(PUBLIC)


@pytest.mark.parametrize("name", EXEMPLIFIED)
def test_its_example_is_true(name, names, request):
    if name == "download_mnist":
        request.getfixturevalue("real_mnist")  # where the files are, it fetches none
    parser, told = doctest.DocTestParser(), []
    example = parser.get_doctest(inspect.getdoc(PUBLIC[name]), names, name, None, None)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    assert runner.run(example, out=told.append).attempted, "there is no example"
    assert not told, "".join(told)


def annotated(function):
    """Whether the result and all that a function takes, but self, has a type."""
    signature = inspect.signature(function)
    taken = [p for p in signature.parameters.values() if p.name not in ("self", "cls")]
    types = [signature.return_annotation, *(p.annotation for p in taken)]
    return inspect.Signature.empty not in types


@pytest.mark.parametrize("name", PUBLIC)
def test_it_is_annotated(name):
    thing = PUBLIC[name]
    if inspect.isfunction(thing):
        assert annotated(thing)
    members = vars(thing if inspect.isclass(thing) else type(thing))
    for member, value in members.items():
        for wrapped in ("__func__", "fget", "func"):  # of a classmethod, of properties
            value = getattr(value, wrapped, value)
        if inspect.isfunction(value) and (not member.startswith("_") or member == "__init__"):
            assert annotated(value), member
