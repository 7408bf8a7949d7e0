// @ts-check
// The paper to draw on, with its tools: what a sheet in a notebook and the site's start page share.

import { button, control, element } from "../toolkit/page.js";
import { Ink } from "./ink.js";
import { followPointer, KeyboardPen } from "./pens.js";

const KEYS =
  "By keyboard: the arrow keys move, space puts the pen down and lifts it, " +
  "Backspace undoes, Delete clears";

/** @param {string} leave the key that leaves the paper */
function blank(leave) {
  // Each view of a sheet needs ids of its own; a count would begin anew for each widget.
  const own = Math.random().toString(36).slice(2);
  const words = `${KEYS}, ${leave} leaves.`;
  const help = element("p", { class: "dig2ai-help", id: `dig2ai-help-${own}` }, words);
  const name = { "aria-label": "sheet to draw a digit on", "aria-describedby": help.id };
  const canvas = control("canvas", { tabindex: 0, role: "application", ...name });
  const unheard = { class: "dig2ai-hint", "aria-hidden": "true" };
  const hint = element("span", unheard, "draw a digit here");
  return { help, canvas, hint };
}

/**
 * @template {import("./pens.js").Hearer} Hearer
 * @param {string} leave the key that leaves the paper
 * @param {HTMLCanvasElement[]} samples their pixels
 * @param {(ink: Ink) => Hearer} hearerOf makes what is told of the ink
 * @param {(ink: Ink) => void} changed called when the paper may have become empty, or no longer is
 */
export function makePaper(leave, samples, hearerOf, changed) {
  const { help, canvas, hint } = blank(leave);
  const ink = new Ink(canvas, samples, mark);
  const hearer = hearerOf(ink);
  const keyboard = new KeyboardPen(canvas, ink, hearer);
  followPointer(canvas, ink, hearer, keyboard);

  function undo() {
    ink.undo();
    hearer.tell();
  }
  function clear(sample = -1) {
    ink.put([], sample);
    hearer.tell();
  }
  const wide = { class: "dig2ai-wide" };
  const tools = [button("Undo", undo, wide), button("Clear", () => clear(), wide)];
  function mark() {
    hint.hidden = !ink.empty;
    for (const one of tools) one.setAttribute("aria-disabled", `${ink.empty}`);
    changed(ink);
  }
  const paper = element("div", { class: "dig2ai-paper" }, canvas, hint, keyboard.cursor);
  const row = element("div", { class: "dig2ai-row" }, ...tools, keyboard.status);
  const draw = element("div", { class: "dig2ai-draw" }, paper, row);
  return { ink, hearer, canvas, hint, clear, draw, help };
}
