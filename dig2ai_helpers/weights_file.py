"""A network on disk: plain arrays in one .npz file. Only this file knows the format.

The file holds "maker", "hidden" and "output" (names), "sizes", "weights_0", "biases_0" and so on
for each layer, and "about", a note in JSON, if there is one. What comes from a file is not
trusted: nothing is unpickled or unpacked, no memory is taken for what isn't there, and everything
is checked. So reading takes no more than a few times the file's size.
"""

import os
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from .inputs import check_name, check_sizes, told
from .network_inputs import check_parameters
from .own_files import whole_file

MAKER = "dig2ai network, version 2"
EARLIER = "dig2ai network, version 1"  # the sizes of the layers were in the weights alone
# What `np.save` writes before the numbers of an array, for the kinds of numbers that occur here.
HEADER = re.compile(
    rb"\x93NUMPY\x01\0..\{'descr': '([<>|](?:f[248]|i[1248]|U\d{1,9}))', 'fortran_order': False, "
    rb"'shape': \((\d{0,18}(?:, ?\d{1,18})*),?\), \} *\n",
    re.DOTALL,
)


def write_network(path, network, about=None, half=False):
    """Write a network; `half` keeps 16 of the 32 bits of its weights, for a smaller file."""
    import json

    check_parameters(network)
    arrays = {name: np.array(getattr(network, name)) for name in ("hidden", "output", "sizes")}
    if about is not None:
        arrays["about"] = np.array(json.dumps(about))
    for layer, (W, b) in enumerate(zip(network.weights, network.biases, strict=True)):
        arrays[f"weights_{layer}"] = W.astype("float16") if half else W
        arrays[f"biases_{layer}"] = b
    write_arrays(path, arrays)


def read_network(path, build):
    """Read a network that `write_network` wrote; `build` is the class `Network`."""
    arrays = read_arrays(path)
    try:
        if arrays.pop("maker") == EARLIER:
            layers = range(sum(name.startswith("biases_") for name in arrays))
            neurons = [arrays[f"biases_{layer}"].size for layer in layers]
            arrays["sizes"] = np.array([len(arrays["weights_0"]), *neurons])
        sizes = check_sizes(arrays["sizes"].tolist())
        layers = range(len(sizes) - 1)
        weights = [arrays[f"weights_{layer}"] for layer in layers]
        biases = [arrays[f"biases_{layer}"] for layer in layers]
        if weights[0].dtype == np.float16:
            weights = [W.astype("float32") for W in weights]
        dtype = np.dtype(check_name(str(weights[0].dtype), ("float32", "float64"), "dtype"))
        names = {name: str(arrays[name]) for name in ("hidden", "output")}
        found = SimpleNamespace(sizes=sizes, dtype=dtype, weights=weights, biases=biases, **names)
        check_parameters(found)  # before a network of these sizes takes memory
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} does not hold a usable network: {error}") from None
    network = build(sizes, dtype=str(dtype), **names)
    network.weights, network.biases = weights, biases
    return network


def read_about(path):
    """Read the note that `write_network` was given."""
    import json

    return json.loads(str(read_arrays(path)["about"]))


def write_arrays(path, arrays):
    """Write named arrays to a .npz file: it appears whole, or not at all."""
    path = _checked(path)
    if os.path.isdir(path):
        raise IsADirectoryError(f"{path} is a folder: give a file name, like net.npz")
    if not os.path.isdir(path.parent):
        raise FileNotFoundError(f"there is no folder {path.parent}: make it first")
    arrays = {name: np.asarray(array, order="C") for name, array in arrays.items()}
    try:
        with whole_file(path, path) as file:
            np.savez(file, maker=np.array(MAKER), **arrays)
    except OSError as problem:
        what = f"{path} can't be written"
        if not os.access(path.parent, os.W_OK):
            what = f"nothing can be written into the folder {path.parent}"
        elif isinstance(problem, PermissionError):  # Windows replaces no file that is open
            what += ": is it open elsewhere?"
        advice = "give another folder or another name"
        raise type(problem)(f"{what} ({problem.strerror}); {advice}") from None


def read_arrays(path):
    """Read the arrays that `write_arrays` wrote, as a dict; never unpickles anything."""
    import zipfile

    path = _checked(path)
    if not os.path.exists(path):
        raise FileNotFoundError(f"there is no file {path}: save a network there first")
    try:
        if not os.path.isfile(path):
            raise ValueError("it is not a file")
        with zipfile.ZipFile(path) as file:
            arrays = dict(_members(file, path.stat().st_size))
    except (ValueError, OSError, EOFError, RuntimeError, zipfile.BadZipFile) as error:
        raise ValueError(
            f"{path} can't be read as a network: it is cut short, damaged or something else "
            f"({error!s:.200}); save the network again"
        ) from None
    if str(arrays.get("maker")) not in (MAKER, EARLIER):
        raise ValueError(f"{path} was not written by Network.save: save the network again")
    return arrays


def _checked(path):
    wrong = f"path must be the name of a file, like net.npz, but is {told(path)}"
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(wrong)
    try:
        usable = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:  # half of a character
        usable = False
    if not usable:
        raise ValueError(wrong)
    return Path(path)


def _members(file, size):
    """Yield the name and the array of each part of an archive that has `size` bytes."""
    from zipfile import ZIP_STORED

    parts = file.infolist()
    if sum(part.compress_size for part in parts) > size:
        raise ValueError("its parts are larger than itself")
    for part in parts:
        if (part.compress_type, part.file_size) != (ZIP_STORED, part.compress_size):
            raise ValueError("its parts are packed")
        yield part.filename.removesuffix(".npy"), _array(file.read(part))


def _array(data):
    """Make an array of the bytes that `np.save` wrote."""
    header = HEADER.match(data)
    if header is None:
        raise ValueError("a part of it is not an array of numbers")
    kind, shape = (found.decode() for found in header.groups())
    sizes = [int(size) for size in shape.split(",") if size]
    numbers = np.frombuffer(data, kind, offset=header.end())
    letters = np.dtype("u4").newbyteorder(numbers.dtype.byteorder)
    if numbers.dtype.kind == "U" and (numbers.view(letters) > sys.maxunicode).any():
        raise ValueError("a part of it is no text")
    return numbers.reshape(sizes).astype(np.dtype(kind).newbyteorder("="))
