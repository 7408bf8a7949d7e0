// @ts-check
// Two ways to draw on the sheet: with a mouse, a finger or a pen, and by keyboard.

import { DIRECTIONS, element } from "../toolkit/page.js";
import { within } from "./ink.js";

/** @typedef {import("./ink.js").Ink} Ink */
/** @typedef {(moving?: boolean) => void} Tell of the ink; whether the pen is still moving */
/** @typedef {{ tell: Tell, tellSoon: (moving: boolean) => void }} Hearer such as the kernel */

const STEP = 0.04; // how far an arrow key moves the pen, as a share of the sheet
/** @type {Record<string, [number, number]>} to the right, down */
const CORNERS = { Home: [-1, -1], PageUp: [1, -1], End: [-1, 1], PageDown: [1, 1] };
const MOVES = { ...DIRECTIONS, ...CORNERS };

/** A pen that the keys move and put down. */
export class KeyboardPen {
  cursor = element("span", { class: "dig2ai-cursor", hidden: "" });
  status = element("span", { class: "dig2ai-words", role: "status" });
  pointing = false; // whether a pointer draws: it has the sheet to itself
  #x = 0.5;
  #y = 0.5;
  #down = false;
  /** @type {Set<string>} the arrow keys that are held: two at once move it diagonally */
  #held = new Set();

  /** @param {HTMLCanvasElement} canvas @param {Ink} ink @param {Hearer} hearer */
  constructor(canvas, ink, hearer) {
    this.ink = ink;
    this.hearer = hearer;
    canvas.addEventListener("keydown", (event) => {
      const modified = event.ctrlKey || event.metaKey || event.altKey;
      if (!modified && !this.pointing && this.#press(event)) event.preventDefault();
    });
    canvas.addEventListener("keyup", ({ key }) => this.#held.delete(key));
    canvas.addEventListener("focus", () => {
      if (canvas.matches(":focus-visible") && !this.pointing) this.#point();
    });
    canvas.addEventListener("blur", () => this.putAway());
  }

  putAway() {
    this.#held.clear();
    this.#lift();
    this.cursor.hidden = true;
  }

  #lift() {
    if (this.#down) this.ink.lift();
    this.#down = false;
    this.status.textContent = "";
    this.cursor.classList.remove("dig2ai-down");
  }

  #point() {
    this.cursor.hidden = false;
    this.cursor.style.left = `${100 * this.#x}%`;
    this.cursor.style.top = `${100 * this.#y}%`;
    this.cursor.classList.toggle("dig2ai-down", this.#down);
  }

  /** @param {KeyboardEvent} event @returns whether the key means something here */
  #press({ key, repeat }) {
    if (key === " ") {
      if (!repeat) this.#putDownOrLift();
    } else if (key === "Backspace" || key === "Delete") {
      this.#lift();
      key === "Delete" ? this.ink.put([]) : this.ink.undo();
      this.hearer.tell();
    } else if (key in MOVES) {
      this.#held.add(key);
      this.#move();
    } else return false;
    return true;
  }

  #putDownOrLift() {
    if (this.#down) this.#lift();
    else {
      this.ink.begin(this.#x, this.#y);
      this.#down = true;
    }
    this.status.textContent = this.#down ? "pen down" : "pen up";
    this.#point();
    this.hearer.tell();
  }

  #move() {
    for (const key of this.#held) {
      const [right, down] = MOVES[key];
      this.#x = within(this.#x + STEP * right);
      this.#y = within(this.#y + STEP * down);
    }
    if (this.#down) {
      this.ink.extend(this.#x, this.#y);
      this.hearer.tellSoon(false);
    }
    this.#point();
  }
}

/**
 * Let a mouse, a finger or a pen draw.
 * @param {HTMLCanvasElement} canvas @param {Ink} ink @param {Hearer} hearer
 * @param {KeyboardPen} keyboard is put away before
 */
export function followPointer(canvas, ink, hearer, keyboard) {
  /** @type {number?} the one that draws; a second finger doesn't */
  let pointer = null;
  /** @param {PointerEvent} event @returns {[number, number]} */
  const place = ({ clientX, clientY }) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button !== 0) return;
    event.preventDefault(); // else JupyterLab scrolls the page
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    keyboard.putAway();
    keyboard.pointing = true;
    pointer = event.pointerId;
    document.addEventListener("lostpointercapture", end); // there, if the sheet is off the page
    ink.begin(...place(event));
    hearer.tellSoon(true);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    // A fast pen has several places in one event; Safari tells them since 18.2, Firefox over https.
    const parts = event.getCoalescedEvents?.() ?? [];
    for (const part of parts.length ? parts : [event]) ink.extend(...place(part));
    hearer.tellSoon(true);
  });
  /** @param {PointerEvent} event */
  const end = (event) => {
    if (event.pointerId !== pointer) return;
    pointer = null;
    document.removeEventListener("lostpointercapture", end);
    keyboard.pointing = false;
    ink.lift();
    hearer.tell();
  };
  for (const name of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"]))
    canvas.addEventListener(name, end);
  canvas.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
}
