"""Whatever the function of an app is given: an app, or one sentence."""

import pytest

pytest.importorskip("hypothesis", reason="fuzzing needs requirements-dev.txt")
pytest.importorskip("anywidget")

from fuzzing import ANYTHING, answer, tries
from hypothesis import given
from hypothesis import strategies as st

from dig2ai_helpers import Digits, Network, interact, load_digits
from dig2ai_helpers.digits.drawings_file import DrawingsError
from dig2ai_helpers.interact.bets_app.bets_file import BetsError

NET, WHOLE = Network((784, 6, 10)), load_digits("bundled")
DIGITS = Digits("few", *(part.first(40) for part in (WHOLE.train, WHOLE.validation, WHOLE.test)))
FITTING = st.sampled_from((NET, DIGITS, DIGITS.test, {"a": NET}, ("yes", "no"), "one"))
ARGUMENT = st.one_of(ANYTHING, FITTING)
PARAMETERS = {
    "playground": 1, "pixels": 1, "neuron": 1, "temperature": 1, "descent": 1, "countries": 1,
    "tiny_network": 1, "my_digit": 1, "drawing_pad": 2, "learn_from_me": 3, "class_gallery": 2,
    "predictions": 2, "layers": 2, "committee": 2, "name_the_digit": 2, "bet": 3, "settle": 2,
    "my_bets": 0,
}  # fmt: skip


def test_every_app_is_tried():
    assert set(PARAMETERS) == set(interact.__all__)


@pytest.mark.parametrize("name", [name for name, number in PARAMETERS.items() if number])
def test_an_app_is_made_or_its_arguments_are_refused(name):
    @tries(25)
    @given(st.tuples(*[ARGUMENT] * PARAMETERS[name]))
    def try_it(arguments):
        errors = (ValueError, TypeError, DrawingsError, BetsError)
        app = answer(getattr(interact, name), *arguments, errors=errors)
        if app is not None:
            assert app.alt
            app.close()

    try_it()
