"""Where the project lives on the web, read from the one place that says so: the README.

``python tools/addresses.py`` prints a Binder link for each notebook; with the address of a
JupyterHub, ``… https://hub.example.org``, the link that gives each learner there a copy.
"""

import argparse
import re
import sys
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[1]
START = "notebooks/00-start-here.ipynb"


def repository():
    """Return the repository as owner/name, from the README's Binder link."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (found,) = re.findall(r"^\[binder\]: https://mybinder\.org/v2/gh/([^/]+/[^/]+)/", text, re.M)
    return found


def binder_link(path=START):
    """Return the link that opens a file of the repository on Binder."""
    return f"https://mybinder.org/v2/gh/{repository()}/HEAD?urlpath=lab/tree/{path}"


def site():
    """Return the address of the site, which GitHub gives to the repository's pages."""
    owner, name = repository().split("/")
    return f"https://{owner}.github.io/{name}/"


def browser_link(path=START):
    """Return the link that opens a notebook in the site's browser edition, below the site."""
    return f"lite/lab/index.html?path={Path(path).name}"


def hub_link(address):
    """Return the nbgitpuller link that brings the series into a learner's home on a JupyterHub."""
    name = repository().split("/")[1]
    asked = {
        "repo": f"https://github.com/{repository()}",
        "branch": "main",
        "urlpath": f"lab/tree/{name}/{START}",
    }
    return f"{address.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(asked)}"


def main(words):
    """Print a hub's link for each address, or Binder's for each notebook."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("addresses", nargs="*", help="of JupyterHubs, https://…; default: Binder")
    addresses = parser.parse_args(words).addresses
    for address in addresses:
        print(hub_link(address))
    if not addresses:
        for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
            print(binder_link(f"notebooks/{notebook.name}"))


if __name__ == "__main__":
    main(sys.argv[1:])
