"""A network on disk: plain arrays in one .npz file. Only this file knows the format.

The file holds "hidden" and "output" (names), "weights_0", "biases_0" and so on for each layer,
and "about", a note in JSON, if there is one. What comes from a file is not trusted: nothing is
unpickled, and everything is checked.
"""

import json
import os
import secrets
import zipfile
import zlib
from pathlib import Path

import numpy as np

from .network_inputs import check_parameters

MAKER = "dig2ai network, version 1"


def write_network(path, network, about=None, half=False):
    """Write a network; `half` keeps 16 of the 32 bits of its weights, for a smaller file."""
    check_parameters(network)
    arrays = {"hidden": np.array(network.hidden), "output": np.array(network.output)}
    if about is not None:
        arrays["about"] = np.array(json.dumps(about))
    for layer, (W, b) in enumerate(zip(network.weights, network.biases, strict=True)):
        arrays[f"weights_{layer}"] = W.astype("float16") if half else W
        arrays[f"biases_{layer}"] = b
    write_arrays(path, arrays)


def read_network(path, build):
    """Read a network that `write_network` wrote; `build` is the class `Network`."""
    arrays = read_arrays(path)
    layers = range(sum(name.startswith("weights_") for name in arrays))
    try:
        weights = [arrays[f"weights_{layer}"] for layer in layers]
        if weights[0].dtype == np.float16:
            weights = [W.astype("float32") for W in weights]
        sizes = [len(weights[0]), *(W.shape[-1] for W in weights)]
        names = {name: str(arrays[name]) for name in ("hidden", "output")}
        network = build(sizes, dtype=str(weights[0].dtype), **names)
        network.weights = weights
        network.biases = [arrays[f"biases_{layer}"] for layer in layers]
        check_parameters(network)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ValueError(f"{path} does not hold a usable network: {error}") from None
    return network


def read_about(path):
    """Read the note that `write_network` was given."""
    return json.loads(str(read_arrays(path)["about"]))


def write_arrays(path, arrays):
    """Write named arrays to a .npz file: it appears whole, or not at all.

    The arrays go to a neighbouring file first, which then takes the name in one step; so
    a reader never meets half a file, and a failed save leaves the earlier one as it was.
    """
    path = Path(path)
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder: give a file name, like net.npz")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent}: make it first")
    partial = path.parent / f".dig2ai-{secrets.token_hex(8)}.partial"
    try:
        file = open(partial, "xb")
    except OSError as problem:
        raise _refused(problem, f"nothing can be written into the folder {path.parent}") from None
    try:
        with file:
            np.savez(file, maker=np.array(MAKER), **arrays)
        _take_the_name(partial, path)
    except BaseException:
        partial.unlink()
        raise


def _take_the_name(partial, path):
    try:
        os.replace(partial, path)
    except OSError as problem:  # Windows replaces no file that is open, or written like a<b
        raise _refused(problem, f"{path} can't be written: is it open elsewhere?") from None


def _refused(problem, sentence):
    """Return the same kind of error, with a sentence that says what to do."""
    return type(problem)(f"{sentence} ({problem.strerror}); give another folder or another name")


def read_arrays(path):
    """Read the arrays that `write_arrays` wrote, as a dict; never unpickles anything."""
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"there is no file {path}: save a network there first")
    try:
        zipfile.ZipFile(path).close()  # np.load would take other kinds of files, too
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (ValueError, OSError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(
            f"{path} can't be read as a network: it is cut short, damaged or something else "
            f"({error}); save the network again"
        ) from None
    if str(arrays.pop("maker", "")) != MAKER:
        raise ValueError(f"{path} was not written by Network.save: save the network again")
    return arrays
