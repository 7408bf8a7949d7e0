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
/** @typedef {{ tr: HTMLElement, show: (row: Row) => void }} Line of the table */
/**
 * Make a line. It stays when its run changes or another one comes, and with it the focus and a
 * name that is being typed.
 * @param {Model} model @param {number} place @param {number} figures @param {HTMLElement} final
 * @returns {Line}
 */
function line(model, place, figures, final) {
  let known = ""; // the name, as far as the kernel and this page agree
  const shown = control("input", { type: "checkbox" });
  shown.addEventListener("change", () => model.send({ show: [place, shown.checked] }));
  const name = control("input", { type: "text", size: 8, maxlength: 30 }); // as the kernel keeps it
  const rename = () => {
    known = name.value;
    model.send({ rename: [place, name.value] });
  };
  name.addEventListener("change", rename);
  name.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") rename(); // JupyterLab keeps the browser from doing it
  });
  const restore = button("use again", () => model.send({ restore: place }));
  // The mark that its curve has, and its cell of the map.
  const mark = element("span", { class: "dig2ai-run", "aria-hidden": "true" });
  const words = Array.from({ length: figures }, () => element("span"));
  const cells = [shown, element("span", {}, mark, name), ...words, restore, final];
  const heads = HEADS.map((head) => ({ "data-head": head })); // shown where the head has no room
  const tr = element("tr", {}, ...cells.map((content, k) => element("td", heads[k], content)));
  /** @param {Row} row */
  function show(row) {
    shown.checked = row.shown;
    mark.textContent = row.mark;
    for (const [k, one] of words.entries()) one.textContent = row.cells[k];
    const typing = document.activeElement === name && name.value !== known;
    if (!typing) name.value = row.name;
    known = row.name;
    shown.ariaLabel = `show run ${row.name}`;
    name.ariaLabel = `name of run ${row.name}`;
    restore.ariaLabel = `use the settings of run ${row.name} again`;
    final.ariaLabel = `run ${row.name} is my final choice`;
  }
  return { tr, show };
}

/** @param {import("../toolkit/page.js").Model} model */
function copyButton(model) {
  const status = element("span", { class: "dig2ai-spoken", role: "status" });
  const made = button(COPY, async () => {
    await copy(model.get("csv"));
    made.focus(); // which the selected text has taken
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
  /** @type {HTMLInputElement[]} */
  const inputs = [];
  const group = `dig2ai-final-${Math.random().toString(36).slice(2)}`; // of this view alone
  const verdict = control("p", { class: "dig2ai-verdict", role: "status", tabindex: -1 });
  const press = button(JUDGE, () => model.send({ judge: chosen }));
  /** @param {number} place */
  function choice(place) {
    const input = control("input", { type: "radio", name: group });
    input.addEventListener("change", () => {
      chosen = place;
      update();
    });
    inputs.push(input);
    return input;
  }
  function update() {
    const found = model.get("verdict");
    const focused = [press, ...inputs].some((one) => one === document.activeElement);
    for (const [place, input] of inputs.entries()) {
      input.checked = place === chosen;
      input.disabled = found !== "";
    }
    press.hidden = found !== "";
    press.disabled = chosen < 0;
    const words = found || (chosen < 0 ? CHOOSE : "");
    if (verdict.textContent !== words) verdict.textContent = words; // it is read aloud
    if (found && focused) verdict.focus(); // what had the focus can't be pressed any more
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
  /** @type {Line[]} */
  const lines = [];
  function update() {
    const rows = model.get("rows");
    el.hidden = rows.length === 0;
    for (const [place, row] of rows.entries()) {
      if (place === lines.length) {
        lines.push(line(model, place, row.cells.length, judge.choice(place)));
        body.append(lines[place].tr);
      }
      lines[place].show(row);
    }
    judge.update();
  }
  update();
  return listen(model, { change: update });
}

export default { render };
