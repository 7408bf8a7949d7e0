"""Notebooks are tested on the bundled digits, as their stored outputs were made."""

import os

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
    """Skip the cells of notebooks that need what is not installed."""
    reason = f"not installed: {', '.join(frameworks.missing())}"
    for item in items if frameworks.missing() else []:
        cell = getattr(item, "cell", None)
        if cell is not None and cell.source.startswith(frameworks.MARK):
            item.add_marker(pytest.mark.skip(reason=reason))
