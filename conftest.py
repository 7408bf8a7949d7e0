"""Notebooks are tested on the bundled digits, as their stored outputs were made.

With DIG2AI_STATEMENTS=1, what a notebook says of its results (tests/statements) is tested after
its last cell, in the same kernel.
"""

import os
from collections import defaultdict
from itertools import pairwise

import pytest

from dig2ai_helpers import frameworks


def pytest_configure():
    os.environ.setdefault("DIG2AI_DATASET", "bundled")  # the kernels of nbval inherit these
    os.environ["TQDM_DISABLE"] = "1"
    os.environ["DIG2AI_TEST"] = "1"


def pytest_report_header():
    """Say whether notebook 09 will be compared as a whole."""
    missing = " and ".join(frameworks.missing())
    return "notebook 09: " + (
        f"without its frameworks ({missing} not installed), their cells are skipped"
        if missing
        else "with its frameworks, all cells are compared"
    )


def pytest_collection_modifyitems(items):
    """Skip the cells of notebooks that need what is not installed; add their statements."""
    if os.environ.get("DIG2AI_STATEMENTS") == "1":
        items[:] = _with_statements(items)
    reason = f"not installed: {', '.join(frameworks.missing())}"
    for item in items if frameworks.missing() else []:
        cell = getattr(item, "cell", None)
        if cell is not None and cell.source.startswith(frameworks.MARK):
            item.add_marker(pytest.mark.skip(reason=reason))


def _with_statements(items):
    """Yield all tests, and after a notebook's last cell one more."""
    import nbformat  # it comes with nbval

    from notebooks import statements

    for item, following in pairwise([*items, None]):
        yield item
        last = item.parent is not getattr(following, "parent", None)
        if hasattr(item, "cell") and last and (code := statements(item.path)):
            cell = nbformat.v4.new_code_cell(code)
            more = {"cell_num": item.cell_num + 1, "cell": cell, "options": defaultdict(bool)}
            yield type(item).from_parent(item.parent, name="what it says", **more)
