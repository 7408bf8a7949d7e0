"""Keep a function that passes its check: write it into the reader's `my_network.py`."""

import os

from ..checks.display import say
from ..surroundings import in_browser, under_test
from .disk import NAME, own_file
from .loading import count, right_parts, run_module
from .module_file import ModuleFile
from .parts import PARTS, CannotKeepError, in_a_sentence, is_right, part_name, verdict
from .source import Written

DOWNLOAD = f"download {NAME} (right-click it in the list of files)"


def keep(function, part=None, *, replace=False):
    """Write your function into `my_network.py`, beside the notebook, if it passes its check.

    Parameters
    ----------
    function : function
        Like `my_layer`: it is written under the name `layer`.
    part : str, optional
        The part that it is, if its name doesn't tell.
    replace : bool
        Whether it may take the place of another one that is there already.
    """
    try:
        say(_kept(function, part, replace) + _reminder())
    except CannotKeepError as error:
        say(f"Not kept: {error}")


def _kept(function, part, replace):
    """Keep a function; return what to say."""
    part, name = _part_of(function, part)
    if part != "train_network":  # what the loop needs is told before its check runs into it
        _check(part, name, function)
    file = ModuleFile(own_file())
    written = Written(function, part, set(file.nodes))
    if part == "train_network":
        _check(part, name, function)
    another = part in file.nodes
    before = set(right_parts(file)) if another or replace else set()
    same = another and file.text_of(part).rstrip() == written.text.rstrip()
    if same and part in before:
        return f"`{part}` is in {NAME} already. It has {count(before)}"
    if another and not replace:
        raise CannotKeepError(_what_is_there(part, name, same))
    _put(file, written, part)
    brought, works = list(written.helpers), _works(file, part)
    if replace and not works:
        brought = _put_with_its_own_helpers(file, function, part)
    if not works and not (replace and _works(file, part)):
        raise CannotKeepError(_why_not(file, part, name, written))
    after = set(right_parts(file))
    lost = sorted(before - after)
    if lost:
        raise CannotKeepError(f"with it, `{lost[0]}` in {NAME} would no longer be right.")
    older = file.write(backup=another or not works)
    return _told(part, brought, older, file, after)


def _what_is_there(part, name, same):
    """Say why a part is not written over one that is there."""
    old = f"the old file stays as {NAME}.before."
    if not same:
        return f"{NAME} already has another `{part}`. keep({name}, replace=True) replaces it; {old}"
    return (
        f"{NAME} has this `{part}` already, but it isn't right there: something that it needs is "
        f"missing or has been changed. keep({name}, replace=True) puts that back; {old}"
    )


def _check(part, name, function):
    said = verdict(part, function)
    if said.startswith("Not done yet"):
        raise CannotKeepError(f"`{name}` is not done yet.")
    if not said.startswith("Right."):
        raise CannotKeepError(f"`{name}` is not right yet. {in_a_sentence(said)}")


def _part_of(function, part):
    """The part that a function is, and the name that the reader calls it by."""
    name = getattr(function, "__name__", "") or "your function"
    if name == "<lambda>":
        names = [n for n, value in function.__globals__.items() if value is function]
        name = next((n for n in names if not n.startswith("_")), "your function")
    if not callable(function):
        raise CannotKeepError("hand over the function itself, without brackets: keep(my_layer).")
    part = part_name(name) if part is None else part
    if not isinstance(part, str) or part not in PARTS:
        raise CannotKeepError(
            f"`{part}` is no part of the network. Its parts are {', '.join(PARTS)}; "
            "keep(my_function, part='layer') keeps a function of any name."
        )
    return part, name


def _put(file, written, part):
    """Put a part into the text of the file, and what it needs before it."""
    for line in written.imports:
        file.put_import(line)
    for name, text in written.helpers.items():
        file.put(name, text)
    file.put(part, written.text, f"# {PARTS[part]}")


def _put_with_its_own_helpers(file, function, part):
    """Let the function's own helpers replace those that the file has under the same names."""
    own = Written(function, part, set(file.parts()) | {"np"})
    _put(file, own, part)
    return list(own.helpers)


def _works(file, part):
    return is_right(part, getattr(run_module(file), part, None))


def _why_not(file, part, name, written):
    said = verdict(part, getattr(run_module(file), part, None))
    shared = sorted(written.shared - {"np"})
    if shared:
        return (
            f"with the `{shared[0]}` that {NAME} has, `{name}` is not right. "
            f"keep({name}, replace=True) replaces that as well; the old file stays as "
            f"{NAME}.before."
        )
    return f"`{name}` is right here, but not in {NAME}. {in_a_sentence(said)}"


def _told(part, brought, older, file, right):
    helpers = (
        f" with {', '.join(f'`{name}`' for name in brought)}, which it needs" if brought else ""
    )
    stays = f" The old file is {older}." if older else ""
    new = ""
    if file.data is None and not under_test():
        new = f" The file is new, in the folder {file.path.parent}."
    return f"Kept `{part}` in {NAME}{helpers}.{stays}{new} It has {count(right)}"


def _reminder():
    """Where files don't stay: a sentence that says so. Under test none, so that it is the same."""
    if under_test():
        return ""
    if any(name.startswith("BINDER_") for name in os.environ):
        return f"\nBinder deletes all files when it closes: {DOWNLOAD} before you leave."
    if any(name.startswith("JUPYTERHUB_") for name in os.environ):
        return f"\nIf this server doesn't keep your files, {DOWNLOAD} before you leave."
    if in_browser():
        return f"\nOnly this browser stores the file: {DOWNLOAD} if you want to be sure of it."
    return ""
