"""A plugin for pytest that writes down which tests were skipped, to run them later.

``PYTHONPATH=tools pytest -p skipped`` writes into the file $DIG2AI_SKIPPED, a test a line, as
``pytest @file`` takes them. Where more is installed by then, or MNIST has come, they run.
"""

import os
from pathlib import Path

skipped = {}  # in their order


def pytest_runtest_logreport(report):
    """Note a test, or a notebook: its cells need all the cells above them."""
    if report.skipped:
        path, *_ = report.nodeid.split("::")
        skipped[path if path.endswith(".ipynb") else report.nodeid] = True


def pytest_collectreport(report):
    """Note a whole file."""
    if report.skipped:
        skipped[report.nodeid] = True


def pytest_sessionfinish(session):
    """Write, except in one process of several: these tell the first."""
    if not hasattr(session.config, "workerinput"):
        Path(os.environ["DIG2AI_SKIPPED"]).write_text("\n".join(skipped) + "\n")
