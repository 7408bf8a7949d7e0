"""What the fuzzers share: how long they run, values of all kinds, and what a good answer is.

In CI they are short and always alike. DIG2AI_FUZZ=100 tries a hundred times as many examples,
other ones each time.
"""

import os
import warnings
from fractions import Fraction
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

import dig2ai_helpers

FACTOR = int(os.environ.get("DIG2AI_FUZZ", "0"))
PACKAGE = Path(dig2ai_helpers.__file__).parent
SENTENCE = 500  # characters, of an error


def tries(examples, **others):
    """Settings for so many examples in CI."""
    return settings(
        max_examples=examples * max(FACTOR, 1),
        derandomize=not FACTOR,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        **others,
    )


def answer(function, *arguments, errors=(ValueError, TypeError), **named):
    """Return what a function gives; None if it refuses in one sentence of the package."""
    try:
        return function(*arguments, **named)
    except errors as error:
        text = str(error)
        assert text and "\n" not in text and len(text) < SENTENCE, text
        place = error.__traceback__
        while place.tb_next:
            place = place.tb_next
        assert PACKAGE in Path(place.tb_frame.f_code.co_filename).parents, "from deep inside"
        return None


def _masked(array):
    return np.ma.masked_array(array, mask=np.arange(array.size).reshape(array.shape) % 2 == 0)


LAYOUTS = {
    "as it is": lambda array: array,
    "a list": lambda array: array.tolist(),
    "read-only": lambda array: (array.setflags(write=False), array)[1],
    "the last index first": np.asfortranarray,
    "backwards": lambda array: array[::-1].copy()[::-1],
    "every second": lambda array: np.repeat(array, 2, axis=0)[::2],
    "other bytes first": lambda array: array.astype(array.dtype.newbyteorder()),
    "not aligned": lambda array: np.frombuffer(
        b"x" + array.tobytes(), array.dtype, offset=1
    ).reshape(array.shape),
    "masked": _masked,
    "a matrix": lambda array: array.view(np.matrix) if array.ndim == 2 else array,
}

EXTREMES = (0.0, -0.0, 1.0, 5e-324, 1e-45, 0.5, -5.0, 5.0, 6.0, 255.0, 1e38, 1e300, -1e300)
NUMBERS = st.one_of(
    st.integers(-3, 12),
    st.sampled_from((2**31, 2**63, 2**64, -(2**63), 10**309, 10**400)),
    st.floats(),
    st.sampled_from(EXTREMES),
    st.sampled_from((Fraction(1, 3), 1j, np.float32(0.5), np.int8(-1), np.uint64(3), np.nan)),
    st.booleans(),
    st.sampled_from((np.True_, np.float16(1), np.longdouble(2), np.datetime64("2026"))),
)
NAMES = ("relu", "softmax", "he", "float32", "mnist", "bundled", "784-10", "playground", "dig2ai")
ARRAYS = arrays_of.arrays(
    st.one_of(
        arrays_of.floating_dtypes(), arrays_of.integer_dtypes(), arrays_of.boolean_dtypes(),
        arrays_of.unicode_string_dtypes(max_len=3), arrays_of.complex_number_dtypes(),
        arrays_of.datetime64_dtypes(), st.just(np.dtype("O")),
    ),
    arrays_of.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)  # fmt: skip


class Odd:
    """Refuses all that can be asked of an object."""

    def __repr__(self):
        return "odd\n" * 200

    def __array__(self, *_, **__):
        raise RuntimeError("no array")


_KINDS = st.one_of(
    st.none(), NUMBERS, st.text(max_size=5), st.sampled_from(NAMES), st.binary(max_size=9),
    ARRAYS, st.lists(NUMBERS, max_size=4), st.lists(st.lists(NUMBERS, max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=2), NUMBERS, max_size=2), st.just("relu" * 70),
    st.builds(Odd), st.just(print), st.just(Exception), st.sets(st.integers(0, 3)),
)  # fmt: skip


@st.composite
def anything(draw):
    """A value of any kind. (hypothesis writes this name, and not all kinds, into its words.)"""
    return draw(_KINDS)


ANYTHING = anything()


@st.composite
def images(draw, width=6):
    """Images (n, width), mostly right ones: of any float dtype, layout and size."""
    if draw(st.integers(0, 4)) == 0:
        return draw(ANYTHING)
    dtype = draw(st.sampled_from(("f4", "f8", "f2", "g")))
    pixels = np.random.default_rng(draw(st.integers(0, 9))).random((draw(st.integers(1, 5)), width))
    pixels.flat[:: draw(st.integers(1, 9))] = draw(_PIXELS)
    if draw(st.integers(0, 4)) == 0:
        pixels[-1, -1] = draw(st.sampled_from((*EXTREMES, np.nan, np.inf)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # 1e300 is too large for some
        pixels = pixels.astype(dtype)
    return LAYOUTS[draw(st.sampled_from(sorted(LAYOUTS)))](pixels)


_PIXELS = st.one_of(st.floats(0, 1), st.sampled_from((0.0, 1.0, 5e-324, 1e-40)))


@st.composite
def labels(draw, classes=3):
    """Labels, mostly right ones."""
    if draw(st.integers(0, 4)) == 0:
        return draw(ANYTHING)
    n = draw(st.integers(1, 5))
    kind = draw(st.sampled_from(("u1", "i8", "u8", "i2", ">i4")))
    highest = classes - 1 if draw(st.booleans()) else 12
    found = draw(arrays_of.arrays(kind, n, elements=st.integers(0, highest)))
    return LAYOUTS[draw(st.sampled_from(sorted(LAYOUTS)))](found)
