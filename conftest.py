"""Notebooks are tested on the bundled digits, as their stored outputs were made."""

import os


def pytest_configure():
    os.environ.setdefault("DIG2AI_DATASET", "bundled")  # the kernels of nbval inherit these
    os.environ["TQDM_DISABLE"] = "1"
    os.environ["DIG2AI_TEST"] = "1"
