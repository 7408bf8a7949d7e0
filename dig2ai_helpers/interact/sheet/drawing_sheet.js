// @ts-check
// The sheet to draw on (see drawing_sheet.py). Ink is drawn here: it never waits for the kernel.

import { element, endAll, isAsleep, listen, makeRoot } from "../toolkit/page.js";
import { followSize, giveBack } from "../toolkit/surface.js";
import { Kernel } from "./kernel.js";
import { makePaper } from "./paper.js";
import { keepButtons, sampleButtons, samplePictures } from "./tens.js";

const LOAD = "Or load one that somebody else wrote:";

/** @typedef {{ samples: DataView, labels: number[], title: string }} Fixed */
/** @typedef {Fixed & { keeps: boolean, kept: number }} Rest */
/** @typedef {Rest & { state: import("./kernel.js").State }} Traits */

function build() {
  // Each view of a sheet needs ids of its own; a count would begin anew for each widget.
  const own = Math.random().toString(36).slice(2);
  const words = { class: "dig2ai-words", id: `dig2ai-keep-${own}` };
  const keepWords = element("span", words, "Keep this drawing as a");
  const count = element("span"); // the shelf says it aloud
  return { keepWords, count, group: `dig2ai-sample-${own}` };
}

/** @type {import("@anywidget/types").Render<Traits>} */
function render({ model, el }) {
  const { keepWords, count, group } = build();
  const pictures = samplePictures(model.get("samples"));
  const kernelOf = (/** @type {import("./ink.js").Ink} */ ink) => new Kernel(model, ink);
  const sheet = makePaper("Escape", pictures, kernelOf, mark);
  const { ink, hearer: kernel, canvas } = sheet;

  /** @param {number} label */
  function keep(label) {
    if (ink.empty) return;
    kernel.keep(label);
    sheet.clear();
  }
  const keepers = keepButtons(keepWords.id, keep);
  const samples = sampleButtons(pictures, model.get("labels"), group, sheet.clear);
  function mark() {
    for (const one of keepers.buttons) one.setAttribute("aria-disabled", `${ink.empty}`);
    for (const [i, radio] of samples.radios.entries()) radio.checked = i === ink.sample;
  }
  function countKept() {
    count.textContent = `kept: ${model.get("kept")}`;
  }

  const row = { class: "dig2ai-row" };
  const keepRow = element("div", row, keepWords, count, keepers.row);
  const sampleRow = element("fieldset", row, element("legend", {}, LOAD), samples.row);
  makeRoot(el, "dig2ai-sheet", { role: "group", "aria-label": model.get("title") });
  el.append(sheet.draw);
  const more = element("div", { class: "dig2ai-more" });
  if (model.get("keeps")) more.append(keepRow);
  if (pictures.length) more.append(sampleRow);
  more.append(sheet.help);
  el.append(more);
  kernel.take();
  // A page that was left under the pen, and opened again: nobody draws any more.
  if (model.get("state").moving && !isAsleep(el)) kernel.tell();
  countKept();
  const painting = followSize(canvas, () => ink.paint());
  const counting = listen(model, { "change:kept": countKept });
  return endAll([counting, painting, () => kernel.end(), () => giveBack(canvas)]);
}

export default { render };
