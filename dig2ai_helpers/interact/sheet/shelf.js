// @ts-check
// The shelf of kept drawings (see shelf.py).

import {
  button,
  control,
  DIRECTIONS,
  element,
  listen,
  makeRoot,
  moveFocus,
} from "../toolkit/page.js";
import { samplePictures } from "./tens.js";

/** @typedef {{ pixels: DataView, labels: number[], codes: string[] }} Kept */
/** @typedef {Kept & { words: string, problem: string, name: string, undo: string }} Traits */
/** @typedef {HTMLButtonElement} Press */

/** One button for each drawing, in a group for each digit. @param {Kept} kept */
function groups({ pixels, labels, codes }) {
  const pictures = samplePictures(pixels);
  /** @type {Press[]} */
  const buttons = [];
  const made = [...new Set(labels)].sort().map((label) => {
    const places = labels.flatMap((one, place) => (one === label ? [place] : []));
    const all = places.map((place, i) => {
      const name = `${label === 8 ? "an" : "a"} ${label}, drawing ${i + 1} of ${places.length}`;
      const attributes = { "aria-label": name, "aria-pressed": "false", tabindex: -1 };
      const one = button("", () => {}, { ...attributes, title: name, "data-code": codes[place] });
      one.append(pictures[place]);
      return one;
    });
    buttons.push(...all);
    const digit = element("b", { "aria-hidden": "true" }, `${label}`);
    return element("span", {}, digit, ...all);
  });
  return { made, buttons };
}

function build() {
  const words = element("p", { role: "status" });
  const problem = element("div", { class: "dig2ai-problem", role: "alert" });
  const kept = element("div", {
    class: "dig2ai-kept",
    role: "toolbar",
    "aria-label": "kept drawings",
  });
  const name = control("input", {
    type: "text",
    maxlength: 60,
    placeholder: "optional",
  });
  const label = element("label", {}, element("span", {}, "all drawn by"), name);
  return { words, problem, kept, name, label };
}

/** The buttons of the drawings, a toolbar: one of them can be marked. */
class Row {
  /** @type {Press[]} */
  buttons = [];
  /** @type {Press | undefined} the marked one */
  marked;

  /** @param {HTMLElement} kept @param {(code: string) => void} drop @param {() => void} changed */
  constructor(kept, drop, changed) {
    this.kept = kept;
    this.drop = drop;
    this.changed = changed;
    kept.addEventListener("click", ({ target }) => {
      const one = /** @type {HTMLElement} */ (target).closest("button");
      if (one) this.mark(one === this.marked ? undefined : one);
    });
    kept.addEventListener("keydown", (event) => this.#press(event));
  }

  /** @param {Press | undefined} one */
  mark(one) {
    this.marked = one;
    for (const each of this.buttons) each.setAttribute("aria-pressed", `${each === one}`);
    if (one) for (const each of this.buttons) each.tabIndex = each === one ? 0 : -1;
    this.changed();
  }

  dropMarked() {
    if (this.marked) this.drop(this.marked.dataset.code ?? "");
  }

  /** The one at which the Tab key stops. */
  get stop() {
    return this.buttons.find(({ tabIndex }) => tabIndex === 0);
  }

  /** Show other drawings. @param {Kept} all */
  show(all) {
    const at = this.buttons.findIndex((one) => one === this.marked || one.matches(":focus"));
    const { made, buttons } = groups(all);
    this.buttons = buttons;
    this.kept.replaceChildren(...made);
    this.mark(undefined);
    const stop = buttons[Math.min(Math.max(at, 0), buttons.length - 1)];
    if (stop) stop.tabIndex = 0;
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const at = this.buttons.findIndex((one) => one.matches(":focus"));
    const [right, down] = DIRECTIONS[event.key] ?? [0, 0];
    const to = this.buttons[at + right + down];
    if (event.key === "Delete" || event.key === "Backspace") {
      this.mark(this.buttons[at]);
      this.dropMarked();
    } else if (right + down === 0) return;
    else if (to) moveFocus(this.buttons[at], to);
    event.preventDefault();
  }
}

/** @type {import("@anywidget/types").Render<Traits>} */
function render({ model, el }) {
  const { words, problem, kept, name, label } = build();
  const row = new Row(
    kept,
    (code) => model.send({ delete: code }),
    () => remove.setAttribute("aria-disabled", `${!row.marked}`),
  );
  const remove = button("Delete the marked one", () => row.dropMarked());
  const undo = button("", () => model.send({ undo: true }));

  function tell() {
    // Words that are set again are read aloud again.
    if (words.textContent !== model.get("words")) words.textContent = model.get("words");
    if (problem.textContent !== model.get("problem")) problem.textContent = model.get("problem");
    undo.textContent = `Put the ${model.get("undo")} back`;
    undo.hidden = model.get("undo") === "";
    if (document.activeElement !== name) name.value = model.get("name");
  }
  let codes = ""; // of the drawings that are shown
  function update() {
    const inside = [kept, remove].some((part) => part.contains(document.activeElement));
    const undoing = undo === document.activeElement;
    const changed = codes !== `${model.get("codes")}`;
    codes = `${model.get("codes")}`;
    if (changed) {
      const [pixels, labels] = [model.get("pixels"), model.get("labels")];
      row.show({ pixels, labels, codes: model.get("codes") });
    }
    kept.hidden = remove.hidden = label.hidden = row.buttons.length === 0;
    tell();
    const gone = (inside && changed) || (undoing && undo.hidden); // what had the focus
    if (gone) (row.stop ?? undo).focus();
  }
  const rename = () => model.send({ name: name.value });
  name.addEventListener("change", rename);
  name.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") rename(); // JupyterLab keeps the browser from doing it
  });

  makeRoot(el, "dig2ai-shelf", { role: "group", "aria-label": "Kept drawings" });
  el.append(words, problem, kept, element("div", { class: "dig2ai-row" }, remove, undo, label));
  update();
  return listen(model, { change: update });
}

export default { render };
