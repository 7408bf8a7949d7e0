// @ts-check
// The site's start page is alive at once: a pad, and a small network that reads along, without a
// kernel. Its weights come in a file of their own, which calls `dig2aiNetwork`.

import { makePaper } from "../../dig2ai_helpers/interact/sheet/paper.js";
import { element } from "../../dig2ai_helpers/interact/toolkit/page.js";
import { followSize, GREYS, paintPixels } from "../../dig2ai_helpers/interact/toolkit/surface.js";
import { Demonstration } from "./demonstration.js";
import { strokesAsMnist } from "./handwriting.js";
import { forward, layersFrom } from "./network.js";
import { percent, reading } from "./words.js";

/** @typedef {import("../../dig2ai_helpers/interact/sheet/ink.js").Ink} Ink */
/** @typedef {import("../../dig2ai_helpers/interact/sheet/ink.js").Stroke} Stroke */
/** @typedef {{ sizes: number[], example: Stroke[] }} Settings by front_page.py */

const REST = 700; // milliseconds without a change, until a screen reader is told
const COMING = "The network is on its way …";
const NOT_LOADED = "The network could not be loaded: reload the page.";
const INVITATION = "It reads while you draw.";

/** Tells of each change once, with the next picture on the screen. */
class NextFrame {
  #frame = 0;

  /** @param {(moving: boolean) => void} show */
  constructor(show) {
    this.show = show;
  }
  tell(moving = false) {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.show(moving);
  }
  /** @param {boolean} moving */
  tellSoon(moving) {
    this.#frame ||= requestAnimationFrame(() => this.tell(moving));
  }
}

/** Where the reading stands: a sentence, what the network sees, and a row for each digit. */
function buildReading() {
  const words = element("p", { class: "front-words" }, COMING);
  const spoken = element("p", { class: "dig2ai-spoken", role: "status" });
  const seen = element("canvas", { role: "img", "aria-label": "the image of 28 by 28 pixels" });
  const sight = element("figure", {}, seen, element("figcaption", {}, "what the network sees"));
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const bar = element("span", { class: "front-bar" });
    const share = element("span", { class: "front-share" });
    const line = element("span", { class: "front-line", "aria-hidden": "true" }, bar);
    return { bar, share, row: element("li", {}, element("b", {}, `${digit}`), line, share) };
  });
  const list = { class: "front-bars", role: "list", "aria-label": "probabilities of the digits" };
  const bars = element("ol", list, ...rows.map(({ row }) => row));
  const all = element("div", { class: "front-reading" }, words, bars, sight, spoken);
  return { all, words, spoken, seen, rows };
}

/** @param {HTMLElement} host @param {Settings} settings */
function start(host, { sizes, example }) {
  const view = buildReading();
  /** @type {import("./network.js").Layer[]} */
  let layers = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {Ink} ink */
  function show(ink) {
    const image = strokesAsMnist(ink.strokes);
    const probabilities = Array.from(layers.length && !ink.empty ? forward(layers, image) : []);
    const best = probabilities.indexOf(Math.max(...probabilities));
    paintPixels(
      view.seen,
      new DataView(Uint8Array.from(image, (v) => 255 * v + 0.5).buffer),
      GREYS,
    );
    for (const [digit, { row, bar, share }] of view.rows.entries()) {
      row.classList.toggle("front-best", digit === best);
      bar.style.width = `${100 * (probabilities[digit] ?? 0)}%`;
      share.textContent = probabilities.length ? percent(probabilities[digit]) : "";
    }
    if (layers.length) view.words.textContent = ink.empty ? INVITATION : reading(probabilities);
  }
  function speak() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      view.spoken.textContent = view.words.textContent;
    }, REST);
  }
  const hearerOf = (/** @type {Ink} */ ink) =>
    new NextFrame(() => {
      show(ink);
      speak();
    });
  const paper = makePaper("Tab", [], hearerOf, () => {});
  const demonstration = new Demonstration(host, paper.ink, paper.hint, () => show(paper.ink));

  Object.assign(globalThis, {
    /** @param {string} text the weights */
    dig2aiNetwork(text) {
      layers = layersFrom(text, sizes);
      show(paper.ink);
      demonstration.begin(example);
    },
  });
  addEventListener("load", () => {
    if (layers.length === 0) view.words.textContent = NOT_LOADED;
  });
  const pad = { class: "dig2ai-widget dig2ai-sheet", role: "group", "aria-label": "Drawing pad" };
  host.replaceChildren(element("div", pad, paper.draw, view.all, paper.help));
  paper.ink.put([]);
  followSize(paper.canvas, () => paper.ink.paint());
  show(paper.ink);
}

const host = document.getElementById("front");
if (host) start(host, JSON.parse(host.dataset.settings ?? ""));
