"""A widget's page side is sent as one text, but written in several files.

Scripts say `import { element } from "./page.js";`, style sheets `@import "./page.css";`.
"""

import re
from pathlib import Path

IMPORT = re.compile(r'^(?:import [^;]*?from|@import) "(\..+?)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def page_side(python_file):
    """Give the script and the style sheet of a widget, which lie beside its Python file."""
    return tuple(_joined(Path(python_file).with_suffix(kind), set()) for kind in (".js", ".css"))


def _joined(path, seen):
    """Give a file's text after those that it imports, each once: all of them share one scope."""
    path = path.resolve()
    if path in seen:
        return ""
    seen.add(path)
    text = path.read_text(encoding="utf-8")
    imported = [_joined(path.parent / name, seen) for name in IMPORT.findall(text)]
    return "".join([*imported, EXPORT.sub("", IMPORT.sub("", text))])
