// @ts-check
// The table of kept runs (see runs_table.py).

import { button, control, element, listen, makeRoot } from "../toolkit/page.js";

const HEADS = ["show", "name", "settings", "epochs", "time", "training", "validation", "", "final"];
const JUDGE = "judge my final choice once";
const CHOOSE = "Choose a run under “final”: the test digits judge one run, once.";
const WORDS = "training, validation, test?";
const MEANINGS =
  "The network learns from the training digits. The validation digits are new to it: compare " +
  "your runs by them. Whoever chooses the best of many runs also chooses luck, so the test " +
  "digits wait for your final choice.";
const COPY = "copy the table as CSV";
const CONTROLS = "input, button";
const THANKS = 1500; // milliseconds for which the button says that it has copied

/** @typedef {{ mark: string, name: string, shown: boolean, cells: string[] }} Row */
/** @typedef {{ rows: Row[], csv: string, verdict: string }} Traits */

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

/** @typedef {import("../toolkit/page.js").Model} Model */
/** @param {Model} model @param {Row} row @param {number} place @param {HTMLElement} final */
function line(model, row, place, final) {
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
  // The mark that its curve has, and its cell of the map.
  const mark = element("span", { class: "dig2ai-run", "aria-hidden": "true" }, row.mark);
  const named = element("span", {}, mark, name);
  const cells = [shown, named, ...row.cells, restore, final];
  const heads = HEADS.map((head) => ({ "data-head": head })); // shown where the head has no room
  return element("tr", {}, ...cells.map((content, k) => element("td", heads[k], content)));
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

// The test digits judge one run, once: which one, and the button.
/** @param {Model} model */
function judging(model) {
  let chosen = -1;
  const verdict = element("p", { class: "dig2ai-verdict", role: "status" });
  const press = button(JUDGE, () => model.send({ judge: chosen }));
  /** @param {Row} row @param {number} place */
  function choice(row, place) {
    const label = { "aria-label": `run ${row.name} is my final choice` };
    const input = control("input", { type: "radio", name: "final", ...label });
    input.checked = place === chosen;
    input.disabled = model.get("verdict") !== "";
    input.addEventListener("change", () => {
      chosen = place;
      update();
    });
    return input;
  }
  function update() {
    press.hidden = model.get("verdict") !== "";
    press.disabled = chosen < 0;
    verdict.textContent = model.get("verdict") || (chosen < 0 ? CHOOSE : "");
  }
  return { choice, update, parts: [press, verdict] };
}

/** @type {import("@anywidget/types").Render<Traits>} */
function render({ model, el }) {
  makeRoot(el, "dig2ai-runs");
  const judge = judging(model);
  const heads = HEADS.map((head) => (head ? element("th", { scope: "col" }, head) : element("td")));
  const head = element("thead", {}, element("tr", {}, ...heads));
  const body = element("tbody");
  const table = element("table", {}, element("caption", {}, "Your runs"), head, body);
  const words = element("details", {}, control("summary", {}, WORDS), element("p", {}, MEANINGS));
  el.append(table, words, ...judge.parts, ...copyButton(model));
  /** @type {() => HTMLElement[]} */
  const inputs = () => Array.from(body.querySelectorAll(CONTROLS));
  function update() {
    const rows = model.get("rows");
    const focused = inputs().findIndex((one) => one.matches(":focus"));
    el.hidden = rows.length === 0;
    body.replaceChildren(
      ...rows.map((row, place) => line(model, row, place, judge.choice(row, place))),
    );
    judge.update();
    inputs()[focused]?.focus(); // the new row stands where the old one stood
  }
  update();
  return listen(model, { change: update });
}

export default { render };
