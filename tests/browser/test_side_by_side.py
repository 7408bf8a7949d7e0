"""An app looks the same alone on a page and beside other widgets, whose styles come later."""

from test_apps import SETUP

CELLS = [
    f"{SETUP}\nfrom dig2ai_helpers.interact import drawing_pad, neuron, playground",
    "neuron(digits)",
    "drawing_pad()",
    "playground(digits)",
    "neuron(digits)",
]
# Every element of the first app that can be seen: where it is in the app, and how it looks.
LOOK = """() => {
    const app = document.querySelector(".jp-OutputArea-output:has([class*=dig2ai])");
    const { left, top } = app.getBoundingClientRect();
    const all = [...app.querySelectorAll("[class*=dig2ai], [class*=dig2ai] *")];
    return all.filter((one) => one.getBoundingClientRect().width).map((one) => {
        const box = one.getBoundingClientRect(), style = getComputedStyle(one);
        const place = [box.left - left, box.top - top, box.width, box.height].map(Math.round);
        const names = ["display", "gap", "margin", "padding", "border", "borderRadius", "color",
            "font", "backgroundColor", "cursor", "minHeight", "outline"];
        return [`${one.tagName} ${one.className}`, place, ...names.map((name) => style[name])];
    });
}"""
RUN = """async (index) => {
    window.jupyterapp.shell.currentWidget.content.activeCellIndex = index;
    await window.jupyterapp.commands.execute("notebook:run-cell");
}"""


def test_an_app_looks_the_same_alone_and_beside_other_widgets(lab, page):
    lab.write("beside.ipynb", CELLS)
    lab.show(page, "beside.ipynb")
    for index in (0, 1):
        page.evaluate(RUN, index)
    page.get_by_role("group", name="One neuron").wait_for(timeout=20_000)
    page.locator(".dig2ai-canvas").get_by_role("img").wait_for()
    page.wait_for_timeout(500)
    alone = page.evaluate(LOOK)
    kinds = {look[0].split()[0] for look in alone}
    assert {"CANVAS", "INPUT", "SELECT", "LABEL", "BUTTON"} <= kinds and len(alone) > 30
    for index, name in ((2, "Drawing pad"), (3, "Playground")):
        page.evaluate(RUN, index)
        page.get_by_role("group", name=name).wait_for(timeout=20_000)
    page.evaluate(RUN, 4)
    page.get_by_role("group", name="One neuron").nth(1).wait_for(timeout=20_000)
    page.wait_for_timeout(500)
    assert page.evaluate(LOOK) == alone
