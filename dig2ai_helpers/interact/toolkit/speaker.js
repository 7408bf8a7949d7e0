// @ts-check
// Tells a screen reader what has become of the picture.

import { endAll, listen } from "./page.js";

const REST = 700; // milliseconds without a change: the picture has come to rest
const LONGEST = 10_000; // milliseconds after which a picture that still changes is put into words

// The sentences of a text that were not in the last one: what has changed.
/** @param {string} now @param {string} before */
function news(now, before) {
  const known = new Set(sentences(before));
  const fresh = sentences(now).filter((sentence) => !known.has(sentence));
  return fresh.join(" ") || now;
}
/** @param {string} text */
const sentences = (text) => text.replace(/([.?!]) /g, "$1\n").split("\n");

/**
 * Say what is new in the words of a picture once it has come to rest, and not with each step of a
 * training.
 * What it shows at first is read like the rest of the page.
 * @param {import("./page.js").Model} model @param {HTMLElement} status
 * @returns a function that ends it
 */
export function speakAtRest(model, status) {
  let said = model.get("spoken");
  let due = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const say = () => {
    due = 0;
    const now = model.get("spoken");
    if (now !== said) status.textContent = news(now, said);
    said = now;
  };
  const wait = () => {
    clearTimeout(timer);
    due ||= performance.now() + LONGEST;
    timer = setTimeout(say, Math.min(REST, due - performance.now()));
  };
  return endAll([listen(model, { "change:spoken": wait }), () => clearTimeout(timer)]);
}
