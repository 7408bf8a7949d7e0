"""Print the oldest versions that the requirements allow, as constraints for pip.

``python tools/lowest.py > lowest.txt && pip install -r requirements.txt -c lowest.txt``
"""

import argparse
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main():
    """Print a constraint for each requirement."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    for line in [*project["dependencies"], *project["optional-dependencies"]["apps"], *lines]:
        if bound := re.match(r"([\w-]+)(?:\[\w+\])?>=([\w.]+)", line):
            print(f"{bound[1]}=={bound[2]}")


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    main()
