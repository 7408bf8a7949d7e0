// @ts-check
// Places in a picture that can be pressed, dragged or painted on: elements over it, without a look
// of their own.

import { cellAt, cellsBetween, distance } from "./grid.js";
import { button, control, DIRECTIONS, element, moveFocus } from "./page.js";

/** @typedef {import("./grid.js").Box} Box */
// Cells on a side; the chosen one, by rows; what the mouse does there, if more than pressing.
/** @typedef {{ cells?: number, cell?: number, way?: "hover" | "paint" | "up" }} Grid */
/** @typedef {{ last?: number, at?: number, says?: string }} Slide places from 0 to `last` */
/** @typedef {Box & Grid & Slide & { name: string, label: string }} Target */
/** @typedef {{ target: Target, made: HTMLElement, mark?: HTMLElement, cell: number }} Shown */

const STEP = 5; // pixels up, or to the right, for the next place of a number that is dragged up
const PATIENCE = 250; // milliseconds to wait for a picture before the next message

/** The targets, a toolbar: the Tab key stops at one of them, and the arrow keys lead on. */
export class Targets {
  /** @type {Map<string, Shown>} by name */
  #shown = new Map();
  /** @type {Map<string, number[]>} name: cells or places that are still to be told */
  #waiting = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Map<string, number[]>} name: cells or places that no picture has shown yet */
  #told = new Map();

  /** @param {HTMLElement} board @param {(name: string) => void} press */
  constructor(board, press) {
    this.board = board;
    this.press = press;
    board.addEventListener("keydown", (event) => this.#walk(event));
  }

  /** @param {Target[]} targets @param {[number, number]} size of the picture */
  show(targets, [width, height]) {
    const names = new Set(targets.map(({ name }) => name));
    const focused = this.board.contains(document.activeElement);
    for (const [name, { made }] of this.#shown) {
      if (names.has(name)) continue;
      made.remove();
      this.#shown.delete(name);
      this.#told.delete(name);
    }
    for (const target of targets) {
      const shown = this.#shown.get(target.name) ?? this.#add(target);
      if (!this.#isAhead(shown, target)) this.#take(shown, target);
      shown.target = target;
      if (shown.made.title !== target.label) shown.made.title = shown.made.ariaLabel = target.label;
      shown.made.style.left = `${(100 * target.x) / width}%`;
      shown.made.style.top = `${(100 * target.y) / height}%`;
      shown.made.style.width = `${(100 * target.width) / width}%`;
      shown.made.style.height = `${(100 * target.height) / height}%`;
    }
    this.board.hidden = targets.length === 0;
    const pressed = [...this.#shown.values()].filter(({ target }) => !target.last);
    if (pressed.length && !pressed.some(({ made }) => made.tabIndex === 0))
      pressed[0].made.tabIndex = 0;
    if (focused && !this.board.contains(document.activeElement))
      // what had it is gone
      pressed.find(({ made }) => made.tabIndex === 0)?.made.focus({ preventScroll: true });
    this.#next();
  }

  // Whether the hand is further on than this picture: on a slow way, several are under way. Each
  // answers at least the oldest message.
  /** @param {Shown} shown @param {Target} target */
  #isAhead(shown, target) {
    const told = this.#told.get(target.name) ?? [];
    const answered = told.indexOf(target.at ?? target.cell ?? 0) + 1;
    if (target !== shown.target) told.splice(0, Math.max(answered, 1));
    return this.#waiting.has(target.name) || told.length > 0;
  }

  // Take over the kernel's word on what is chosen.
  /** @param {Shown} shown @param {Target} target */
  #take(shown, target) {
    if (target.last) {
      const made = /** @type {HTMLInputElement} */ (shown.made);
      made.max = `${target.last}`;
      made.value = `${target.at}`;
      made.ariaValueText = target.says ?? "";
    } else if (target.cells && target.way !== "paint") this.#moveTo(shown, target.cell ?? 0);
  }

  /** @param {Target} target */
  #add(target) {
    const shown = target.last ? this.#addSlide(target) : this.#addButton(target);
    this.board.append(shown.made);
    this.#shown.set(target.name, shown);
    return shown;
  }

  /** @param {Target} target @returns {Shown} */
  #addSlide(target) {
    const made = control("input", { type: "range", min: 0, step: 1, class: "dig2ai-slide" });
    made.addEventListener("input", () => this.#tell(target.name, [made.valueAsNumber]));
    if (target.way === "up") this.#dragUp(target.name, made);
    return { target, made, cell: 0 };
  }

  // A number that is dragged from where it is: the pointer's way counts, and not its place.
  /** @param {string} name @param {HTMLInputElement} made */
  #dragUp(name, made) {
    let begun = { up: 0, place: 0 };
    made.classList.add("dig2ai-up");
    // Else the browser would move it to the finger's place, or to the mouse's, below.
    made.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    made.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary || event.button !== 0) return; // a palm, a second finger
      event.preventDefault();
      made.focus();
      made.setPointerCapture(event.pointerId);
      begun = { up: event.clientX - event.clientY, place: made.valueAsNumber };
      this.#tell(name, [made.valueAsNumber]); // it was touched
    });
    made.addEventListener("pointermove", (event) => {
      if (!made.hasPointerCapture(event.pointerId)) return;
      const before = made.value;
      const steps = Math.round((event.clientX - event.clientY - begun.up) / STEP);
      made.value = `${begun.place + steps}`;
      if (made.value !== before) this.#tell(name, [made.valueAsNumber]);
    });
  }

  /** @param {Target} target @returns {Shown} */
  #addButton(target) {
    const made = button("", () => {}, { tabindex: -1 });
    /** @type {Shown} */
    const shown = { target, made, cell: target.cell ?? 0 };
    made.addEventListener("click", (event) => this.#press(shown, event));
    if (target.way) {
      shown.mark = element("span", { class: "dig2ai-mark" });
      made.append(shown.mark);
      made.classList.add(`dig2ai-${target.way}`);
      this.#moveTo(shown, shown.cell);
      this.#followPointer(shown);
    }
    return shown;
  }

  // Tell each cell that the mouse comes to; when painting, those that it comes to while it is down.
  /** @param {Shown} shown */
  #followPointer(shown) {
    const { made } = shown;
    const { cells = 1, way, name } = shown.target;
    made.addEventListener("pointerdown", (event) => {
      if (way !== "paint" || !event.isPrimary || event.button !== 0) return;
      made.setPointerCapture(event.pointerId);
      this.#moveTo(shown, cellAt(made, cells, event));
      this.#tell(name, [shown.cell], true);
    });
    made.addEventListener("pointermove", (event) => {
      if (!event.isPrimary) return;
      const cell = cellAt(made, cells, event);
      if (cell === shown.cell) return;
      const onTheWay = cellsBetween(shown.cell, cell, cells);
      this.#moveTo(shown, cell);
      if (way === "hover") this.#tell(name, [cell]);
      else if (made.hasPointerCapture(event.pointerId)) this.#tell(name, onTheWay, true);
    });
  }

  // Choose a cell, and show which it is.
  /** @param {Shown} shown @param {number} cell */
  #moveTo(shown, cell) {
    const { cells = 1 } = shown.target;
    shown.cell = cell;
    if (!shown.mark) return;
    shown.mark.style.left = `${(100 * (cell % cells)) / cells}%`;
    shown.mark.style.top = `${(100 * Math.floor(cell / cells)) / cells}%`;
    shown.mark.style.width = shown.mark.style.height = `${100 / cells}%`;
  }

  // One message at a time: the next goes when the picture has followed, or after a while. Of the
  // cells chosen meanwhile the last one counts, or `every` one.
  /** @param {string} name @param {number[]} cells */
  #tell(name, cells, every = false) {
    const before = every ? (this.#waiting.get(name) ?? []) : [];
    this.#waiting.set(name, [...before, ...cells]);
    if (this.#timer === undefined) this.#next();
  }

  #next() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [name, cells] of this.#waiting) {
      this.#waiting.delete(name);
      this.#told.set(name, [...(this.#told.get(name) ?? []), ...cells.slice(-1)]);
      this.#timer = setTimeout(() => this.#next(), PATIENCE);
      this.press(`${name}:${cells.join()}`);
      return;
    }
  }

  /** @param {Shown} shown @param {MouseEvent} event */
  #press(shown, event) {
    const { target, made } = shown;
    const byKeyboard = event.detail === 0;
    const paints = target.way === "paint"; // then every cell counts, else the last one
    if (!target.cells) this.press(target.name);
    else if (byKeyboard) this.#tell(target.name, [shown.cell], paints);
    else if (!paints) {
      this.#moveTo(shown, cellAt(made, target.cells, event));
      this.#tell(target.name, [shown.cell]);
    }
  }

  // Move from cell to cell of a grid, and say whether there was one to move to.
  /** @param {Shown} shown @param {[number, number]} direction */
  #moveInGrid(shown, [right, down]) {
    const { cells, name, way } = shown.target;
    if (!cells) return false;
    const column = (shown.cell % cells) + right;
    const row = Math.floor(shown.cell / cells) + down;
    if (Math.min(row, column) < 0 || Math.max(row, column) >= cells) return false;
    this.#moveTo(shown, cells * row + column);
    if (way === "paint")
      shown.made.ariaLabel = `row ${row}, column ${column}: ${shown.target.label}`;
    else this.#tell(name, [shown.cell]);
    return true;
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    if (event.key === "Escape" && this.#shown.has("close")) {
      event.stopPropagation(); // what is open is closed before Escape leaves the app
      return this.press("close");
    }
    const direction = DIRECTIONS[event.key];
    const all = [...this.#shown.values()].filter(({ target }) => !target.last);
    const from = all.find(({ made }) => made === event.target);
    if (!direction || !from) return;
    event.preventDefault();
    if (this.#moveInGrid(from, direction)) return;
    const ways = all.map(({ target }) => distance(from.target, target, direction));
    const shortest = Math.min(...ways);
    if (shortest < Infinity) moveFocus(from.made, all[ways.indexOf(shortest)].made);
  }

  /** Tell nothing any more. */
  end() {
    clearTimeout(this.#timer);
    this.#waiting.clear();
  }
}
