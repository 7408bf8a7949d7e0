// @ts-check
// The sheet to draw on (see drawing_sheet.py). Ink is drawn here: it never waits for the kernel.

import { button, control, element, endAll, listen, makeRoot } from "../toolkit/page.js";
import { followSize } from "../toolkit/surface.js";
import { Ink } from "./ink.js";
import { Kernel } from "./kernel.js";
import { followPointer, KeyboardPen } from "./pens.js";
import { keepButtons, sampleButtons, samplePictures } from "./tens.js";

const KEYS =
  "By keyboard: the arrow keys move, space puts the pen down and lifts it, " +
  "Backspace undoes, Delete clears, Escape leaves.";
const LOAD = "Or load one that somebody else wrote:";

/** @typedef {{ samples: DataView, labels: number[], title: string }} Fixed */
/** @typedef {Fixed & { keeps: boolean, kept: number }} Rest */
/** @typedef {Rest & { state: import("./kernel.js").State }} Traits */

function build() {
  // Each view of a sheet needs ids of its own; a count would begin anew for each widget.
  const own = Math.random().toString(36).slice(2);
  const help = element("p", { class: "dig2ai-help", id: `dig2ai-help-${own}` }, KEYS);
  const name = { "aria-label": "sheet to draw a digit on", "aria-describedby": help.id };
  const canvas = control("canvas", { tabindex: 0, role: "application", ...name });
  const unheard = { class: "dig2ai-hint", "aria-hidden": "true" };
  const hint = element("span", unheard, "draw a digit here");
  const words = { class: "dig2ai-words", id: `dig2ai-keep-${own}` };
  const keepWords = element("span", words, "Keep this drawing as a");
  const count = element("span", { role: "status" });
  return { help, canvas, hint, keepWords, count, group: `dig2ai-sample-${own}` };
}

/** @type {import("@anywidget/types").Render<Traits>} */
function render({ model, el }) {
  const { help, canvas, hint, keepWords, count, group } = build();
  const pictures = samplePictures(model.get("samples"));
  const ink = new Ink(canvas, pictures, mark);
  const kernel = new Kernel(model, ink);
  const keyboard = new KeyboardPen(canvas, ink, kernel);
  followPointer(canvas, ink, kernel, keyboard);

  function undo() {
    ink.undo();
    kernel.tell();
  }
  function clear(sample = -1) {
    ink.put([], sample);
    kernel.tell();
  }
  /** @param {number} label */
  function keep(label) {
    if (ink.empty) return;
    kernel.keep(label);
    clear();
  }
  const wide = { class: "dig2ai-wide" };
  const tools = [button("Undo", undo, wide), button("Clear", () => clear(), wide)];
  const keepers = keepButtons(keepWords.id, keep);
  const samples = sampleButtons(pictures, model.get("labels"), group, clear);
  function mark() {
    hint.hidden = !ink.empty;
    const useless = `${ink.empty}`;
    for (const one of [...tools, ...keepers.buttons]) one.setAttribute("aria-disabled", useless);
    for (const [i, radio] of samples.radios.entries()) radio.checked = i === ink.sample;
  }
  function countKept() {
    count.textContent = `kept: ${model.get("kept")}`;
  }

  const row = { class: "dig2ai-row" };
  const paper = element("div", { class: "dig2ai-paper" }, canvas, hint, keyboard.cursor);
  const toolRow = element("div", row, ...tools, keyboard.status);
  const keepRow = element("div", row, keepWords, count, keepers.row);
  const sampleRow = element("fieldset", row, element("legend", {}, LOAD), samples.row);
  makeRoot(el, "dig2ai-sheet", { role: "group", "aria-label": model.get("title") });
  el.append(element("div", { class: "dig2ai-draw" }, paper, toolRow));
  const more = element("div", { class: "dig2ai-more" });
  if (model.get("keeps")) more.append(keepRow);
  if (pictures.length) more.append(sampleRow);
  more.append(help);
  el.append(more);
  kernel.take();
  countKept();
  const painting = followSize(canvas, () => ink.paint());
  return endAll([listen(model, { "change:kept": countKept }), painting, () => kernel.end()]);
}

export default { render };
