// @ts-check
// The canvas (see canvas.py): a picture in the colours of the page's theme, and its words.

import { followTheme, palette } from "./colours.js";
import {
  control,
  element,
  endAll,
  isAsleep,
  listen,
  makeRoot,
  signsOfLife,
  whenLost,
} from "./page.js";
import { draw } from "./shapes.js";
import { speakAtRest } from "./speaker.js";
import { contextOf, fit, followSize, giveBack } from "./surface.js";
import { Targets } from "./targets.js";

const LARGEST = 1.15; // times its size: beyond it, a picture would look coarse
const SMALLEST = 0.7; // of its size, a picture is still legible; a narrower page scrolls it
const TO_USE_IT = "To use it, run the cells above and this one.";
const LOST_WORDS = `The kernel that drew this was restarted or stopped. ${TO_USE_IT}`;
const ASLEEP_WORDS = `This was saved with the notebook. ${TO_USE_IT}`;
const TO_SCROLL = { tabindex: "0", role: "group", "aria-label": "picture, to be scrolled" };

/**
 * @typedef {{ size: [number, number], shapes: import("./shapes.js").Shape[],
 *   targets: import("./targets.js").Target[], colours: Record<string, [string, string]>,
 *   alt: string, caption: string, spoken: string, error: string, enough: number,
 *   narrow: boolean, running: boolean, picture: number }} Traits
 */

/** @param {HTMLElement} el */
function build(el) {
  const canvas = element("canvas", { role: "img" });
  const toolbar = { role: "toolbar", "aria-label": "places in the picture" };
  const board = element("div", { class: "dig2ai-targets", ...toolbar });
  const frame = element("div", { class: "dig2ai-frame" }, canvas, board);
  const view = control("div", { class: "dig2ai-view" }, frame);
  const caption = element("p", { class: "dig2ai-caption" });
  const error = element("div", { class: "dig2ai-error", role: "alert" });
  const status = element("p", { class: "dig2ai-spoken", role: "status" });
  makeRoot(el, "dig2ai-canvas");
  el.append(caption, view, error, status);
  return { canvas, board, frame, view, caption, error, status };
}

/** Where a picture is cut off, mouse and arrow keys scroll it. @param {HTMLElement} view */
function letScroll(view) {
  const cut = view.scrollWidth > view.clientWidth;
  for (const [name, value] of Object.entries(TO_SCROLL))
    cut ? view.setAttribute(name, value) : view.removeAttribute(name);
}

// The kernel is gone: grey out the whole app, and say what to do.
/** @param {HTMLElement} el @param {string} words @param {string} role of the words */
function showLost(el, words, role) {
  const app = el.closest(".jp-OutputArea-output, .jp-OutputArea-child") ?? el;
  /** @type {NodeListOf<HTMLElement>} */
  const parts = app.querySelectorAll(".dig2ai-widget");
  for (const part of [el, ...parts]) part.inert = true; // and grey, by page.css
  if (!app.querySelector(".dig2ai-lost"))
    app.prepend(element("p", { class: "dig2ai-lost", role }, words));
}

/** @type {import("@anywidget/types").Render<Traits>} */
function render({ model, el }) {
  const { canvas, board, frame, view, caption, error, status } = build(el);
  const targets = new Targets(board, (name) => {
    if (lost) return;
    model.send({ press: name });
  });
  const context = contextOf(canvas);
  let waiting = false;
  let closed = false;
  const asleep = isAsleep(el);
  let lost = asleep;
  /** @type {boolean | undefined} */
  let narrow; // as this view said last: of two views, a wide and a narrow one, each says it once

  function paint() {
    waiting = false;
    if (closed) return;
    const [width, height] = model.get("size");
    frame.style.maxWidth = `${Math.max(LARGEST * width, Math.min(model.get("enough"), 540))}px`;
    frame.style.minWidth = `${SMALLEST * width}px`;
    canvas.style.aspectRatio = `${width} / ${height}`;
    letScroll(view);
    const scale = fit(canvas, width, height);
    if (scale === 0) return; // not on the page; `resized` is called when it is
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width + 1, height + 1);
    const colours = palette(context, model.get("colours"));
    for (const shape of model.get("shapes")) draw(context, shape, colours);
    targets.show(model.get("targets"), [width, height]);
    canvas.setAttribute("aria-label", model.get("alt"));
    if (caption.textContent !== model.get("caption")) caption.textContent = model.get("caption");
    if (error.textContent !== model.get("error")) error.textContent = model.get("error");
    if (asleep) showLost(el, ASLEEP_WORDS, "note"); // now that it is on the page
  }
  // Several changes at once make one picture; it is painted now, to be in the very next frame.
  function repaint() {
    if (!waiting) queueMicrotask(paint);
    waiting = true;
  }
  function resized() {
    repaint();
    const little = el.clientWidth < model.get("enough"); // then an app may draw another picture
    if (lost || el.clientWidth === 0 || little === narrow) return;
    narrow = little;
    model.set("narrow", narrow);
    model.save_changes();
  }
  const stopSigns = signsOfLife(model);
  const ends = [
    speakAtRest(model, status),
    stopSigns,
    listen(model, { change: repaint }),
    followSize(el, resized),
    followTheme(repaint),
    whenLost(model, () => {
      lost = true;
      stopSigns();
      showLost(el, LOST_WORDS, "alert");
    }),
    () => targets.end(),
    () => {
      closed = true;
      giveBack(canvas);
    },
  ];
  paint();
  return endAll(ends);
}

export default { render };
