"""Load the reader's `my_network.py`, and use of it what is right."""

import contextlib
import io
import traceback
import types

from ..checks.cases import quiet
from ..checks.display import say
from ..checks.guard import SECONDS, Runaway, guarded
from ..wording import listed
from .disk import NAME, own_file
from .module_file import ModuleFile
from .parts import PARTS, CannotKeepError, OwnNetwork, in_a_sentence, no_part, verdict


def my_network(*needed):
    """Load your own network from `my_network.py` and check each of its parts again.

    Parameters
    ----------
    *needed : str
        Parts that the cell can't do without.

    Returns
    -------
    OwnNetwork or None
        `mine.layer`, `mine.scores` and so on; None if something needed is missing.
    """
    unknown = [no_part(name) for name in needed if name not in PARTS]
    if unknown:
        say("\n".join(f"{said}." for said in unknown))
        return None
    functions, unusable, troubles = {}, [], []
    try:
        file = ModuleFile(own_file())
        functions, unusable = _right_and_wrong(file)
        troubles = _what_is_wrong(file, unusable)
    except CannotKeepError as error:
        unusable = PARTS
        troubles = [f"Your own network can't be loaded: {error}"]
    missing = [f"`{part}`" for part in needed if part not in functions]
    if missing:
        troubles.append(
            f"This cell runs your own network once {NAME} has {listed(missing)}. "
            f"So far it has {count(functions)}"
        )
    elif not needed and functions:
        troubles.append(f"{NAME} has {count(functions)}")
    elif not needed and not troubles:
        troubles.append(f"{NAME} is not here yet: it begins with {next_part(())}.")
    if troubles:
        say("\n".join(troubles))
    return None if missing else OwnNetwork(functions, unusable)


def right_parts(file):
    """The parts that are right when the file is run, as {name: function}."""
    return _right_and_wrong(file)[0]


def _right_and_wrong(file):
    """The parts that are right, as {name: function}, and {name: what is said} of the others."""
    module = run_module(file)
    right, wrong = {}, {}
    for part in PARTS:
        if hasattr(module, part):
            said = verdict(part, getattr(module, part))
            if said.startswith("Right."):
                right[part] = getattr(module, part)
            else:
                wrong[part] = in_a_sentence(said)
    return right, wrong


def _what_is_wrong(file, wrong):
    """A sentence for each part that is wrong by itself, and what uses it."""
    uses = {part: file.needed_by(part) for part in wrong}
    culprits = {
        part: [other for other in wrong if other in uses[part] and part not in uses[other]]
        for part in wrong
    }
    troubles = []
    for part in wrong:
        if culprits[part]:
            continue
        said = f"`{part}` in {NAME} is not right. {wrong[part]}"
        users = [f"`{other}`" for other in wrong if part in culprits[other]]
        if users:
            verb = "uses" if len(users) == 1 else "use"
            said += f"\n{listed(users)} {verb} `{part}`: repair that first."
        troubles.append(said)
    return troubles


def run_module(file):
    """Run the text of the file as a module of its own, quietly; it is not found by `import`."""
    module = types.ModuleType("my_network")
    module.__file__ = str(file.path)
    try:
        with quiet(), contextlib.redirect_stdout(io.StringIO()):
            guarded(exec, compile(file.text, str(file.path), "exec"), vars(module))
    except Runaway:
        raise CannotKeepError(f"{NAME} was still running after {SECONDS} seconds.") from None
    except (Exception, SystemExit) as error:
        rows = [
            row
            for frame, row in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename == str(file.path)
        ]
        place = f" in line {rows[-1]}" if rows else ""
        raise CannotKeepError(f"{NAME} stops{place} ({type(error).__name__}: {error}).") from None
    return module


def count(parts):
    """Say how many parts there are, and which is next."""
    if len(parts) == len(PARTS):
        return f"all {len(PARTS)} parts."
    return f"{len(parts)} of {len(PARTS)} parts; next: {next_part(parts)}."


def next_part(parts):
    """The first part of the series that is missing, with its place."""
    part = next(part for part in PARTS if part not in parts)
    return f"{part} ({PARTS[part]})"
