"""The sentences of the checks, one by one: for each message of NumPy's, each way to be wrong."""

import decimal
import fractions
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from drawn import compare_with_stored

from dig2ai_helpers.checks import compare, display, paper
from dig2ai_helpers.checks.cases import same
from dig2ai_helpers.checks.differences import difference
from dig2ai_helpers.checks.meanings import MEANINGS
from dig2ai_helpers.checks.words import meaning

STORED = Path(__file__).with_name("checks_said.json")

# A message of NumPy's or Python's, and below it what a reader is told.

MESSAGES = """
matmul: Input operand 1 has a mismatch in its core dimension 0 (size 3 is different from 2)
    the inner sizes must be equal, but are 2 and 3.
shapes (2,3) and (4,5) not aligned: 3 (dim 1) != 4 (dim 0)
    (2, 3) and (4, 5) can't be multiplied as matrices: the inner sizes must be equal.
operands could not be broadcast together with shapes (2,3) (4,)
    the shapes (2, 3) (4,) don't fit together. Compare them from the right: two sizes must be
    equal, or one of them must be 1.
unhashable type: 'numpy.ndarray'
    what @cache is given, what is in a set and what is a key of a dict must not be able to
    change, but a value of the type ndarray can.
array is not broadcastable to correct shape
    np.add.at takes the indices as one tuple, and then what is added: np.add.at(table, (rows,
    columns), 1).
could not broadcast input array from shape (3,) into shape (2,)
    an array of the shape (3,) doesn't fit into a slice of the shape (2,).
non-broadcastable output operand with shape (3,) doesn't match the broadcast shape (2,3)
    the result has the shape (2, 3) and can't be written into an array (3,).
The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()
    one True or False is needed, and this is a whole array of them.
index 3 is out of bounds for axis 0 with size 2
    index 3 doesn't exist: axis 0 has the size 2, and indices start at 0.
list assignment index out of range
    the list has no such index: indices start at 0.
too many indices for array: array is 1-dimensional, but 2 were indexed
    there are 2 indices in the square brackets, but the number of axes is 1.
only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) are valid indices
    an index must be a whole number (or an array of True and False).
list indices must be integers or slices, not tuple
    a list of rows has no [i, j]: write [i][j], or make it an array with np.array.
list indices must be integers or slices, not numpy.float64
    an index must be a whole number (or an array of True and False).
list indices must be integers or slices, not str
    an index must be a whole number, and this is a str.
axis 2 is out of bounds for array of dimension 2
    there is no axis 2: the number of axes is 2, and they start at 0.
'numpy.ndarray' object is not callable
    an array has round brackets after it: is a `*` missing in front of them, or is it []?
'list' object is not callable
    a value of the type list is called like a function. Is a `*` missing in front of the
    bracket, or is a function's name used for something else?
only 0-dimensional arrays can be converted to Python scalars
    a whole array stands where one number is needed. The functions of `math` work on one
    number; those of NumPy (np.exp, np.log) work on arrays.
setting an array element with a sequence. The requested array has an inhomogeneous shape after 1
    the rows of a list have different lengths.
setting an array element with a sequence.
    one element can't hold several numbers.
'NoneType' object has no attribute 'append'
    `.append` changes the list and gives back None, so there is no `=` in front of it.
unsupported operand type(s) for +: 'NoneType' and 'int'
    something is None there. Does a function without `return` come before it?
ufunc 'bitwise_xor' not supported for the input types
    `^` is not a power in Python: write `**`.
ufunc 'exp' not supported for the input types
    this function of NumPy needs numbers, and meets something else: a list of arrays of
    different shapes, a string, or None.
unsupported operand type(s) for *: 'list' and 'float'
    a list can't be used with `*`: make it an array with np.array first.
unsupported operand type(s) for -: 'str' and 'int'
    `-` doesn't work between the types str and int.
can't multiply sequence by non-int of type 'float'
    a list can't be multiplied by a number like this. Go through it in a loop, or make it an
    array with np.array.
'numpy.ndarray' object has no attribute 'append'
    this is a numpy.ndarray, which has no .append; a list does.
'list' object has no attribute 'sum'
    a list has no .sum; an array does.
'dict' object has no attribute 'rate'
    this is a dict: its entries are asked for with brackets, ["rate"].
'<' not supported between instances of 'dict' and 'dict'
    `<` can't compare the types dict and dict. (`max`, `min` and `sorted` take a key=….)
'Network' object has no attribute 'wweights'
    there is no .wweights on it ('Network' object has no attribute 'wweights').
name 'relu' is not defined
    `relu` is not known. Was its cell run? Is it spelt right?
cannot access local variable 'z' where it is not associated with a value
    `z` is used before it has a value. Does it get one further up, in every case?
too many values to unpack (expected 2)
    there are more values on the right than names on the left.
not enough values to unpack (expected 2, got 1)
    there are fewer values on the right than names on the left.
cannot unpack non-iterable int object
    one value is unpacked into several names.
f() missing 1 required positional argument: 'b'
    a function is called with too few arguments (f() missing 1 required positional argument:
    'b').
maximum() takes from 2 to 3 positional arguments but 1 were given
    np.maximum compares two things: np.maximum(z, 0).
dot() missing required argument (pos 2)
    np.dot multiplies two arrays: np.dot(a, W).
add() takes from 2 to 3 positional arguments but 1 were given
    np.add needs two things, and there is one.
return arrays must be of ArrayType
    this function of NumPy works on two things, and there are three.
Cannot interpret '10' as a data type
    the shape needs brackets of its own: np.zeros((n, 10)).
Cannot construct a dtype from an array
    the first argument needs brackets of its own: np.zeros((n, m)), np.array([a, b]).
only integer scalar arrays can be converted to a scalar index
    one whole number is needed here, and this is an array.
f() takes 1 positional argument but 2 were given
    a function is called with too many arguments.
assignment destination is read-only
    this array can't be changed: take a copy first.
zero-size array to reduction operation maximum which has no identity
    a maximum or minimum of nothing is asked.
division by zero
    division by zero: which number is that, and can it be 0?
Python integer 300 out of bounds for uint8
    300 doesn't fit into an array of the dtype uint8: leave the dtype out, or take int.
cannot reshape array of size 6 into shape (4,5)
    6 numbers don't fill the shape (4, 5).
Cannot cast ufunc 'add' output from dtype('float64') to dtype('int64') with casting rule 'same_kind'
    the array holds int64, so a float64 can't be written into it in place (+=, -=).
"""


def told_messages():
    """{message: sentence} of the table."""
    told = {}
    for line in MESSAGES.strip().splitlines():
        if not line.startswith(" "):
            message, told[line] = line, []
        else:
            told[message].append(line.strip())
    return {message: " ".join(lines) for message, lines in told.items()}


@pytest.mark.parametrize(("message", "sentence"), told_messages().items())
def test_each_message_gets_its_sentence(message, sentence):
    assert meaning(TypeError(message)) == sentence


def test_each_pattern_has_a_message():
    found = [
        next(pattern for pattern, _ in MEANINGS if re.search(pattern, message))
        for message in told_messages()
    ]
    assert set(found) == {pattern for pattern, _ in MEANINGS}


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (RecursionError("deep"), "it calls itself without end."),
        (MemoryError(), "it asks for more memory than there is: which shape does the array have?"),
        (
            OverflowError("x"),
            "a number becomes too large for a float: does an exponential overflow?",
        ),
        (KeyError("rate"), "the dict has no entry 'rate'."),
        (SystemExit(), "it calls exit."),
        (OSError("no  such\nfile."), "OSError: no such file."),
        (OSError(), "OSError."),
    ],
)
def test_each_kind_of_error_gets_its_sentence(error, sentence):
    assert meaning(error) == sentence


R = np.array([[0.5, -1.25, 3.5], [2.0, 0.75, -0.25], [1.5, 4.0, 0.125]])
V = R.ravel()
ONE, TWO = np.array(3.0), np.array(2.0)
TOP, BOTTOM = np.array([[7], [0], [0]]), np.array([[0], [0], [7]])

DIFFERENCES = [
    ("Everything has the wrong sign.", [(-R, R)]),
    ("Everything has the wrong sign.", [(-R, R), (-V, V)]),
    ("The sign is wrong.", [(-TWO, TWO)]),
    ("", [(np.array([1, 2], np.uint8), np.array([5, 9]))]),  # unsigned: it has no sign
    ("All are 2 times too large.", [(2 * R, R)]),
    ("All are 2 times too large.", [(2 * R, R), (2 * V, V)]),
    ("All are 2 times too large here.", [(2 * R, R), (3 * R, R)]),
    ("", [(2 * R, R), (R + 1, R)]),
    ("All are 3.33 times too small.", [(0.3 * R, R)]),
    ("All are 100 times too small.", [(R / 100, R)]),
    ("All are 100 times too large.", [(100 * R, R)]),
    ("All are 100 times too large. Are they in per cent?", [(100 * R.clip(0, 1), R.clip(0, 1))]),
    ("All are multiplied by -3.", [(-3 * R, R)]),
    ("It is 1.5 times too large.", [(ONE, TWO), (3 * ONE, 3 * TWO)]),
    ("", [(0 * R, R)]),
    ("", [(np.array([0.0, 4]), np.array([0.0, 2]))]),  # a single number shows no factor
    ("All are 1 too large.", [(R + 1, R)]),
    ("All are 0.5 too small.", [(R - 0.5, R)]),
    ("It is 1 too large.", [(ONE, TWO), (ONE + 5, TWO + 5)]),
    ("", [(ONE, TWO)]),
    ("All are cut to whole numbers: is it `//`, or an int array?", [(np.trunc(R), R)]),
    ("All are rounded to whole numbers: is it `//`, or an int array?", [(np.round(R), R)]),
    ("All are rounded to whole numbers: is it `//`, or an int array?", [(np.floor(R), R)]),
    ("", [(np.array([1.0, 2]), np.array([1.5, 2]))]),
    ("It is transposed.", [(R.T, R)]),
    ("It is transposed.", [(R[:2].T, R[:2])]),
    ("", [(R[:2].T, R[:2]), (R, R[:2])]),
    ("", [(R[:2], R)]),
    ("The order is reversed.", [(R[::-1], R)]),
    ("The order is reversed.", [(R[1::-1], R[:2]), (V[::-1], V)]),
    ("", [(R[1::-1], R[:2])]),
    ("All are shifted by one place.", [(np.roll(R, 1, axis=0), R)]),
    ("All are shifted by one place.", [(np.roll(V, -1), V)]),
    ("Only the first row differs.", [(R + TOP, R)]),
    ("Only the first row differs.", [(R + np.diag([1, 0, 0]), R)]),
    ("Only the last row differs.", [(R + BOTTOM, R)]),
    ("Only the last row differs.", [(R + BOTTOM, R), (R[:2] + BOTTOM[1:], R[:2])]),
    ("", [(R + BOTTOM, R), (R + TOP, R)]),
    ("", [(R + np.roll(TOP, 1), R)]),
    ("Only the first column differs.", [(R + TOP.T, R)]),
    ("Only the last column differs.", [(R + BOTTOM.T, R)]),
    ("Only the first entry differs.", [(V + np.eye(9)[0], V)]),
    ("Only the last entry differs.", [(V + np.eye(9)[8], V)]),
    (
        "NaN comes from 0 / 0, from infinity − infinity, or from a mean of nothing.",
        [(R * np.nan, R)],
    ),
    ("", [(2 * R, R), (R * np.nan, R)]),
    ("", [(R * np.nan, R * np.nan)]),
    ("", [(R * np.inf, R)]),
    ("", [(R > 0, R)]),
    ("", [(R[:0], R[:0])]),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "pairs"), DIFFERENCES)
def test_each_way_to_be_off_has_its_sentence(sentence, pairs):
    assert difference(pairs) == sentence


# Wrong results on paper, (mine, right) under each name, and what is told: within 0.01 is right.

ON_PAPER = [
    ({"x": (0.4, 0.7236)}, "x is too small."),
    ({"x": (0.9, 0.7236)}, "x is too large."),
    ({"x": (0.5, [0.7])}, "x is too small."),
    ({"x": (True, 0.7)}, "x is too large."),
    ({"x": ([0.1, 0.2], 0.7)}, "x is wrong: one number is asked for, and you give two."),
    ({"x": ([0.1, 0.2], [0.7, 0.8, 0.9])}, "x needs three numbers, not two."),
    ({"x": ([0.1, 0.2], [0.7])}, "x needs one number, not two."),
    ({"x": ([0.1] * 10, [0.7, 0.8])}, "x needs two numbers, not ten."),
    ({"x": ([0.1] * 11, [0.7, 0.8])}, "x needs two numbers, not 11."),
    ({"x": (1j, 0.7)}, "x is a complex number."),
    ({"x": (np.nan, 0.7)}, "x is NaN: was 0 divided by 0?"),
    ({"x": ([0.7, np.inf], [0.7, 1])}, "x is infinite: was something divided by 0?"),
    ({"x": (np.inf, 0.7), "y": (np.inf, 1)}, "x and y are infinite: was something divided by 0?"),
    ({"x": (-0.7236, 0.7236)}, "x has the wrong sign."),
    ({"x": ([-1.5, 2], [1.5, -2]), "y": (-2.0, 2.0)}, "x and y have the wrong sign."),
    ({"x": (7, 7.4)}, "x is cut to whole numbers: is it `//` instead of `/`?"),
    (
        {"x": (7, 7.4), "y": (0, 0.6)},
        "x and y are cut to whole numbers: is it `//` instead of `/`?",
    ),
    ({"x": (0, 0.6)}, "x is too small."),
    ({"x": (8, 7.6)}, "x is rounded too much: give more decimals."),
    ({"x": (7.6, 7.63)}, "x is rounded too much: give more decimals."),
    ({"x": (7.5, 7.63)}, "x is nearly right: compute more exactly."),
    ({"x": (98.0, 100.3)}, "x is nearly right: compute more exactly."),
    ({"x": (97.0, 100.3)}, "x is too small."),
    ({"x": (98.0, 100.0)}, "x is too small."),
    ({"x": (7.236, 0.7236)}, "x is ten times too large."),
    ({"x": (72.36, 0.7236)}, "x is 100 times too large: in per cent?"),
    ({"x": (723.6, 0.7236)}, "x is 1,000 times too large."),
    ({"x": (0.07236, 0.7236)}, "x is ten times too small."),
    ({"x": (0.007236, 0.7236)}, "x is 100 times too small."),
    ({"x": (0.0007236, 0.7236)}, "x is 1,000 times too small."),
    ({"x": (7.0, 0.7), "y": (0.05, 0.5)}, "x is ten times too large. y is not right yet, either."),
    ({"x": (0.07, 0.7), "y": (0.05, 0.5)}, "x and y are ten times too small."),
    ({"x": ([1.0, 5, 3], [1.0, 2, 3])}, "x is not right at [1]."),
    ({"x": ([1.0, 2.02, 7], [1.0, 2, 3])}, "x is not right at [1] and [2]."),
    ({"x": ([1.0, 2.009, 7], [1.0, 2, 3])}, "x is not right at [2]."),
    ({"x": ([[1.0, 5], [7, 4]], [[1.0, 2], [3, 4]])}, "x is not right at [0, 1] and [1, 0]."),
    ({"x": ([9.0, 9], [1.0, 2])}, "x is not right."),
    (
        {"x": (0.4, 0.7236), "y": (5.0, 0.7), "z": (5.0, 0.6)},
        "x is too small. y and z are not right yet, either.",
    ),
]


@pytest.mark.parametrize(("wrong", "sentence"), ON_PAPER)
def test_each_wrong_number_on_paper_has_its_sentence(wrong, sentence):
    pairs = {name: tuple(map(np.array, pair)) for name, pair in wrong.items()}
    assert paper.explain(pairs, 0.01) == sentence


def test_a_number_that_is_a_little_off_is_named_within_its_own_tolerance():
    pair = np.array([0.108, 1.1]), np.array([0.1, 1.1])
    assert paper.explain({"x": pair}, 0.0051) == "x is not right at [0]."


# What a function may give back, and what the right one does; what is read, or said, is stored.

THREE, SIX, ARRAYS = np.arange(3.0), np.ones((2, 3)), [np.ones(2), np.ones((2, 3))]
PAIR = ("dW", "db")
READ = [
    (1, THREE, PAIR), ({}, THREE, PAIR), ([1, 2, 3], THREE, PAIR), ((1, 2), THREE, PAIR),
    (np.ones(3), THREE, PAIR), (np.ones((2, 2)), THREE, PAIR), (("x", 2), THREE, PAIR),
    (5, "a"), (" a  b ", "a"), (None, ARRAYS), ([1, 2], ARRAYS), ([1, "a"], ARRAYS),
    ([1], ARRAYS), ((1,), ARRAYS), ((THREE, THREE), ARRAYS), (SIX, ARRAYS), (THREE, ARRAYS),
    ([[1, 2], [3]], ARRAYS), ([THREE, "a"], ARRAYS), ("0.4", 0.5), ("few", 0.5), ("0.4", THREE),
    (["a"], THREE), (["a"], 0.5), ([1, [2, 3]], THREE), ([1, 2], 0.5), ((1, 2), 0.5),
    ((1, 2), THREE), ((1, 2, 3), THREE), ((SIX, THREE), THREE), ([SIX, THREE], THREE),
    ([THREE, THREE], SIX), ([THREE, SIX], SIX), ((THREE, 2), 0.5), (("a", 2), 0.5),
    (fractions.Fraction(1, 2), 0.5), ([decimal.Decimal("0.5")], THREE), ([None], THREE),
    (np.array([None]), THREE), (np.array(None), THREE), ({1}, 0.5), (None, True), ("a", True),
    (int, 0.5), (len, 0.5), ([len], THREE), ((1, {}), THREE), (object(), THREE), ([1, 2], True),
]  # fmt: skip
KINDS = [
    None, ..., THREE, SIX, "a", True, 2, 2.5, np.float32(1), int, [1], [1, 2], [], ("a",), len, {},
    {1}, object(), 1j, OSError(), b"1",
]  # fmt: skip
HISTORY = SimpleNamespace(loss=[1, 2], validation_loss=[3])
SHOWN = [
    1, True, 2.5, THREE, SIX, [THREE, SIX], {"a": THREE, "b": 2}, HISTORY, "x" * 17, None, (),
    np.float32(1), [[1.23456], [2, 3]], [THREE], [THREE, THREE], [], {}, ({},), (1,), (1, 2),
    [1] * 12, [1] * 13, np.array(3.0), np.ones((3, 4)), np.ones((1, 13)), 12345.678, -0.0, np.nan,
    np.inf, -np.inf, np.int8(4), 1.23456,
]  # fmt: skip
LONG, STEP = np.arange(20.0), np.eye(20)
VALUES = [
    (1.0, 2.0), (THREE, THREE + 1), (LONG, LONG + STEP[7]), (SIX, SIX + 1, "your `dW`"),
    (LONG.reshape(4, 5), (LONG + STEP[13]).reshape(4, 5)), (LONG, LONG + STEP[7], "your `dW`"),
    (1.00001, 1.00002), ("a", "b"), (THREE, SIX), (THREE, THREE + 1, "", 2),
    (THREE, THREE + 1, "", 3),
    (LONG[:12], LONG[:12] + 1), (LONG[:13], LONG[:13] + 1), (LONG, LONG * 1.00005 + STEP[7]),
    (LONG / 1e5, LONG / 1e5 + 5e-8 + STEP[9]), (LONG / 1e5, LONG / 1e5 + 1.5e-7 * STEP[3]),
]  # fmt: skip


def test_what_is_read_from_a_result_is_what_it_was():
    said = []
    for given in READ:
        try:
            found = [np.asarray(part).tolist() for part in compare.read(*given)]
            said.append(f"{found}")
        except compare.UnreadableError as error:
            said.append(f"{error}")
    compare_with_stored("results read", [{"words": said, "numbers": []}], STORED)


def test_values_are_named_and_shown_as_they_were():
    said = [compare.a(value) for value in KINDS] + [compare.count(n) for n in (0, 1, 2, 10, 11)]
    for value in SHOWN:
        said.append(f"{display.size(value)} {display.shape(value)} {display.show(value, 3)}")
        said.append(display.shown_case((value, 1), "ab"))
    said += [display.two_values(*given) for given in VALUES]
    said += [display.in_lines("w " * 60), display.joined("a\nb\n\nc\n  d")]
    compare_with_stored("values shown", [{"words": said, "numbers": []}], STORED)


@pytest.mark.parametrize(
    ("mine", "right", "settings", "same"),
    [
        ("a", "a", {}, True), ("a", "b", {}, False), ("a", V, {}, False), (V, "a", {}, False),
        (V, V[:, None], {}, False), (V, V[:, None], {"flat": True}, True),
        (V, V[:8], {"flat": True}, False), (TWO[None], TWO, {}, True), (TWO, TWO[None], {}, True),
        (TWO, np.array([2.0, 2.0]), {}, False), (V, V + 0.4, {"tolerance": 0.5}, True),
        (V, V + 0.6, {"tolerance": 0.5}, False), (V, V + 0.4, {}, False),
        (0 * V, 0 * V + 9e-8, {}, True), (0 * V, 0 * V + 2e-7, {}, False),
        (V, V * 1.00009, {}, True), (V, V * 1.0002, {}, False),
        (V * np.nan, V * np.nan, {}, True), (V * np.nan, V, {}, False),
    ],
)  # fmt: skip
def test_results_agree_up_to_rounding(mine, right, settings, same):
    assert compare.agrees(mine, right, **settings) == same


NAN = float("nan")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (1, 1, True), (1, 1.0, False), (1.0, 2.0, False), (NAN, NAN, True), (NAN, 1.0, False),
        (1.0, NAN, False), ([1, 2], [1], False), ([1, 2], [1, 2], True), ([1, 2], [1, 3], False),
        ({"a": 1}, {"a": 1}, True), ({"a": 1}, {"a": 2}, False), ({"a": 1}, {"b": 1}, False),
        (V, V + 0, True), (V, V + 1, False), (V, V.astype(np.float32), False),
        (V * NAN, V * NAN, True), (np.array([1]), np.array([1]), True), (HISTORY, HISTORY, True),
        (HISTORY, SimpleNamespace(loss=[1, 2], validation_loss=[4]), False), (int, int, True),
        (int, float, False), (np.dtype("f4"), np.dtype("f8"), False), ("a", "b", False),
    ],
)  # fmt: skip
def test_two_values_are_the_same_all_through(old, new, expected):
    assert same(old, new) is expected
