"""NumPy's and Python's messages, and what they mean, as (pattern, words)."""

WHOLE_INDEX = "an index must be a whole number (or an array of True and False)."
CALLED_ARRAY = (
    "an array has round brackets after it: is a `*` missing in front of them, or is it []?"
)
ONE_TRUTH = "one True or False is needed, and this is a whole array of them."

# {0}, {1} stand for what the pattern found.
MEANINGS = [
    (r"size (\d+) is different from (\d+)", "the inner sizes must be equal, but are {1} and {0}."),
    (
        r"shapes (\(.*\)) and (\(.*\)) not aligned",
        "{0} and {1} can't be multiplied as matrices: the inner sizes must be equal.",
    ),
    (
        r"broadcast together with (?:remapped )?shapes (.*\))",
        "the shapes {0} don't fit together. Compare them from the right: "
        "two sizes must be equal, or one of them must be 1.",
    ),
    (
        r"unhashable type: '(?:numpy\.)?(\w+)'",
        "what @cache is given, what is in a set and what is a key of a dict must not be able to "
        "change, but a value of the type {0} can.",
    ),
    (
        r"array is not broadcastable to correct shape",
        "np.add.at takes the indices as one tuple, and then what is added: "
        "np.add.at(table, (rows, columns), 1).",
    ),
    (
        r"could not broadcast input array from shape (\(.*\)) into shape (\(.*\))",
        "an array of the shape {0} doesn't fit into a slice of the shape {1}.",
    ),
    (
        r"non-broadcastable output operand with shape (\(.*\)) doesn't match .* (\(.*\))",
        "the result has the shape {1} and can't be written into an array {0}.",
    ),
    (r"truth value of an array", ONE_TRUTH),
    (
        r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        "index {0} doesn't exist: axis {1} has the size {2}, and indices start at 0.",
    ),
    (
        r"(list|tuple) (?:assignment )?index out of range",
        "the {0} has no such index: indices start at 0.",
    ),
    (
        r"too many indices for array: array is (\d)-dimensional, but (\d) were indexed",
        "there are {1} indices in the square brackets, but the number of axes is {0}.",
    ),
    (r"used as indices must be of integer|only integers, slices", WHOLE_INDEX),
    (
        r"list indices must be integers or slices, not tuple",
        "a list of rows has no [i, j]: write [i][j], or make it an array with np.array.",
    ),
    (r"indices must be integers or slices, not (?:numpy\.)?float", WHOLE_INDEX),
    (
        r"indices must be integers or slices, not (?:numpy\.)?(\w+)",
        "an index must be a whole number, and this is a {0}.",
    ),
    (
        r"Python integer (-?\d+) out of bounds for (\w+)",
        "{0} doesn't fit into an array of the dtype {1}: leave the dtype out, or take int.",
    ),
    (
        r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
        "there is no axis {0}: the number of axes is {1}, and they start at 0.",
    ),
    (r"'numpy\.\w+' object is not callable", CALLED_ARRAY),
    (
        r"'(\w+)' object is not callable",
        "a value of the type {0} is called like a function. Is a `*` missing in front of the "
        "bracket, or is a function's name used for something else?",
    ),
    (
        r"(?:only length-1 arrays|only 0-dimensional arrays|only size-1 arrays)",
        "a whole array stands where one number is needed. The functions of `math` work on one "
        "number; those of NumPy (np.exp, np.log) work on arrays.",
    ),
    (r"inhomogeneous shape", "the rows of a list have different lengths."),
    (r"setting an array element with a sequence", "one element can't hold several numbers."),
    (
        r"'NoneType' object has no attribute '(append|extend|insert|sort|reverse)'",
        "`.{0}` changes the list and gives back None, so there is no `=` in front of it.",
    ),
    (r"NoneType", "something is None there. Does a function without `return` come before it?"),
    (r"bitwise_xor|for \^:", "`^` is not a power in Python: write `**`."),
    (
        r"loop of ufunc does not support|not supported for the input types",
        "this function of NumPy needs numbers, and meets something else: a list of arrays of "
        "different shapes, a string, or None.",
    ),
    (
        r"unsupported operand type\(s\) for (.+): '(list|tuple)' and",
        "a {1} can't be used with `{0}`: make it an array with np.array first.",
    ),
    (
        r"unsupported operand type\(s\) for (.+): '(.+)' and '(.+)'",
        "`{0}` doesn't work between the types {1} and {2}.",
    ),
    (
        r"can't multiply sequence by non-int",
        "a list can't be multiplied by a number like this. Go through it in a loop, or make it an "
        "array with np.array.",
    ),
    (
        r"'(tuple|numpy\.ndarray|dict)' object has no attribute "
        r"'(append|extend|insert|pop|remove|sort|reverse)'",
        "this is a {0}, which has no .{1}; a list does.",
    ),
    (r"'(list|tuple)' object has no attribute '(\w+)'", "a {0} has no .{1}; an array does."),
    (
        r"'dict' object has no attribute '(\w+)'",
        'this is a dict: its entries are asked for with brackets, ["{0}"].',
    ),
    (
        r"'(.+)' not supported between instances of '(\w+)' and '(\w+)'",
        "`{0}` can't compare the types {1} and {2}. (`max`, `min` and `sorted` take a key=….)",
    ),
    (r"object has no attribute '(\w+)'", "there is no .{0} on it ({error})."),
    (r"name '(\w+)' is not defined", "`{0}` is not known. Was its cell run? Is it spelt right?"),
    (
        r"local variable '(\w+)'",
        "`{0}` is used before it has a value. Does it get one further up, in every case?",
    ),
    (r"too many values to unpack", "there are more values on the right than names on the left."),
    (r"not enough values to unpack", "there are fewer values on the right than names on the left."),
    (r"cannot unpack non-iterable", "one value is unpacked into several names."),
    (
        r"missing \d+ required positional argument",
        "a function is called with too few arguments ({error}).",
    ),
    (
        r"(maximum|minimum)\(\) takes from 2 to 3 .* but 1 (?:was|were)",
        "np.{0} compares two things: np.{0}(z, 0).",
    ),
    (
        r"dot\(\) (?:takes|missing)|'out' must be an array|output array is not acceptable",
        "np.dot multiplies two arrays: np.dot(a, W).",
    ),
    (
        r"(\w+)\(\) takes from 2 to 3 positional arguments but 1 (?:was|were)",
        "np.{0} needs two things, and there is one.",
    ),
    (
        r"return arrays must be of ArrayType",
        "this function of NumPy works on two things, and there are three.",
    ),
    (
        r"Cannot interpret '(\d+)' as a data type",
        "the shape needs brackets of its own: np.zeros((n, {0})).",
    ),
    (
        r"Cannot construct a dtype from an array",
        "the first argument needs brackets of its own: np.zeros((n, m)), np.array([a, b]).",
    ),
    (
        r"only integer scalar arrays can be converted to a scalar index",
        "one whole number is needed here, and this is an array.",
    ),
    (r"takes .* positional arguments? but", "a function is called with too many arguments."),
    (r"assignment destination is read-only", "this array can't be changed: take a copy first."),
    (
        r"zero-size array|empty sequence|arg is an empty",
        "a maximum or minimum of nothing is asked.",
    ),
    (r"math domain error|division by zero", "{error}: which number is that, and can it be 0?"),
    (
        r"cannot reshape array of size (\d+) into shape (\(.*\))",
        "{0} numbers don't fill the shape {1}.",
    ),
    (
        r"Cannot cast ufunc .* from dtype\('(\w+)'\) to dtype\('(\w+)'\)",
        "the array holds {1}, so a {0} can't be written into it in place (+=, -=).",
    ),
]
