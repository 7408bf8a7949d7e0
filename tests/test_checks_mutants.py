"""Each solution in a notebook is called right, and none that was spoilt in one place.

A third of the mutants is tried; all of them if DIG2AI_MUTANTS=all.
"""

import os
import zlib

import pytest
from mutants import equivalents, solutions, survives, survivors


def chosen(mutant):
    return os.environ.get("DIG2AI_MUTANTS") == "all" or zlib.crc32(repr(mutant).encode()) % 3 == 0


@pytest.mark.parametrize("notebook, check, source, call", list(solutions()))
def test_every_folded_solution_is_right(notebook, check, source, call):
    assert survives(source, call)


def test_every_mutant_of_a_folded_solution_is_rejected():
    tried, alive = survivors(chosen=chosen)
    print(f"{tried - len(alive)} of {tried} mutants are rejected")
    assert tried > 150
    assert not alive, "\n\n".join(f"{check}\n{program}" for check, program in alive)


def test_every_equivalent_has_a_reason_and_is_called_right():
    _, alive = survivors(listed=True)
    assert {(check, program.strip()) for check, program in alive} == set(equivalents())
