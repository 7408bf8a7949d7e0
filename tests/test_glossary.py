"""The glossary: every term can be linked to, says where it comes from, and stands there once."""

import re

import nbformat
import pytest
from test_links import anchors
from test_notebooks import FOLDER, prose

from notebooks import clean

PATH = FOLDER / "glossary.ipynb"
TEXT = prose(nbformat.read(PATH, as_version=4))
TERMS = dict(re.findall(r"^### (.+)\n\n(.+)$", TEXT, re.MULTILINE))


def test_it_is_words_only_and_stored_clean():
    notebook = nbformat.read(PATH, as_version=4)
    assert {cell.cell_type for cell in notebook.cells} == {"markdown"}
    clean(notebook)
    assert nbformat.writes(notebook, indent=1) + "\n" == PATH.read_text(encoding="utf-8")


def test_no_term_is_there_twice():
    assert len(TERMS) == TEXT.count("\n### ") > 60


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_short_leads_to_its_notebook_and_can_be_linked_to(term):
    words, number, name = re.fullmatch(
        r"(.+[.:)]) \[(\d\d)\]\((\S+)\.ipynb\)", TERMS[term]
    ).groups()
    assert len(words.split()) <= 75
    assert name.startswith(number) and (FOLDER / f"{name}.ipynb").exists()
    # In small letters an anchor is the same everywhere; to names like ReLU nothing can link.
    assert not term.islower() or term.replace(" ", "-") in anchors(PATH)


def begins_a_word(name, text):
    """Whether each word of a name is in a text, whatever its ending."""
    return all(re.search(rf"\b{re.escape(word[:6])}", text, re.I) for word in name.split())


@pytest.mark.parametrize("term", TERMS)
def test_a_term_or_another_name_for_it_is_in_the_notebook_it_leads_to(term):
    (name,) = re.findall(r"\((\S+\.ipynb)\)", TERMS[term])
    cells = nbformat.read(FOLDER / name, as_version=4).cells
    text = "\n".join(cell.source for cell in cells)
    names = [term, *re.findall(r"\*(.+?)\*", TERMS[term])]
    assert any(begins_a_word(name, text) for name in names), f"{name} has none of {names}"


def test_a_name_that_a_text_lacks_is_missed():
    assert begins_a_word("dead neuron", "Neurons that are dead")
    assert not begins_a_word("dead neuron", "a neuron") and not begins_a_word("set", "reset")
