"""Notebook 09 without its frameworks: the cells that need them say so, and do nothing else.

Such a cell begins with the line `MARK`. Where PyTorch or Keras is missing, IPython is given two
other lines in its place, and pytest skips it (conftest.py).
"""

from importlib.util import find_spec

MARK = "# needs the frameworks"
FRAMEWORKS = {"PyTorch": "torch", "Keras": "keras"}
INSTEAD = ["from dig2ai_helpers.frameworks import say_why\n", "say_why()\n"]
ADVICE = (
    "{missing} not installed, so the cells that begin with `{mark}` are left out.\n"
    "requirements-frameworks.txt says how to get what they need; all other cells run without it."
)

told: list[str] = []  # what was said since the notebook began


def missing() -> list[str]:
    """Return the names of the frameworks that are not installed."""
    return [name for name, module in FRAMEWORKS.items() if find_spec(module) is None]


def skip_cells_without_them() -> None:
    """Let IPython leave out each cell that begins with `MARK`, if a framework is missing."""
    from IPython import get_ipython  # not needed by the package itself

    shell = get_ipython()
    if shell is None:
        return
    told.clear()
    filters = shell.input_transformers_cleanup
    if _leave_out in filters:
        filters.remove(_leave_out)
    if missing():
        filters.append(_leave_out)


def say_why() -> None:
    """Say in a sentence what is missing and what to do; after the first time, in four words."""
    names = missing()
    verb = "are" if len(names) > 1 else "is"
    full = ADVICE.format(missing=f"{' and '.join(names)} {verb}", mark=MARK)
    print("Left out, as above." if told else full)
    told.append(full)


def _leave_out(lines: list[str]) -> list[str]:
    return INSTEAD if lines and lines[0].startswith(MARK) else lines
