"""Compares what cells show in a browser with what is stored, by nbval's rules and ours."""

import re
from collections import defaultdict

from lab import ROOT
from nbval.plugin import coalesce_streams, get_sanitize_patterns

from dig2ai_helpers.frameworks import MARK

PATTERNS = get_sanitize_patterns((ROOT / "notebooks/sanitize.cfg").read_text(encoding="utf-8"))
WIDGET = "application/vnd.jupyter.widget-view+json"
# nbval compares no stderr here, and no picture's bytes. An app that is alive has no still picture.
LEFT_OUT = {"stderr", "image/png", "image/jpeg", WIDGET}
NOT_COMPARED = "nbval-ignore-output"  # the outputs of such a cell are its machine's own


def differences(stored, shown):
    """Name the cells of a notebook that show something else than is stored, and what."""
    assert len(stored["cells"]) == len(shown["cells"])
    for number, (old, new) in enumerate(zip(stored["cells"], shown["cells"], strict=True)):
        if old["cell_type"] != "code" or NOT_COMPARED in old["metadata"].get("tags", ()):
            continue
        if old["source"].startswith(MARK):  # needs what a browser can't have
            continue
        right, found = flat(old["outputs"]), flat(new["outputs"])
        if right != found:
            yield f"cell {number} is stored as {dict(right)} and shows {dict(found)}"


def flat(outputs):
    """What a cell shows: the texts of each kind, in their order; of an app, its title."""
    texts = defaultdict(list)
    for output in coalesce_streams(outputs):
        data = {key: text for key, text in output.get("data", {}).items() if key not in LEFT_OUT}
        if output["output_type"] == "stream":
            data = {output["name"]: output["text"]} if output["name"] not in LEFT_OUT else {}
        elif is_live_app(output) or is_still(output):
            data = {"app": re.split("[,:]", data["text/plain"])[0]}
        elif WIDGET in output["data"]:
            continue  # a progress bar: it was hidden again when it was full
        for key, text in data.items():
            texts[key].append(sanitised(text))
    return texts


def is_live_app(output):
    """Whether an output is one of our apps, alive."""
    data = output.get("data", {})
    return WIDGET in data and data["text/plain"].startswith("<")


def is_still(output):
    """Whether an output is the still picture of an app."""
    data = output.get("data", {})
    text = data.get("text/plain", "")
    return "text/html" in data and text.startswith("<") and not text.startswith("<Picture")


def sanitised(text):
    """Return a text without what differs from run to run."""
    for pattern, instead in PATTERNS:
        text = re.sub(pattern, instead, text)
    return text
