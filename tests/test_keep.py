"""`keep`: a function that passes goes into my_network.py, and nothing that is there gets lost."""

import copy
import errno
import linecache
import os
import stat
import sys
from itertools import count

import numpy as np
import pytest
from full_disk import refuse

from dig2ai_helpers import Network
from dig2ai_helpers.checks import guard
from dig2ai_helpers.checks.display import WIDTH, joined
from dig2ai_helpers.keeping import disk, keep, loading, module_file, my_network
from dig2ai_helpers.keeping.parts import PARTS, check_train_network, is_right, verdict

numbers = count()
LAYER = "def my_layer(a, W, b):\n    return np.maximum(a @ W + b, 0)\n"
WITH_RELU = "def my_layer(a, W, b):\n    return relu(a @ W + b)\n"
RELU = "def relu(z):\n    return np.maximum(z, 0)\n"
SOFTMAX = """\
def my_softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
"""
SCORES = """\
def my_scores(images, weights, biases):
    a = images
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        a = my_layer(a, W, b)
    return a @ weights[-1] + biases[-1]
"""
BEGIN = module_file.NEW


class Notebook:
    """A notebook whose cells are run with their text known, as in Jupyter."""

    def __init__(self, folder, capsys):
        self.path = folder / "my_network.py"
        self.capsys = capsys
        self.names = {"__name__": "__main__", "np": np, "keep": keep, "my_network": my_network}

    def __call__(self, text):
        """Run a cell; return what it prints."""
        name = f"<cell {next(numbers)}>"
        linecache.cache[name] = len(text), None, text.splitlines(keepends=True), name
        self.capsys.readouterr()
        exec(compile(text, name, "exec"), self.names)
        said = self.capsys.readouterr().out
        for line in said.splitlines():
            assert len(line) <= WIDTH or " " not in line.strip()
        return joined(said)

    @property
    def file(self):
        return self.path.read_bytes().decode()


@pytest.fixture
def notebook(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DIG2AI_TEST", "0")
    for name in [name for name in os.environ if name.startswith(("BINDER_", "JUPYTERHUB_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return Notebook(tmp_path, capsys)


# What is kept, and what is not


def test_a_function_that_passes_is_written_under_the_name_of_the_series(notebook):
    said = notebook(LAYER + "keep(my_layer)")
    assert said == (
        f"Kept `layer` in my_network.py. The file is new, in the folder {notebook.path.parent}. "
        "It has 1 of 10 parts; next: scores (notebook 02, exercise 3).\n"
    )
    layer = LAYER.replace("my_layer", "layer")
    assert notebook.file == f"{BEGIN}\n\n# notebook 02, exercise 2\n{layer}"
    for text in (notebook.file, notebook.file.rstrip()):
        notebook.path.write_text(text)
        assert notebook("keep(my_layer)").startswith("`layer` is in my_network.py already. It")
        assert notebook.file == text


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("...", "`my_layer` is not done yet.\n"),
        ("a @ W + b", "`my_layer` is not right yet. ReLU is missing"),
        ("nothing", "`my_layer` is not right yet. It stops in line 2"),
    ],
)
def test_what_does_not_pass_is_not_kept(notebook, body, told):
    said = notebook(f"def my_layer(a, W, b):\n    return {body}\nkeep(my_layer)")
    assert said.startswith(f"Not kept: {told}") and said.count("\n") == 1
    assert not notebook.path.exists()


def test_the_parts_stand_in_the_order_of_the_series(notebook):
    notebook(SOFTMAX + DELTA.format("p") + "keep(my_softmax)\nkeep(my_delta)")
    notebook(LAYER + "keep(my_layer)")
    places = [notebook.file.index(f"def {part}") for part in ("layer", "softmax", "delta")]
    assert places == sorted(places)
    assert notebook.file.count("\n\n\n#") == 3


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("keep(3)", "hand over the function itself"),
        ("keep(...)", "hand over the function itself"),
        (RELU + "keep(relu)", "`relu` is no part of the network. Its parts are layer, scores"),
        (LAYER + "keep(my_layer, 'layers')", "`layers` is no part of the network"),
        ("import functools\n" + LAYER + "keep(functools.partial(my_layer), 'layer')", "`def`"),
        ("keep(lambda a, W, b: np.maximum(a @ W + b, 0), 'layer')", "can't be found"),
        ("exec('def my_layer(a, W, b): return np.maximum(a @ W + b, 0)')\nkeep(my_layer)", "text"),
    ],
)
def test_what_is_no_function_of_the_reader_is_told(notebook, cell, told):
    said = notebook(cell)
    assert said.startswith("Not kept: ") and told in said and said.count("\n") == 1
    assert not notebook.path.exists()


@pytest.mark.skipif(sys.version_info < (3, 12), reason="parameters of types came with Python 3.12")
def test_a_function_with_parameters_of_its_types_is_kept(notebook):
    generic = LAYER.replace("(a, W, b)", "[T](a: T, W: T, b: T) -> T")
    assert notebook(generic + "keep(my_layer)").startswith("Kept `layer`")
    assert notebook(WITH_RELU.replace("relu(a", "positive(a") + RELU.replace("relu", "positive[T]")
                    + "keep(my_layer, replace=True)").startswith("Kept `layer`")  # fmt: skip


def test_a_function_of_another_name_can_say_what_it_is(notebook):
    said = notebook(LAYER.replace("my_layer", "best") + "keep(best, 'layer')")
    assert said.startswith("Kept `layer`") and "def layer(a, W, b):" in notebook.file


# What a function needs

NEEDS = {
    "a function": (RELU + WITH_RELU, "with `relu`, which it needs"),
    "a lambda": ("relu = lambda z: np.maximum(z, 0)\n" + WITH_RELU, "with `relu`"),
    "functions in a row": (
        "def larger(z, than=LOW):\n    return np.where(z > than, z, than)\n"
        "def relu(z):\n    return larger(z)\n" + WITH_RELU,
        "with `LOW`, `larger`, `relu`",
    ),
    "a constant": (WITH_RELU.replace("relu(a @ W + b)", "np.maximum(a @ W + b, LOW)"), "`LOW`"),
    "an array": (
        "LOW = np.zeros(100)\n"
        + WITH_RELU.replace("relu(a @ W + b)", "np.maximum(a @ W + b, LOW[0])"),
        "with `LOW`",
    ),
    "infinity": (
        "LOW, TOP = 0, np.inf\n"
        + WITH_RELU.replace("relu(a @ W + b)", "np.clip(a @ W + b, -0.0, TOP)"),
        "with `TOP`",
    ),
    "a module": (
        "import numpy\nimport math as m\n"
        + WITH_RELU.replace("relu(a @ W + b)", "numpy.maximum(a @ W + b, m.log(1))"),
        "Kept `layer` in my_network.py. ",
    ),
    "a function that remembers": (
        "import functools\n@functools.cache\ndef low():\n    return 0\n"
        + LAYER.replace("0)", "low())"),
        "with `low`",
    ),
    "an import": ("from dig2ai_helpers.functions import relu\n" + WITH_RELU, "py. The file"),
    "a ufunc": (
        "from numpy import maximum as most\n" + LAYER.replace("np.maximum", "most"),
        "py. The file",
    ),
    "a decorator": (
        "import functools\n"
        "def twice(f):\n    @functools.wraps(f)\n    def g(*x):\n        f(*x)\n"
        "        return f(*x)\n    return g\n@twice\n" + LAYER,
        "with `twice`",
    ),
    "another numpy": (LAYER.replace("def my_layer", "import numpy as np\ndef my_layer"), "py. The"),
    "itself as a lambda": ("my_layer = lambda a, W, b: np.maximum(a @ W + b, 0)\n", "py. The file"),
}  # fmt: skip


@pytest.mark.parametrize("need", NEEDS)
def test_what_a_function_needs_comes_along(notebook, need):
    cell, told = NEEDS[need]
    notebook.names["LOW"] = np.float64(0.0)
    assert told in notebook(cell + "keep(my_layer)")
    names = {}
    exec(notebook.file, names)  # a new kernel knows nothing but the file
    assert is_right("layer", names["layer"])


NEEDED_IN_VAIN = {
    "a closure": (
        "def make(low, top):\n    def my_layer(a, W, b):\n"
        "        return np.clip(a @ W + b, low, top)\n"
        "    return my_layer\nmy_layer = make(0, np.inf)\n",
        "was made inside another function and needs its `low`",
    ),
    "a large array": (
        "zeros = np.zeros(101)\ndef my_layer(a, W, b):\n"
        "    return np.maximum(a @ W + b, zeros[0])\n",
        "uses `zeros` of the notebook, which can't be written into a file",
    ),
    "an object": (
        "class Low:\n    zero = 0\n"
        "def my_layer(a, W, b):\n    return np.maximum(a @ W + b, Low.zero)\n",
        "uses `Low` of the notebook",
    ),
    "the package's own": (
        "def layer(a, W, b): return np.maximum(a @ W + b, 0)\n"
        "def my_layer(a, W, b):\n    return layer(a, W, b)\n",
        "calls another function, `layer`, to do its work",
    ),
    "a name of the series": (
        "step = 0\ndef my_layer(a, W, b):\n    return np.maximum(a @ W + b, step)\n",
        "uses the variable `step`, which has the name of a part",
    ),
}  # fmt: skip


@pytest.mark.parametrize("need", NEEDED_IN_VAIN)
def test_what_cannot_come_along_is_told(notebook, need):
    cell, told = NEEDED_IN_VAIN[need]
    said = notebook(cell + "keep(my_layer)")
    assert said.startswith("Not kept: ") and told in said and said.count("\n") == 1
    assert not notebook.path.exists()


DELTA = """\
def my_delta(scores, labels):
    {0} = my_softmax(scores)
    {0}[np.arange(len(labels)), labels] -= 1
    return {0} / len(labels)
"""


def test_a_part_uses_another_one_as_it_is_in_the_file(notebook):
    said = notebook(SOFTMAX + DELTA.format("p") + "keep(my_delta)")
    assert said == (
        "Not kept: `my_delta` uses `my_softmax`, but my_network.py has no `softmax` yet "
        "(notebook 03, exercise 1). Keep that one first.\n"
    )
    assert notebook("keep(my_softmax)\nkeep(my_delta)").count("Kept ") == 2
    assert "p = softmax(scores)" in notebook.file and "my_softmax" not in notebook.file


def test_a_variable_may_have_the_name_of_a_part(notebook):
    notebook(SOFTMAX + DELTA.format("softmax") + "keep(my_softmax)\nkeep(my_delta)")
    assert "delta" in vars(notebook.names["my_network"]())


def test_a_function_that_calls_itself_calls_itself_in_the_file(notebook):
    notebook(LAYER + "keep(my_layer)")
    said = notebook(
        "def my_scores(x, weights, biases):\n"
        "    if len(weights) == 1:\n        return x @ weights[0] + biases[0]\n"
        "    x = my_layer(x, weights[0], biases[0])\n"
        "    return my_scores(x, weights[1:], biases[1:])\nkeep(my_scores)"
    )
    assert said.startswith("Kept `scores`")
    assert "x = layer(x" in notebook.file and "return scores(x" in notebook.file


def test_a_helper_may_call_back(notebook):
    notebook(
        "def go_on(a, weights, biases):\n    return my_scores(a, weights[1:], biases[1:])\n"
        "def my_scores(x, weights, biases):\n    z = x @ weights[0] + biases[0]\n"
        "    return z if len(weights) == 1 else go_on(np.maximum(z, 0), weights, biases)\n"
        "keep(my_scores)"
    )
    assert "return scores(a" in notebook.file and list(vars(my_network())) == ["scores"]


def test_only_the_name_is_changed_and_not_what_looks_like_it(notebook):
    body = (
        "def  my_layer (a, W, b, my_layers=0):\n"
        "    'my_layer: a layer'\n"
        "    ω = dict(my_layer=my_layer)['my_layer'], f'{my_layer.__name__} ω'  # my_layer\n"
        "    note = f'''ω my_layer\n  {my_layer.__name__} and {my_layer.__doc__}'''\n"
        "    return np.maximum(a @ W + b, my_layers)\n"
    )
    assert notebook(body + "keep(my_layer)").startswith("Kept `layer`")
    for line in (
        "def layer(a, W, b, my_layers=0):",
        "'my_layer: a layer'",
        "ω = dict(my_layer=layer)['my_layer'], f'{layer.__name__} ω'  # my_layer",
    ):
        assert line in notebook.path.read_text(encoding="utf-8")


# Another one is there already

OTHER = LAYER.replace("np.maximum(a @ W + b, 0)", "np.where(a @ W + b > 0, a @ W + b, 0)")


def test_another_function_is_replaced_only_on_request(notebook):
    notebook(LAYER + "keep(my_layer)")
    before = notebook.file
    assert notebook(OTHER + "keep(my_layer)") == (
        "Not kept: my_network.py already has another `layer`. keep(my_layer, replace=True) "
        "replaces it; the old file stays as my_network.py.before.\n"
    )
    assert notebook.file == before
    said = notebook("keep(my_layer, replace=True)")
    assert said.startswith("Kept `layer` in my_network.py. The old file is my_network.py.before.")
    assert "np.where" in notebook.file and notebook.file.count("def layer") == 1
    assert (notebook.path.parent / "my_network.py.before").read_text() == before
    second = notebook.file
    assert "my_network.py.before2" in notebook(LAYER + "keep(my_layer, replace=True)")
    assert (notebook.path.parent / "my_network.py.before2").read_text() == second
    assert notebook.file == before


def test_a_helper_of_the_file_is_used_if_it_does(notebook):
    notebook.path.write_text(f"{BEGIN}\n\ndef relu(z):\n    return z * (z > 0)\n")
    assert "It has 1 of 10" in notebook(RELU + WITH_RELU + "keep(my_layer)")
    assert "z * (z > 0)" in notebook.file and "np.maximum" not in notebook.file


def test_a_helper_of_the_file_that_is_wrong_is_replaced_on_request(notebook):
    begin = BEGIN.replace("as np", "as np  # numbers")
    notebook.path.write_text(f"{begin}\n\ndef relu(z):\n    return z\n")
    said = notebook(RELU + WITH_RELU + "keep(my_layer)")
    assert said.startswith("Not kept: with the `relu` that my_network.py has, `my_layer` is not")
    assert notebook("keep(my_layer, replace=True)").startswith("Kept `layer`")
    assert "return z\n" not in notebook.file and notebook.file.count("def relu") == 1
    assert notebook.file.count("import numpy") == 1


def test_a_replacement_never_spoils_another_part(notebook):
    shared = "def top(s):\n    return s.max(axis=1, keepdims=True)\n"
    notebook(shared + SOFTMAX.replace("scores.max(axis=1, keepdims=True)", "top(scores)"))
    notebook("keep(my_softmax)")
    before = notebook.file
    notebook(
        "def top(z):\n    return np.maximum(z, 0)\n"
        + LAYER.replace("np.maximum(a @ W + b, 0)", "top(a @ W + b)")
    )
    assert "with the `top` that my_network.py has" in notebook("keep(my_layer)")
    said = notebook("keep(my_layer, replace=True)")
    assert said == "Not kept: with it, `softmax` in my_network.py would no longer be right.\n"
    assert notebook.file == before and len(list(notebook.path.parent.iterdir())) == 1


# What the reader wrote into the file stays as it is, byte for byte

BY_HAND = (
    '"""Mine: ¿Ω?"""\nimport numpy as np   # numbers\nx=1;y = 2\n\n\n\n# my own words\n'
    "def softmax( s ):\n  p = np.exp(s-s.max(axis=1,keepdims=True))\n"
    "  return p/p.sum(axis=1,keepdims=True)  \n\t\n# the end\x0c"
)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_what_is_written_by_hand_stays(notebook, encoding, newline):
    cookie = "# -*- coding: latin-1 -*-\n" if encoding == "latin-1" else ""
    text = (cookie + BY_HAND).replace("Ω", "" if cookie else "Ω").replace("\n", newline)
    notebook.path.write_bytes(text.encode(encoding))
    assert "It has 2 of 10 parts" in notebook(RELU + WITH_RELU + "keep(my_layer)")
    after = notebook.path.read_bytes()
    added = f"{RELU}\n\n# notebook 02, exercise 2\n{WITH_RELU.replace('my_', '')}\n\n"
    start = text.index("# my own words")
    helper, layer = RELU + "\n\n", added.removeprefix(RELU + "\n\n")
    wanted = text[:start] + (helper + layer).replace("\n", newline) + text[start:]
    assert after.decode(encoding) == wanted
    assert "It has 3" in notebook(
        "def my_batches(order, batch_size):\n"
        "    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]\n"
        "keep(my_batches)"
    )
    added = notebook.path.read_bytes().removeprefix(after).decode()
    assert added.startswith(f"{newline * 3}# notebook 05, exercise 3{newline}def batches")


def test_other_ends_of_lines_stay_as_they_are(notebook):
    start, end = BY_HAND.replace("x=1;", "x=1\r").split("# my own words")
    notebook.path.write_bytes(f"{start}# my own words{end}".encode())
    notebook("LOW = np.zeros(1)\n" + LAYER.replace("0)", "LOW)") + "keep(my_layer)")
    assert notebook.file.startswith(
        f"{start}LOW = np.array([0.0], dtype='float64')\n\n\n# notebook"
    )
    assert notebook.file.endswith(f"# my own words{end}")


LAYER_BY_HAND = "\ndef layer(a, W, b):\n    return a\n"


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        (f'"""Mine."""\n{LAYER_BY_HAND}', f'"""Mine."""\n\nimport numpy\n\n{LAYER_BY_HAND}'),
        (LAYER_BY_HAND, f"import numpy\n\n{LAYER_BY_HAND}"),
        (f'{module_file.TITLE}"""', f'{module_file.TITLE}"""\n\nimport numpy\n\n\n\n# notebook'),
    ],
)
def test_an_import_goes_below_the_title_of_a_file_without_imports(notebook, text, begin):
    notebook.path.write_text(text)
    notebook(SOFTMAX.replace("np.", "numpy.") + "import numpy\nkeep(my_softmax)")
    assert notebook.file.startswith(begin)


def test_what_is_right_in_the_notebook_only_is_told(notebook):
    notebook.path.write_text(BEGIN.replace("numpy", "math"))
    said = notebook(LAYER + "keep(my_layer)")
    assert said.startswith("Not kept: `my_layer` is right here, but not in my_network.py. It stops")


def test_what_is_right_in_the_notebook_only_replaces_nothing(notebook):
    notebook(LAYER + "keep(my_layer)")
    before = notebook.file
    asks = 'np.maximum(a @ W + b, 0) if "my_layer" in globals() else a'
    said = notebook(
        LAYER.replace("np.maximum(a @ W + b, 0)", asks) + "keep(my_layer, replace=True)"
    )
    assert said.startswith("Not kept: `my_layer` is right here, but not in my_network.py. ")
    assert notebook.file == before


def test_an_array_brings_the_import_of_numpy_along(notebook):
    notebook.path.write_text(BEGIN.replace("import numpy as np\n", ""))
    layer = "def my_layer(a, W, b):\n    return (a @ W + b).clip(ZERO)\n"
    said = notebook("ZERO = np.zeros(1)\n" + layer + "keep(my_layer)")
    assert said.startswith("Kept `layer`") and "import numpy as np\n" in notebook.file


def test_the_name_of_a_result_stays_as_it_is_written(notebook):
    said = notebook(
        "def my_layer_backward(z_below, W, dz):\n    a = np.maximum(z_below, 0)\n"
        "    return a.T @ dz / 2, dz.sum(axis=0) / 2, dz @ W.T * (z_below > 0) / 2\n"
        "keep(my_layer_backward)"
    )
    assert said.startswith("Not kept: `my_layer_backward` is not right yet. dW, db and ")


def test_letters_that_the_file_cannot_hold_are_told(notebook):
    notebook.path.write_bytes(b"# coding: latin-1\n" + BEGIN.encode())
    said = notebook(LAYER.replace("\n ", "  # ω\n ") + "keep(my_layer)")
    assert "is stored as iso-8859-1, which has no `ω`. Store it as UTF-8." in said


# Files that are not as they should be

ODD = {
    "damaged": (b"def layer(a, W, b):\n    return (\n", "has a mistake in line 2 ("),
    "no text": (b"\x00\x01\xff", "can't be read as text"),
    "zeros": (b"x = 1\x00\x00", "my_network.py"),
    "too deep": (b"x = " + 10_000 * b"(" + 10_000 * b")", "my_network.py"),
    "other letters": (b"# \xff\xfe\nx = 1\n", "can't be read as text"),
    "foreign": (b"print('my game')\n", "another my_network.py here, which has nothing to do with"),
    "one line": (b"x = 1; layer = 2\n", "line 1 defines `layer` and more"),
    "stops": (BEGIN.encode() + b"1 / 0\n", "stops in line 7 (ZeroDivisionError"),
}


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_file_is_told_and_left_alone(notebook, kind):
    data, told = ODD[kind]
    notebook.path.write_bytes(data)
    said = notebook(LAYER + "keep(my_layer, replace=True)")
    assert said.startswith("Not kept: ") and told in said and said.count("\n") == 1
    assert notebook.path.read_bytes() == data
    assert [path.name for path in notebook.path.parent.iterdir()] == ["my_network.py"]


def test_a_file_that_runs_without_end_is_told_and_left_alone(notebook, monkeypatch):
    for module in (guard, loading):
        monkeypatch.setattr(module, "SECONDS", 0.2)
    notebook.path.write_text(f"{BEGIN}while True:\n    pass\n")
    before = notebook.file
    assert "was still running after 0.2 seconds" in notebook(LAYER + "keep(my_layer)")
    assert "was still running after 0.2 seconds" in notebook("mine = my_network()")
    assert notebook.file == before and vars(notebook.names["mine"]) == {}


def test_what_is_not_done_is_told_whatever_the_file_is(notebook):
    notebook.path.write_bytes(b"(")
    said = notebook("def my_layer(a, W, b):\n    return ...\nkeep(my_layer)")
    assert said == "Not kept: `my_layer` is not done yet.\n"


def test_nothing_is_put_aside_where_nothing_is_replaced(notebook):
    notebook(SOFTMAX + "keep(my_softmax, replace=True)")
    assert "The old file" not in notebook(LAYER + "keep(my_layer, replace=True)")
    assert [path.name for path in notebook.path.parent.iterdir()] == ["my_network.py"]


@pytest.mark.parametrize("data", [b"", b"\n \n", b"import numpy as np\n\nlayer = None"])
def test_an_empty_file_or_a_beginning_is_filled(notebook, data):
    notebook.path.write_bytes(data)
    assert notebook(LAYER + "keep(my_layer, replace=True)").startswith("Kept `layer`")
    assert "layer" in vars(my_network())


def test_a_folder_of_that_name_is_told(notebook):
    notebook.path.mkdir()
    assert "there is a folder with the name my_network.py" in notebook(LAYER + "keep(my_layer)")
    assert "a folder with the name" in notebook("mine = my_network()")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in folders")
def test_a_pipe_of_that_name_is_told_and_not_waited_for(notebook):
    os.mkfifo(notebook.path)
    assert "my_network.py is not a file. Rename it." in notebook(LAYER + "keep(my_layer)")


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="needs Linux's /proc")
def test_a_file_that_cannot_be_read_is_told(notebook):
    notebook.path.symlink_to("/proc/self/mem")  # opens, and fails at the first byte
    assert "my_network.py can't be read (Input/output error)." in notebook("my_network()")


@pytest.mark.skipif(os.name != "posix", reason="Windows deletes no folder that is in use")
def test_a_folder_that_is_gone_is_told(notebook, tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert "the folder of this notebook is not there any more." in notebook("my_network()")


def test_a_link_stays_a_link(notebook, tmp_path_factory):
    real = tmp_path_factory.mktemp("elsewhere") / "network.py"
    try:
        notebook.path.symlink_to(real)
    except OSError:
        pytest.skip("this account may not make links")
    notebook(LAYER + "keep(my_layer)")
    assert notebook.path.is_symlink() and "def layer" in real.read_text()
    real.unlink()
    real.parent.rmdir()
    assert "can't be written into the folder" in notebook("keep(my_layer)")


@pytest.mark.parametrize("problem", [errno.ENOSPC, errno.EACCES, errno.EROFS])
@pytest.mark.parametrize("call", ["os.open", "os.replace", "write"])
def test_a_file_that_cannot_be_written_stays_as_it_is(notebook, monkeypatch, problem, call):
    notebook(SOFTMAX + "keep(my_softmax)")
    before = notebook.file

    with monkeypatch.context() as patch:
        refuse(patch, call, problem)
        said = notebook(LAYER + "keep(my_layer)")
    assert said.startswith("Not kept: my_network.py can't be written into the folder ")
    assert os.strerror(problem) in said and said.endswith("nothing was changed.\n")
    assert notebook.file == before
    assert [path.name for path in notebook.path.parent.iterdir()] == ["my_network.py"]


def test_a_protected_file_is_respected(notebook, monkeypatch):
    notebook(SOFTMAX + "keep(my_softmax)")
    before = notebook.file
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # as for most accounts
    assert "is write-protected; nothing was changed" in notebook(LAYER + "keep(my_layer)")
    assert notebook.file == before


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_the_rights_of_the_file_stay(notebook):
    notebook(SOFTMAX + "keep(my_softmax)")
    notebook.path.chmod(0o640)
    notebook(LAYER + "keep(my_layer)")
    assert stat.S_IMODE(notebook.path.stat().st_mode) == 0o640


def test_two_notebooks_at_once_lose_nothing(notebook, monkeypatch):
    notebook(SOFTMAX + "keep(my_softmax)")
    put = module_file.ModuleFile.put

    def meanwhile(file, *arguments):
        with notebook.path.open("a") as stream:
            stream.write("# saved by an editor\n")
        put(file, *arguments)

    monkeypatch.setattr(module_file.ModuleFile, "put", meanwhile)
    assert "has just been changed elsewhere" in notebook(LAYER + "keep(my_layer)")
    assert "editor" in notebook.file and "def layer" not in notebook.file


# Where it is written


def test_under_test_nothing_is_written_beside_the_notebook(notebook, monkeypatch):
    monkeypatch.setenv("DIG2AI_TEST", "1")
    monkeypatch.setenv("BINDER_LAUNCH_HOST", "https://example.org")
    said = notebook(LAYER + "keep(my_layer)")
    assert said.startswith("Kept `layer` in my_network.py. It has 1") and "Binder" not in said
    assert list(notebook.path.parent.iterdir()) == []
    assert disk.own_file().exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("BINDER_LAUNCH_HOST", "Binder deletes all files when it closes: download my_network.py"),
        ("JUPYTERHUB_USER", "If this server doesn't keep your files, download my_network.py"),
    ],
)
def test_where_files_do_not_stay_the_reader_is_told(notebook, monkeypatch, name, told):
    monkeypatch.setenv(name, "x")
    assert f"). {told}" in notebook(LAYER + "keep(my_layer)")
    assert "download" not in notebook("def my_layer(a, W, b):\n    return ...\nkeep(my_layer)")


def test_in_the_browser_edition_the_reader_is_told_where_the_file_is(notebook, monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    said = notebook(LAYER + "keep(my_layer)")
    assert "). Only this browser stores the file: download my_network.py" in said


# Loading it


def test_without_a_file_the_reader_is_told_how_it_begins(notebook):
    assert notebook("mine = my_network()") == (
        "my_network.py is not here yet: it begins with layer (notebook 02, exercise 2).\n"
    )
    assert repr(notebook.names["mine"]) == "<your own network: nothing yet>"
    assert notebook("mine = my_network('scores', 'step')") == (
        "This cell runs your own network once my_network.py has `scores` and `step`. "
        "So far it has 0 of 10 parts; next: layer (notebook 02, exercise 2).\n"
    )
    assert notebook.names["mine"] is None


def test_what_is_there_can_be_used(notebook):
    notebook(LAYER + "keep(my_layer)")
    assert notebook("mine = my_network('layer')") == ""
    mine = notebook.names["mine"]
    assert mine.layer(np.ones((1, 2)), np.ones((2, 3)), -np.ones(3)).tolist() == [[1, 1, 1]]
    with pytest.raises(AttributeError, match=r"has no `step` yet \(notebook 05, exercise 2\)"):
        _ = mine.step
    with pytest.raises(AttributeError, match="no part of the network; is `layer` meant"):
        _ = mine.lair
    with pytest.raises(AttributeError, match="no part of the network; its parts: layer, scores"):
        _ = mine.chair
    assert copy.copy(mine).layer is mine.layer
    assert repr(mine) == "<your own network: layer>"


def test_a_part_that_was_spoilt_by_hand_is_told_and_not_used(notebook):
    notebook(LAYER + "keep(my_layer)\n" + SOFTMAX + "keep(my_softmax)")
    notebook.path.write_text(notebook.file.replace("np.maximum(a @ W + b, 0)", "a @ W + b"))
    assert notebook("mine = my_network()") == (
        "`layer` in my_network.py is not right. ReLU is missing: the result still has negative "
        "numbers. my_network.py has 1 of 10 parts; next: layer (notebook 02, exercise 2).\n"
    )
    assert list(vars(notebook.names["mine"])) == ["softmax"]


HELPER = "def hidden(a, W, b):\n    return my_layer(a, W, b)\n"


@pytest.mark.parametrize("scores", [SCORES, HELPER + SCORES.replace("a = my_layer", "a = hidden")])
def test_what_uses_a_wrong_part_is_told_once_and_in_sentences(notebook, scores):
    notebook(LAYER + "keep(my_layer)\n" + scores + "keep(my_scores)")
    notebook.path.write_text(notebook.file.replace("np.maximum", "np.minimum"))
    assert notebook("mine = my_network()") == (
        "`layer` in my_network.py is not right. This is the minimum of z and 0. ReLU is the "
        "maximum. `scores` uses `layer`: repair that first.\n"
    )
    for part in ("layer", "scores"):
        with pytest.raises(AttributeError, match=f"`{part}` can't be used as it stands"):
            getattr(notebook.names["mine"], part)
    with pytest.raises(AttributeError, match="has no `softmax` yet"):
        _ = notebook.names["mine"].softmax


def test_several_that_use_a_wrong_part_are_told_in_one_sentence(notebook):
    batches = (
        "def my_batches(order, size):\n    my_softmax(np.ones((1, 2)))\n"
        "    return [order[i : i + size] for i in range(0, len(order), size)]\n"
    )
    notebook(SOFTMAX + DELTA.format("p") + batches)
    notebook("keep(my_softmax)\nkeep(my_delta)\nkeep(my_batches)")
    notebook.path.write_text(notebook.file.replace("np.exp", "np.ex"))
    said = notebook("mine = my_network()")
    assert "`delta` and `batches` use `softmax`: repair that first." in said


def test_wrong_parts_that_use_each_other_are_all_told(notebook):
    wrong = "\n\ndef layer(a, W, b):\n    return scores\n\n\ndef scores(*_):\n    return layer\n"
    notebook.path.write_text(BEGIN + wrong)
    said = notebook("mine = my_network()")
    assert all(f"`{part}` in my_network.py is not right" in said for part in ("layer", "scores"))


def test_the_same_text_in_a_file_that_stops_is_told(notebook):
    notebook(LAYER + "keep(my_layer)")
    notebook.path.write_text("x = 1 / 0\n" + notebook.file)
    assert "Not kept: my_network.py stops in line 1 (ZeroDivisionError" in notebook(
        "keep(my_layer)"
    )


def test_an_import_that_got_lost_is_put_back_on_request(notebook):
    notebook(LAYER + "keep(my_layer)\n" + SOFTMAX + "keep(my_softmax)")
    good = notebook.file
    notebook.path.write_text(good.replace("import numpy as np\n", ""))
    assert "something that it needs is missing" in notebook("keep(my_layer)")
    said = notebook("keep(my_layer, replace=True)")
    assert said.startswith("Kept `layer`") and "It has 2 of 10 parts" in said
    assert "import numpy as np\n" in notebook.file
    assert notebook("keep(my_layer)").startswith("`layer` is in my_network.py already. It has 2")


def test_only_parts_that_are_right_are_counted(notebook):
    notebook(SOFTMAX + "keep(my_softmax)")
    notebook.path.write_text(notebook.file.replace("np.exp", "np.sin"))
    assert "It has 1 of 10 parts; next: scores" in notebook(LAYER + "keep(my_layer)")
    assert "already. It has 1 of 10 parts" in notebook("keep(my_layer)")


MISSPELT = {name: "is `layer` meant? Its parts: " for name in ("layers", "my_layer", "Layer")}


@pytest.mark.parametrize(("name", "told"), [*MISSPELT.items(), (3, "its parts: layer, ")])
def test_a_misspelt_part_is_told(notebook, name, told):
    said = notebook(f"mine = my_network('softmax', {name!r})")
    assert said.startswith(f"`{name}` is no part of the network; {told}")
    assert said.count("\n") == 1 and notebook.names["mine"] is None


def test_the_folder_of_a_new_file_is_named(notebook, monkeypatch):
    notebook(LAYER + "keep(my_layer)")
    other = notebook.path.parent / "other"
    other.mkdir()
    monkeypatch.chdir(other)
    assert f"The file is new, in the folder {other}." in notebook("keep(my_layer)")
    assert "folder" not in notebook(SOFTMAX + "keep(my_softmax)")


@pytest.mark.parametrize("kind", ["damaged", "stops", "foreign"])
def test_a_file_that_cannot_be_loaded_is_told(notebook, kind):
    data, told = ODD[kind]
    notebook.path.write_bytes(data)
    said = notebook("mine = my_network()")
    assert said.startswith("Your own network can't be loaded: ") and told in said
    assert said.count("\n") == 1 and vars(notebook.names["mine"]) == {}
    with pytest.raises(AttributeError, match="`layer` can't be used as it stands"):
        _ = notebook.names["mine"].layer


def test_the_file_is_loaded_anew_each_time_and_quietly(notebook, monkeypatch):
    monkeypatch.syspath_prepend(notebook.path.parent)
    notebook(LAYER + "keep(my_layer)")
    first = my_network("layer").layer
    notebook.path.write_text(notebook.file + "\n\nprint('I am ' + __file__)\nlate = 1\n")
    assert notebook("mine = my_network('layer')") == ""
    assert notebook.names["mine"].layer.__globals__["late"] == 1 and "late" not in first.__globals__


# The loop

LOOP = """\
def train_network(parameters, images, labels, epochs, batch_size, learning_rate, seed=0):
    rng, losses = np.random.default_rng(seed), []
    for _ in range(epochs):
        total = 0.0
        for rows in mine.batches(rng.permutation(len(labels)), batch_size):
            W1, b1, W2, b2, W3, b3 = {padded}
        losses.append(total)
    return parameters, losses
keep(train_network)
"""


def test_the_loop_needs_its_parts(notebook):
    notebook("mine = my_network()")
    said = notebook(LOOP.format(padded="mine.step(parameters, mine.delta, 1)"))
    assert said == (
        "Not kept: `train_network` needs `delta`, `step`, `batches` from my_network.py. "
        "Keep those first.\n"
    )


def test_a_network_that_was_loaded_too_early_is_told(notebook):
    notebook("mine = own = my_network()\n" + SOFTMAX + "keep(my_softmax)")
    body = "mine.softmax(own.softmax(x))"
    said = notebook(f"def train_network(x):\n    return {body}\nkeep(train_network)")
    assert "`mine`, which was loaded before `softmax` was kept. Run `mine = my_network()`" in said


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("softmax = mine.softmax(x)", "has a variable `softmax`, and `softmax` is also the name"),
        ("own = mine; own.softmax(x)", "uses `mine` itself. Name the functions that it needs"),
        ("y = own.softmax(mine)", "uses `mine` itself. Name the functions that it needs: `mine."),
        ("mine.soft(x)", "It stops in line 2"),
    ],
)
def test_what_cannot_be_written_without_the_loaded_network_is_told(notebook, body, told):
    notebook(SOFTMAX + "keep(my_softmax)\nmine = own = my_network()")
    said = notebook(f"def train_network(x, *_):\n    {body}\nkeep(train_network)")
    assert said.startswith("Not kept: `train_network` ") and told in said


def test_a_loop_that_learns_otherwise_is_not_kept(notebook):
    notebook(SOFTMAX + "keep(my_softmax)\nmine = my_network()")
    said = notebook(
        "def train_network(parameters, images, labels, epochs, batch_size, rate, seed=0):\n"
        "    mine.softmax(np.ones((2, 3)))\n    return parameters, [0.0] * epochs\n"
        "keep(train_network)"
    )
    assert said.startswith("Not kept: `train_network` is not right yet. ")
    assert "`rate` and `seed` are never used" in said


def test_a_loop_that_trains_as_the_package_does_is_right():
    def loop(parameters, images, labels, epochs, batch_size, learning_rate, seed=0):
        net = Network([len(parameters[0]), *map(len, parameters[1::2])], dtype="float64")
        rng, losses = np.random.default_rng(seed), []
        for _ in range(epochs):
            order, total = rng.permutation(len(labels)), 0
            for start in range(0, len(labels), batch_size):
                rows = order[start : start + batch_size]
                net.weights, net.biases = parameters[0::2], parameters[1::2]
                loss, dW, db = net.gradients(images[rows], labels[rows])
                steps = [step for pair in zip(dW, db, strict=True) for step in pair]
                parameters = [
                    p - learning_rate * step for p, step in zip(parameters, steps, strict=True)
                ]
                total += loss * len(rows)
            losses.append(total / len(labels))
        return parameters, losses

    assert verdict("train_network", loop).startswith("Right.")
    assert "two results: the parameters, and" in verdict("train_network", lambda *_, **__: "ab")


@pytest.mark.parametrize("spoil", ["losses", "last bias", "three layers", "nothing"])
def test_the_check_of_the_loop_sees_weights_and_losses_of_any_depth(spoil):
    right = check_train_network.exercise.right

    def loop(parameters, *settings):
        parameters, losses = right(parameters, *settings)
        if spoil == "last bias" or (spoil == "three layers" and len(parameters) > 4):
            parameters[-1] = parameters[-1] + 0.01
        return parameters, [0.9 * loss for loss in losses] if spoil == "losses" else losses

    assert is_right("train_network", loop) == (spoil == "nothing")


def test_the_parts_are_those_that_have_a_check():
    assert loading.count(PARTS) == "all 10 parts."
    assert len(PARTS) == 10 and all(not is_right(part, lambda *_: ...) for part in PARTS)
