// @ts-check
// The table of kept runs (see runs_table.py).

import { button, control, element, listen, makeRoot } from "../toolkit/page.js";

const HEADS = ["show", "name", "settings", "epochs", "time", "training", "validation", "test", ""];
const COPY = "copy the table as CSV";
const CONTROLS = "input, button";
const THANKS = 1500; // milliseconds for which the button says that it has copied

/** @typedef {{ name: string, shown: boolean, cells: string[] }} Row */
/** @typedef {{ rows: Row[], csv: string }} Traits */

// Without https, browsers keep pages from the clipboard, but not from copying selected text.
/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element("textarea", {}, text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

/** @param {import("../toolkit/page.js").Model} model @param {Row} row @param {number} place */
function line(model, row, place) {
  const shown = control("input", { type: "checkbox", "aria-label": `show run ${row.name}` });
  shown.checked = row.shown;
  shown.addEventListener("change", () => model.send({ show: [place, shown.checked] }));
  const label = { "aria-label": `name of run ${row.name}` };
  const name = control("input", { type: "text", value: row.name, size: 8, ...label });
  const rename = () => model.send({ rename: [place, name.value] });
  name.addEventListener("change", rename);
  name.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") rename(); // JupyterLab keeps the browser from doing it
  });
  const restore = button("use again", () => model.send({ restore: place }), {
    "aria-label": `use the settings of run ${row.name} again`,
  });
  const cells = [shown, name, ...row.cells, restore];
  return element("tr", {}, ...cells.map((content) => element("td", {}, content)));
}

/** @param {import("../toolkit/page.js").Model} model */
function copyButton(model) {
  const status = element("span", { class: "dig2ai-spoken", role: "status" });
  const made = button(COPY, async () => {
    await copy(model.get("csv"));
    made.textContent = status.textContent = "copied";
    setTimeout(() => {
      made.textContent = COPY;
      status.textContent = "";
    }, THANKS);
  });
  return [made, status];
}

/** @type {import("@anywidget/types").Render<Traits>} */
function render({ model, el }) {
  makeRoot(el, "dig2ai-runs");
  const heads = HEADS.map((head) => (head ? element("th", { scope: "col" }, head) : element("td")));
  const head = element("thead", {}, element("tr", {}, ...heads));
  const body = element("tbody");
  const table = element("table", {}, element("caption", {}, "Your runs"), head, body);
  el.append(table, ...copyButton(model));
  /** @type {() => HTMLElement[]} */
  const inputs = () => Array.from(body.querySelectorAll(CONTROLS));
  function update() {
    const rows = model.get("rows");
    const focused = inputs().findIndex((one) => one.matches(":focus"));
    el.hidden = rows.length === 0;
    body.replaceChildren(...rows.map((row, place) => line(model, row, place)));
    inputs()[focused]?.focus(); // the new row stands where the old one stood
  }
  update();
  return listen(model, { "change:rows": update });
}

export default { render };
