"""The browser edition, built without a network and served as plain files: no other host is asked.

Needs Pyodide's files, in the folder that $DIG2AI_PYODIDE names; skipped without them. Set
$DIG2AI_LITE to the folder of an edition that is there already, and it is not built again.
"""

import gzip
import json
import os
import re
import statistics
import threading
import time
import urllib.request
import zipfile
from functools import partial
from http.server import ThreadingHTTPServer

import nbformat
import pytest
from lab import ASK, ask
from stored_outputs import WIDGET, differences, is_live_app
from test_apps import TIME
from test_drawing import ONE, Pad
from test_every_notebook import NOTEBOOKS, apps_in
from test_playground import Playground

from conftest import FLAGS, Quiet

NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
THERE = """() => {
    const context = window.jupyterapp?.shell.currentWidget?.context?.sessionContext;
    return context?.isReady && Boolean(context.session?.kernel);
}"""
RUN = """() => {
    window.ran = null;
    const notebook = window.jupyterapp.shell.currentWidget;
    window.jupyterapp.commands.execute("notebook:run-all-cells").then(
        () => { window.ran = notebook.content.model.sharedModel.toJSON(); },
        (error) => { window.ran = { error: `${error}` }; },
    );
}"""
LONG = ("05", "06", "08", "10")  # these take longest, and so they begin
LONGEST = 900  # seconds for one notebook: a guard against one that never ends, not a measure
SHOWS = ".jp-RenderedMarkdown h1"
SAVED = "async () => await window.jupyterapp.commands.execute('docmanager:save-all')"
# The reader's own network, typed into a cell of the reader's own.
OWN = """from dig2ai_helpers import Network, load_digits, train
digits = load_digits()
net = Network((784, 128, 10))
history = train(net, digits.train, digits.validation, epochs=3, progress=False)
print("my own network:", history.validation_accuracy[-1] > 0.8)
"""
MY_OWN = """() => JSON.stringify(
    window.jupyterapp?.shell.currentWidget?.content.model?.sharedModel?.toJSON() ?? 0
).includes("my own network: True")"""
NO_ROOM = """() => {
    window.jupyterapp.shell.currentWidget.context.save = () => Promise.reject(new Error("no room"));
}"""
TEXT = "window.jupyterapp.shell.currentWidget.context.model.toString()"
NEW_CELL = "window.jupyterapp.commands.execute('notebook:insert-cell-above')"
# Write and read a file as often as one can.
WRITE = """from pathlib import Path
file = Path("{}.txt")
for k in range(30):
    file.write_text(str(k))
    assert file.read_text() == str(k)
file.unlink()
print(k + 1, "times")
"""
EARLY = "static/pyodide/start.js"  # the thread that began before JupyterLite asked for one
NOW = "performance.now() / 1000"
SECONDS = "import time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"


ASKED = []  # the paths that the server was asked for


class Noted(Quiet):
    def log_request(self, code="-", size="-"):
        ASKED.append(self.path)


@pytest.fixture(scope="module")
def address(edition):
    """Where a plain file server shows the edition, below a path of its own."""
    root = edition.parents[2]
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Noted, directory=root)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        path = edition.relative_to(root).as_posix()
        yield f"http://127.0.0.1:{server.server_port}/{path}"
        server.shutdown()


@pytest.fixture(scope="module")
def chromium(browser):
    """A Chromium for which there is no other host."""
    # `browser` has the path of its own; a second one of the same kind takes other words.
    kind = browser.browser_type
    path = os.environ.get("DIG2AI_BROWSER") or "/usr/bin/chromium"
    with kind.launch(executable_path=path, args=[*FLAGS, NOWHERE]) as one:
        yield one


@pytest.fixture(scope="module")
def visit(chromium, address):
    """Return a function that opens a page with a fresh profile, and notes what goes wrong."""
    wrong, origin = [], "/".join(address.split("/")[:3])

    def see(path, profile=None, **options):
        size = {"width": 1280, "height": 1000}
        context = profile or chromium.new_context(viewport=size, accept_downloads=True, **options)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{path}: {error}"))
        page.on(
            "request",
            lambda it: (
                None
                if it.url.startswith((origin, "data:", "blob:"))
                else wrong.append(f"{path} asks {it.url}")
            ),
        )
        page.goto(f"{address}/lab/index.html?path={path}")
        return page

    yield see
    assert wrong == []


def write(page, words):
    """Write a new cell above the one that is selected."""
    page.evaluate(NEW_CELL)
    page.locator(".jp-Cell.jp-mod-active .cm-content").click()
    page.keyboard.insert_text(words)


@pytest.fixture(scope="module")
def runs(visit):
    """Every notebook run to its end, two at a time: {path: (notebook, seconds)}."""
    waiting = sorted(NOTEBOOKS, key=lambda path: path.stem.startswith(LONG))
    open_pages, done = {}, {}
    while waiting or open_pages:
        while waiting and len(open_pages) < 2:
            path = waiting.pop()
            page = visit(path.name)
            page.wait_for_function(THERE, timeout=120_000)
            page.evaluate(RUN)
            open_pages[path] = page, time.monotonic()
        for path, (page, start) in list(open_pages.items()):
            seconds = time.monotonic() - start
            notebook = page.evaluate("() => window.ran")
            if notebook or seconds > LONGEST:
                done[path] = notebook, seconds
                print(f"\n{path.stem}: {seconds:.0f} s in the browser", flush=True)
                page.context.close()
                del open_pages[path]
        time.sleep(0.2)
    return done


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_is_stored(path, runs):
    found, _ = runs[path]
    assert found, f"it had not ended after {LONGEST} seconds"
    assert "error" not in found, found
    shown = nbformat.from_dict({key: found[key] for key in ("cells", "metadata")})
    outputs = [output for cell in shown.cells for output in cell.get("outputs", ())]
    assert [o.evalue for o in outputs if o.output_type == "error"] == []
    assert [o.text for o in outputs if o.get("name") == "stderr"] == []
    assert sum(map(is_live_app, outputs)) == apps_in(path, frameworks=False)
    assert list(differences(nbformat.read(path, as_version=4), shown)) == []


def test_another_output_is_found():
    def notebook(*outputs):
        return nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell("x", outputs=list(outputs), id="x")]
        )

    says = partial(nbformat.v4.new_output, "stream", name="stdout")
    data = {"text/plain": "<Pad, a picture>", "text/html": "<img>", "image/png": "iVBO"}
    still = nbformat.v4.new_output("execute_result", data=data)
    alive = nbformat.v4.new_output("display_data", data={"text/plain": "<Pad: it>", WIDGET: {}})
    assert not list(differences(notebook(says(text="1")), notebook(says(text="1"))))
    assert not list(differences(notebook(still), notebook(alive)))
    for other in (notebook(says(text="2")), notebook(), notebook(says(text="1"), alive)):
        assert len(list(differences(notebook(says(text="1")), other))) == 1


@pytest.fixture(scope="module")
def reader(visit):
    """A reader who comes for the first time and runs the first cell of 00.

    The page, its pad, the seconds until something is there, and what was asked for until then.
    """
    before = len(ASKED)
    page, pad, times = enter(visit)
    return page, pad, times, ASKED[before:]


def enter(visit, profile=None):
    """Open 00 and run its first cell: the page, its pad, and its seconds until each was there."""
    page = visit("00-start-here.ipynb", profile)
    page.locator(SHOWS).first.wait_for(timeout=60_000)
    times = {"text": page.evaluate(NOW)}
    if profile is None:  # later it may be there too soon to be seen waiting
        page.locator("#dig2ai-notices", has_text="Python").wait_for(timeout=60_000)
    page.wait_for_function(THERE, timeout=60_000)
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    pad = Pad(page)
    pad.sheet.wait_for(timeout=120_000)
    times["pad"] = page.evaluate(NOW)
    return page, pad, times


def told(times):
    return ", ".join(f"{what} after {seconds:.1f} s" for what, seconds in times.items())


def test_a_first_visit_is_short_and_small(reader, edition):
    """The bounds on the times are for a busy machine."""
    _, _, times, asked = reader
    paths = {path.split("?")[0] for path in asked}
    files = [edition.parents[2] / path.lstrip("/") for path in paths]
    sent = sum(len(gzip.compress(file.read_bytes())) for file in files if file.is_file()) / 1e6
    print(f"\nfirst visit: {told(times)}; {len(paths)} files, {sent:.1f} MB compressed")
    assert sent < 25
    assert times["text"] < 60 and times["pad"] < 120


def test_a_second_tab_is_there_sooner_and_has_a_python_and_files_of_its_own(reader, visit):
    _, _, first, _ = reader
    one = visit("01-images-as-numbers.ipynb")  # two tabs of one notebook would ask whose is newer
    one.wait_for_function(THERE, timeout=60_000)
    ask(one, "")  # its Python is there, too
    two, _, second = enter(visit, one.context)
    print(f"\nsecond visit: {told(second)}")
    assert second["pad"] < 2 * first["pad"]
    begun = [any(EARLY in thread.url for thread in tab.workers) for tab in (one, two)]
    assert begun == [False, True]  # on a first visit, the text comes first
    one.evaluate(f"code => {{ window.written = ({ASK})(code); }}", WRITE.format("first"))
    assert ask(two, WRITE.format("second")) == "30 times\n"
    assert one.evaluate("() => window.written") == "30 times\n"
    one.context.close()


def test_what_is_drawn_is_read_and_kept(reader):
    page, pad, *_ = reader
    pad.sheet.scroll_into_view_if_needed()
    pad.draw(ONE)
    pad.says("It reads a 1")
    page.get_by_role("button", name="keep it as 1").click()
    page.get_by_text("Kept in my_drawings.json: 1 drawing.").wait_for(timeout=10_000)


def test_a_network_learns_an_epoch_in_a_second(reader):
    page, *_ = reader
    ask(page, OWN)
    train = "train(net, digits.train, digits.validation, epochs=3, progress=False)"
    seconds = [float(ask(page, SECONDS.format(train))) for _ in range(3)]
    print(f"\n784-128-10 on the bundled digits: {3 / min(seconds):.1f} epochs a second")
    assert min(seconds) < 3


def test_the_work_is_there_the_next_day(reader, visit):
    """A network of the reader's own, a changed notebook and a kept drawing outlive the page.

    The apps don't, and the page says how they come back.
    """
    page, *_ = reader
    write(page, OWN)
    page.keyboard.press("Control+Enter")
    page.wait_for_function(MY_OWN, timeout=60_000)
    ask(page, "net.save('mine.npz')")
    page.evaluate(SAVED)
    page.close()

    page = visit("00-start-here.ipynb", profile=page.context)
    page.wait_for_function(MY_OWN, timeout=60_000)
    page.wait_for_function(THERE, timeout=60_000)
    page.locator("#dig2ai-notices", has_text="Run All Cells").wait_for(timeout=10_000)
    said = ask(page, "from dig2ai_helpers import Network\nprint(Network.load('mine.npz').sizes)")
    assert said == "(784, 128, 10)\n"
    assert json.loads(ask(page, "print(open('my_drawings.json').read())"))["drawings"]
    page.context.close()


def test_a_newer_edition_and_the_readers_copy_lie_side_by_side(visit, address):
    page = visit("01-images-as-numbers.ipynb")
    page.wait_for_function(THERE, timeout=60_000)
    write(page, "'my own words'")
    page.evaluate(SAVED)

    newer = urllib.request.urlopen(f"{address}/files/01-images-as-numbers.ipynb").read()
    newer = newer.replace(b"# 01", b"# 01, newer", 1)
    edition = json.load(urllib.request.urlopen(f"{address}/page/edition.json"))
    edition["notebooks"]["01-images-as-numbers.ipynb"] = "another"
    page.context.route("**/files/01-images-as-numbers.ipynb*", lambda it: it.fulfill(body=newer))
    page.context.route("**/edition.json", lambda it: it.fulfill(json=edition))
    page.close()

    page = visit("01-images-as-numbers.ipynb", profile=page.context)
    page.locator(SHOWS, has_text="01, newer").wait_for(timeout=60_000)
    copy = "01-images-as-numbers (my copy).ipynb"
    told = page.get_by_role("status").filter(has_text=f"yours is now “{copy}”")
    told.wait_for(timeout=10_000)
    told.get_by_role("button", name="I see").click()
    page.locator(".jp-DirListing-item", has_text="(my copy)").dblclick()
    page.get_by_text("'my own words'").first.wait_for(timeout=60_000)

    with zipfile.ZipFile(downloaded(page)) as archive:
        assert archive.testzip() is None
        assert b"my own words" in archive.read(copy)
    page.close()

    page = visit("01-images-as-numbers.ipynb", profile=page.context)
    page.locator(SHOWS, has_text="01, newer").wait_for(timeout=60_000)
    assert page.get_by_text("This is a new edition").count() == 0
    page.context.close()


def test_of_an_edition_that_cannot_be_asked_for_nothing_false_is_said(visit, chromium):
    """The list of the site's notebooks may not come, as without a network: files are kept."""
    profile = chromium.new_context(viewport={"width": 1280, "height": 1000})
    profile.route("**/edition.json", lambda it: it.fulfill(status=500))
    page = visit("glossary.ipynb", profile)
    page.wait_for_function(THERE, timeout=60_000)
    assert page.get_by_text("can't keep files").count() == 0
    profile.close()


def test_on_a_phone_the_notebook_has_the_room_and_a_reload_comes_back_to_it(visit, chromium):
    phone = chromium.new_context(viewport={"width": 390, "height": 800})
    page = visit("glossary.ipynb", phone)
    for _ in range(2):
        page.locator(SHOWS).first.wait_for(timeout=60_000)
        page.wait_for_function(THERE, timeout=60_000)
        page.wait_for_timeout(2000)  # JupyterLab opens the list of files after the notebook
        assert page.locator(".jp-NotebookPanel:visible").bounding_box()["width"] > 280
        page.reload()
    phone.close()


def test_a_file_that_the_browser_has_no_room_for_is_refused_and_told(visit):
    page = visit("glossary.ipynb")
    page.wait_for_function(THERE, timeout=60_000)
    page.evaluate("""() => { IDBObjectStore.prototype.put = () => {
        throw new DOMException("no room", "QuotaExceededError"); }; }""")
    write(
        page, "try:\n    open('mine.txt', 'w').close()\nexcept OSError:\n    print('no' + ' room')"
    )
    page.keyboard.press("Shift+Enter")
    page.locator(".jp-OutputArea-output", has_text="no room").wait_for(timeout=60_000)
    page.get_by_role("status").filter(has_text="storage for this site may be full").wait_for()
    with zipfile.ZipFile(downloaded(page)) as archive:  # what could not be saved is in it
        assert b"no' + ' room" in archive.read("glossary.ipynb")
    page.context.close()


def downloaded(page):
    """The archive of the reader's work."""
    page.get_by_text("My work", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my work").click()
    return download.value.path()


def test_a_file_that_the_reader_deletes_is_not_there_for_python_and_can_be_made_again(visit):
    page = visit("glossary.ipynb")
    page.wait_for_function(THERE, timeout=60_000)
    ask(page, "from dig2ai_helpers.digits.own_drawings import OwnDrawings\nimport numpy as np")
    keep = "mine = OwnDrawings('mine.json')\nmine.add(np.eye(28).ravel(), 1)\nprint(len(mine))"
    assert ask(page, keep) == "1\n"
    page.evaluate("window.jupyterapp.serviceManager.contents.delete('mine.json')")
    assert ask(page, keep) == "1\n"
    assert page.get_by_text("storage for this site").count() == 0
    page.context.close()


def test_a_file_of_the_readers_own_is_not_set_aside_and_stays_in_the_address(visit):
    page = visit("glossary.ipynb")
    page.wait_for_function(THERE, timeout=60_000)
    write(page, "1 + 1")
    page.evaluate("""async () => {
        const { context } = window.jupyterapp.shell.currentWidget;
        await context.save();
        await context.rename("my glossary.ipynb");
    }""")
    page.wait_for_function("location.search === '?path=my%20glossary.ipynb'")
    page.get_by_text("My work", exact=True).click()
    page.get_by_role("button", name="Fresh copy of this notebook").click()
    page.get_by_text("This file is your own").wait_for(timeout=10_000)
    page.context.close()


def test_where_nothing_may_be_stored_the_page_says_what_to_do(chromium, address):
    page = chromium.new_page()
    page.add_init_script("""Object.defineProperty(window, "localStorage", {
        get() { throw new DOMException("not allowed", "SecurityError"); } });""")
    page.goto(f"{address}/lab/index.html?path=glossary.ipynb")
    page.get_by_role("status").filter(has_text="Allow cookies and site data").wait_for()
    page.close()


def test_a_fresh_copy_leaves_the_readers_own_beside_it(visit):
    page = visit("glossary.ipynb")
    page.wait_for_function(THERE, timeout=60_000)
    page.get_by_text("My work", exact=True).click()
    page.get_by_role("button", name="Fresh copy of this notebook").click()
    page.get_by_text("You have not changed this notebook").wait_for(timeout=10_000)
    write(page, "1 + 1")
    page.get_by_text("My work", exact=True).click()
    page.get_by_role("button", name="Fresh copy of this notebook").click()
    page.locator(".jp-DirListing-item", has_text="glossary (my copy)").wait_for(timeout=60_000)
    page.wait_for_function(THERE, timeout=60_000)
    page.locator(SHOWS).first.wait_for()
    page.context.close()


def test_no_fresh_copy_is_made_while_something_cannot_be_kept(visit):
    page = visit("glossary.ipynb")
    page.wait_for_function(THERE, timeout=60_000)
    write(page, "1 + 1")
    page.evaluate(NO_ROOM)
    page.get_by_text("My work", exact=True).click()
    page.get_by_role("button", name="Fresh copy of this notebook").click()
    page.get_by_text("A file could not be kept").wait_for(timeout=10_000)
    assert "1 + 1" in page.evaluate(TEXT)
    page.context.close()


def test_a_python_whose_files_do_not_come_is_told(chromium, address):
    page = chromium.new_context(service_workers="block").new_page()
    page.route("**/static/pyodide/start.js", lambda route: route.abort())
    page.goto(f"{address}/lab/index.html?path=glossary.ipynb")
    page.get_by_text("Python could not start in this page").wait_for(timeout=60_000)
    page.evaluate("new Worker('missing.js')")  # as one that begins early
    page.get_by_text("Load the page again. (a file could not be loaded)").wait_for()
    page.context.close()


def test_the_playground_trains_stops_and_follows_the_hand(visit):
    page = visit("06-the-playground.ipynb")
    page.wait_for_function(THERE, timeout=60_000)
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    playground = Playground(page, timeout=120_000)
    slider = playground.slider("hidden neurons")
    slider.focus()
    times = sorted(playground.canvas.evaluate(TIME) for _ in range(20))
    print(f"\nplayground: slider to picture: median {statistics.median(times):.0f} ms")
    assert statistics.median(times) < 2000
    ask(page, "pg.set(epochs=500)")
    playground.button("play").click()
    playground.wait_for(re.compile("after [1-9]"))
    playground.button("pause").click()
    playground.button("play").wait_for(timeout=10_000)
    epochs = ask(page, "print(len(pg.history.loss))")
    page.wait_for_timeout(1000)
    assert ask(page, "print(len(pg.history.loss))") == epochs
    assert 0 < int(epochs) < 500
    page.context.close()
