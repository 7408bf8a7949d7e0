// @ts-check
// Two rows of ten below the sheet: the digits to keep a drawing as, and ready-made samples.

import { button, control, element, moveFocus } from "../toolkit/page.js";
import { GREYS, paintPixels } from "../toolkit/surface.js";

const SIDE = 28; // pixels on a side of a sample

/**
 * Buttons, a toolbar: the Tab key stops at one of them, and the arrow keys lead on.
 * @param {string} wordsId of the words before the digits @param {(label: number) => void} keep
 */
export function keepButtons(wordsId, keep) {
  const buttons = Array.from({ length: 10 }, (_, label) => {
    const stop = label === 0 ? 0 : -1;
    const name = { "aria-label": `keep it as ${label}`, tabindex: stop };
    return button(`${label}`, () => keep(label), name);
  });
  const toolbar = { class: "dig2ai-ten", role: "toolbar", "aria-labelledby": wordsId };
  const row = element("div", toolbar, ...buttons);
  row.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: 9, ArrowRight: 1 }[event.key]; // 9 on is 1 back, round the row
    const at = buttons.findIndex((one) => one.matches(":focus"));
    if (!step || at < 0) return;
    event.preventDefault();
    moveFocus(buttons[at], buttons[(at + step) % 10]);
  });
  return { buttons, row };
}

/** The samples' pixels on small canvases. @param {DataView} bytes (n · 784), 0 to 255 */
export function samplePictures({ buffer, byteOffset, byteLength }) {
  const size = SIDE ** 2;
  return Array.from({ length: byteLength / size }, (_, i) =>
    paintPixels(element("canvas"), new DataView(buffer, byteOffset + i * size, size), GREYS),
  );
}

/**
 * A radio button over each sample's picture.
 * @param {HTMLCanvasElement[]} pictures @param {number[]} labels
 * @param {string} group the name that joins them @param {(place: number) => void} load
 */
export function sampleButtons(pictures, labels, group, load) {
  const radios = labels.map((label, place) => {
    const name = `sample: a handwritten ${label}`;
    const radio = control("input", { type: "radio", name: group, "aria-label": name, title: name });
    radio.addEventListener("change", () => load(place));
    return radio;
  });
  const parts = radios.map((radio, i) => element("label", {}, radio, pictures[i]));
  return { radios, row: element("div", { class: "dig2ai-ten dig2ai-samples" }, ...parts) };
}
