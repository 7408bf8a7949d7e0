"""Where the project lives on the web, read from the one place that says so: the README.

``python tools/addresses.py`` prints a Binder link for each notebook.
"""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
BINDER = "https://mybinder.org/v2/gh/{repository}/HEAD?urlpath=lab/tree/{path}"


def repository():
    """Return the repository as owner/name, from the README's Binder link."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (found,) = re.findall(r"^\[binder\]: https://mybinder\.org/v2/gh/([^/]+/[^/]+)/", text, re.M)
    return found


def binder(path):
    """Return the link that opens a file of the repository on Binder."""
    return BINDER.format(repository=repository(), path=path)


if __name__ == "__main__":
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        print(binder(f"notebooks/{notebook.name}"))
