"""Run notebooks on the bundled digits and store them with their outputs, clean.

``python tools/notebooks.py`` runs all of them; or name some: ``… notebooks/01-*.ipynb``.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
# A stored widget is dead; what stays is the still picture beside it.
LIVE = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run(path):
    """Run one notebook from top to bottom and write it back."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": path.parent}}).execute()
    clean(notebook)
    nbformat.validate(notebook)
    path.write_text(nbformat.writes(notebook, indent=1) + "\n", encoding="utf-8")


def clean(notebook):
    """Leave no trace of the machine or the hour: only what a reader sees, and cell tags."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in ("tags", "reason") if cell.metadata.get(key)}
        cell.metadata = nbformat.from_dict(kept)
        if cell.cell_type == "code":
            cell.outputs = list(joined(cell.outputs))


def joined(outputs):
    """Yield the outputs without metadata, with what was printed in one piece, however it came."""
    text = None
    for output in outputs:
        if "metadata" in output:
            output.metadata = nbformat.from_dict({})
        output.get("data", {}).pop(LIVE, None)
        if text is not None and output.get("name") == text.name:
            text.text += output.text
            continue
        text = output if output.output_type == "stream" else None
        yield output


def main(names):
    os.environ["DIG2AI_DATASET"] = "bundled"  # what is stored shows the bundled digits only
    os.environ["TQDM_DISABLE"] = "1"
    os.environ["DIG2AI_TEST"] = "1"  # widgets finish what they do before their cell ends
    for path in [Path(name).resolve() for name in names] or sorted(FOLDER.glob("*.ipynb")):
        print(path.name)
        run(path)


if __name__ == "__main__":
    main(sys.argv[1:])
