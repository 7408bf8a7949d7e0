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
    assert term.replace(" ", "-") in anchors(PATH)  # in small letters: the same anchor everywhere
