"""The drawing pad in a real JupyterLab: drawn on with a mouse and by keyboard."""

import json
import re
import statistics

import pytest
from drawings import drawings
from lab import KERNEL, ask

CELL = (
    "from dig2ai_helpers.interact import drawing_pad\npad = drawing_pad(file='drawing.json')\npad"
)
BUSY = f"() => {{ {KERNEL}.requestExecute({{ code: 'import time; time.sleep(2)' }}); }}"
INK = """canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let inked = 0;
    for (let i = 3; i < data.length; i += 4) inked += data[i] > 128;
    return inked / (data.length / 4);
}"""
# Note when the pen is lifted, and when the words that answer it are shown.
CLOCK = """caption => {
    window.lifts = [];
    let lifted = 0;
    addEventListener("pointerdown", () => { lifted = 0; }, true);
    addEventListener("pointerup", () => { lifted = performance.now(); }, true);
    const answered = () => {
        if (!lifted || caption.textContent.startsWith("It reads along")) return;
        window.lifts.push(performance.now() - lifted);
        lifted = 0;
    };
    new MutationObserver(answered).observe(caption, { childList: true });
}"""
# How long the page takes from a pointer event to the ink on the sheet, in milliseconds.
INK_TIME = """canvas => {
    const box = canvas.getBoundingClientRect(), times = [];
    const fire = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, {
        pointerId: 1, isPrimary: true, clientX: box.left + x, clientY: box.top + y }));
    canvas.setPointerCapture = () => {};
    fire("pointerdown", 50, 50);
    for (let i = 0; i < 200; i++) {
        const start = performance.now();
        fire("pointermove", 50 + i, 50 + 40 * Math.sin(i / 9));
        times.push(performance.now() - start);
    }
    fire("pointerup", 250, 50);
    delete canvas.setPointerCapture;
    return times.sort((a, b) => a - b);
}"""
SAME_INK = f"""ink => {{
    const sheet = document.querySelector("[role=application]");
    return Math.abs(({INK})(sheet) - ink) < 0.02 * ink;
}}"""
SAVE = "async () => await window.jupyterapp.commands.execute('docmanager:save')"
NOTHING = "The sheet is empty: there is nothing to read."
ONE = [[(0.5, 0.2), (0.5, 0.8)]]
READS = re.compile(r"It reads an? \d")
L_SHAPE = [[(0.3, 0.2), (0.3, 0.8), (0.7, 0.8)]]


class Pad:
    """The pad in the page, as a reader meets it."""

    def __init__(self, page):
        self.page = page
        self.sheet = page.get_by_role("application", name="sheet to draw a digit on")
        self.caption = page.locator(".dig2ai-caption")
        self.canvas = page.locator(".dig2ai-canvas").get_by_role("img")

    def draw(self, strokes, lift=True):
        """Draw with the mouse."""
        box = self.sheet.bounding_box()
        for stroke in strokes:
            places = [(box["x"] + x * box["width"], box["y"] + y * box["height"])
                      for x, y in stroke]  # fmt: skip
            self.page.mouse.move(*places[0])
            self.page.mouse.down()
            for place in places[1:]:
                self.page.mouse.move(*place, steps=1 if len(places) > 5 else 8)
            if lift:
                self.page.mouse.up()

    def says(self, words):
        self.caption.filter(has_text=words).wait_for(timeout=5_000)

    def press(self, name):
        # forced: Playwright would wait for one without use to become enabled
        self.page.get_by_role("button", name=name, exact=True).click(force=True, timeout=5_000)

    def ask(self, code):
        """What the kernel prints."""
        return ask(self.page, code).strip()

    def strokes(self):
        """The strokes that the kernel has."""
        return json.loads(
            self.ask("import json; print(json.dumps([s.tolist() for s in pad.strokes]))")
        )


@pytest.fixture(scope="module")
def opened(lab, page):
    lab.open(page, "drawing.ipynb", [CELL])
    pad = Pad(page)
    pad.sheet.wait_for(timeout=20_000)
    pad.sheet.scroll_into_view_if_needed()
    pad.caption.evaluate(CLOCK)
    return pad


@pytest.fixture
def pad(opened):
    """An empty pad."""
    opened.press("Clear")
    opened.says(NOTHING)
    return opened


def test_a_one_and_a_zero_are_read(pad):
    for digit in (1, 0):
        drawing = next(one for one in drawings() if one.label == digit)
        pad.draw(drawing.strokes)
        pad.says(f"It reads a {digit} (")
        assert pad.canvas.get_attribute("aria-label").startswith(f"It reads a {digit} (")
        assert pad.ask("print(pad.reading)") == f"{digit}"
        pad.press("Clear")
        pad.says(NOTHING)


def test_the_network_answers_while_the_pen_moves(pad):
    pad.draw(ONE, lift=False)
    pad.page.get_by_label("It reads a 1 (").wait_for(timeout=5_000)
    assert pad.caption.text_content() == "It reads along …"
    pad.page.mouse.up()
    pad.says("It reads a 1 (")


def test_what_the_page_drew_is_what_the_kernel_has(pad):
    pad.draw(L_SHAPE)
    pad.says(READS)
    (stroke,) = pad.strokes()
    for (x, y), corner in zip(
        (stroke[0], stroke[-1]), (L_SHAPE[0][0], L_SHAPE[0][-1]), strict=True
    ):
        assert abs(x - corner[0]) < 0.01 and abs(y - corner[1]) < 0.01


def test_undo_takes_back_a_stroke_and_clear_all(pad):
    pad.draw(ONE)
    ink = pad.sheet.evaluate(INK)
    pad.draw([[(0.2, 0.5), (0.8, 0.5)]])
    assert pad.sheet.evaluate(INK) > 1.3 * ink
    pad.press("Undo")
    assert pad.sheet.evaluate(INK) == pytest.approx(ink, rel=0.02)
    pad.says("It reads a 1 (")
    assert pad.ask("print(len(pad.strokes))") == "1"
    pad.draw(ONE)
    pad.press("Clear")
    assert pad.sheet.evaluate(INK) == 0
    pad.says(NOTHING)


def test_keeping_clears_the_sheet_and_counts(pad):
    before = int(pad.ask("print(len(pad.kept))"))
    pad.draw(ONE)
    pad.press("keep it as 1")
    pad.draw(L_SHAPE)
    pad.press("keep it as 6")
    pad.page.get_by_text(f"kept: {before + 2}").wait_for()
    pad.says(NOTHING)
    assert pad.ask("print([k for _, k in pad.kept[-2:]])") == "[1, 6]"
    assert pad.ask("print(pad.kept[-1][0].shape, pad.kept[-1][0].dtype)") == "(784,) float32"
    pad.press("keep it as 3")  # there is nothing to keep
    pad.page.wait_for_timeout(200)
    assert int(pad.ask("print(len(pad.kept))")) == before + 2


def test_a_digit_is_drawn_and_kept_by_keyboard_alone(pad):
    pad.sheet.focus()
    keyboard = pad.page.keyboard
    for key in ["ArrowUp"] * 8 + ["Space"] + ["ArrowDown"] * 16:
        keyboard.press(key)
    pad.page.get_by_text("pen down", exact=True).wait_for()
    keyboard.press("Space")
    pad.says("It reads a 1 (")
    keyboard.press("ArrowRight")  # the pen is up: no ink
    assert pad.ask("print(len(pad.strokes))") == "1"
    keyboard.press("Backspace")
    pad.says(NOTHING)
    for key in ["Space"] + ["ArrowUp"] * 16 + ["Space"]:
        keyboard.press(key)
    pad.says("It reads a 1 (")
    before = int(pad.ask("print(len(pad.kept))"))
    for key in ["Tab"] * 3 + ["ArrowRight", "Enter"]:
        keyboard.press(key)
    pad.page.get_by_text(f"kept: {before + 1}").wait_for()
    assert pad.ask("print(pad.kept[-1][1])") == "1"
    assert pad.page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length") == 1


def test_samples_are_loaded_with_the_arrow_keys(pad):
    first = pad.page.get_by_role("radio", name="sample: a handwritten 0")
    first.focus()
    pad.page.keyboard.press("Space")
    pad.says("It reads a 0 (")
    for _ in range(4):
        pad.page.keyboard.press("ArrowRight")
    pad.says("It reads a 4 (")
    assert pad.page.get_by_role("radio", name="sample: a handwritten 4").is_checked()
    assert pad.ask("print(pad.sheet.state['sample'])") == "4"
    assert pad.sheet.evaluate(INK) == 1  # the sample's pixels cover the sheet
    pad.draw([[(0.05, 0.1), (0.2, 0.1)]])  # on the sample, which stays
    while pad.ask("print(len(pad.strokes))") != "1":
        pass
    assert pad.page.get_by_role("radio", checked=True).count() == 1
    for sample in ("4", "-1"):  # the stroke goes first
        pad.press("Undo")
        while pad.ask("print(len(pad.strokes), pad.sheet.state['sample'])") != f"0 {sample}":
            pass
    assert pad.page.get_by_role("radio", checked=True).count() == 0


def test_python_draws_on_the_same_sheet(pad):
    pad.ask(f"pad.draw({ONE})")
    pad.says("It reads a 1 (")
    pad.page.wait_for_timeout(100)
    assert pad.sheet.evaluate(INK) > 0.02
    pad.ask("pad.clear()")
    pad.says(NOTHING)
    assert pad.sheet.evaluate(INK) == 0


def test_ink_beside_the_sheet_is_cut_at_its_edge(pad):
    pad.draw([[(0.5, 0.5), (1.3, 0.5), (1.3, 0.8), (0.5, 0.8)]])
    pad.says(READS)
    strokes = pad.strokes()
    assert len(strokes) == 2 and all(0 <= v <= 1 for s in strokes for point in s for v in point)


def test_ink_follows_the_hand_while_the_kernel_is_busy_and_the_last_state_wins(pad):
    pad.page.evaluate(BUSY)
    pad.draw(L_SHAPE)
    assert pad.sheet.evaluate(INK) > 0.02  # at once, though the kernel sleeps
    pad.press("Clear")
    pad.draw(ONE)
    pad.says("It reads a 1 (")
    assert pad.ask("print(len(pad.strokes), pad.reading)") == "1 1"


def test_ink_is_on_the_sheet_in_the_same_frame(pad):
    times = pad.sheet.evaluate(INK_TIME)
    print(f"\npointer event to ink: median {times[100]:.2f} ms, p95 {times[190]:.2f} ms")
    assert times[190] < 8


def test_a_hundred_drawings_are_read_soon_after_the_pen_is_lifted(pad):
    pad.page.evaluate("window.lifts = []")
    chosen = drawings(seed=1)[::4]
    right = 0
    for drawing in chosen:
        pad.draw([stroke[:: max(1, len(stroke) // 8)] for stroke in drawing.strokes])
        pad.says(READS)
        strokes, read = 0, None
        while strokes != len(drawing.strokes):  # the words may have been for the one before
            strokes, read = map(int, pad.ask("print(len(pad.strokes), pad.reading)").split())
        right += read == drawing.label
        pad.press("Clear")
        pad.says(NOTHING)
    times = sorted(pad.page.evaluate("window.lifts"))
    p95 = times[int(0.95 * len(times))]
    print(f"\npen up to reading: median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms")
    print(f"{right} of {len(chosen)} drawings were read right")
    assert len(chosen) >= 100 and right >= 0.95 * len(chosen)
    assert len(times) >= len(chosen) and statistics.median(times) < 500


def test_every_control_has_a_name(pad):
    for role, count in (("button", 12), ("radio", 10)):
        part = pad.page.get_by_role("group", name="Drawing pad")
        controls = part.get_by_role(role)
        assert controls.count() == count
    pad.page.get_by_role("toolbar", name="Keep this drawing as a").wait_for()
    pad.page.get_by_role("group", name="Or load one").wait_for()


@pytest.mark.parametrize("width", [800, 1280])
def test_it_fits_a_page(pad, width):
    pad.page.set_viewport_size({"width": width, "height": 900})
    pad.page.wait_for_timeout(300)
    area = pad.page.locator(".jp-OutputArea-output", has=pad.sheet).first
    wide, visible = area.evaluate("one => [one.scrollWidth, one.clientWidth]")
    assert wide <= visible + 1
    assert pad.sheet.bounding_box()["width"] > 280
    pad.page.set_viewport_size({"width": 1280, "height": 900})


def test_the_sheet_is_seen_whole_on_a_phone_that_lies_on_its_side(pad):
    pad.page.set_viewport_size({"width": 844, "height": 390})
    pad.page.wait_for_timeout(300)
    room = pad.page.locator(".jp-WindowedPanel-outer").bounding_box()["height"]
    side = pad.sheet.bounding_box()["height"]
    pad.page.set_viewport_size({"width": 1280, "height": 900})
    assert 200 <= side < room


def test_a_second_tab_shows_the_same_drawing_and_either_hand_goes_on(pad, lab, browser):
    pad.draw(L_SHAPE)
    pad.page.evaluate(SAVE)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    try:
        page.goto(f"{lab.url}/workspaces/second/tree/drawing.ipynb?token={lab.token}")
        other = Pad(page)
        other.sheet.wait_for(timeout=60_000)
        page.wait_for_function(SAME_INK, arg=pad.sheet.evaluate(INK))
        pad.page.evaluate(BUSY)  # what the kernel tells late does not take back a newer stroke
        for y in (0.4, 0.5, 0.6, 0.7):
            pad.draw([[(0.4, y), (0.9, y)]])
            pad.page.wait_for_timeout(150)
        ink = pad.sheet.evaluate(INK)
        page.wait_for_function(SAME_INK, arg=ink)
        assert pad.sheet.evaluate(INK) == ink and len(pad.strokes()) == 5
        other.press("Clear")
        pad.says(NOTHING)
        assert pad.sheet.evaluate(INK) == 0
        other.draw(ONE)
        pad.says("It reads a 1 (")
        assert pad.sheet.evaluate(INK) == pytest.approx(other.sheet.evaluate(INK), rel=0.02)
        pad.press("Undo")
        other.says(NOTHING)
        assert other.sheet.evaluate(INK) == 0
    finally:
        page.close()


def test_no_error_was_written_to_the_console(opened):
    assert opened.page.errors == []
