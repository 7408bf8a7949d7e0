// @ts-check
// Places in a picture that can be pressed: buttons over it, without a look of their own.

import { button, DIRECTIONS, moveFocus } from "./page.js";

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {{ cells?: number, cell?: number }} Grid cells on a side; the chosen one, by rows */
/** @typedef {Box & Grid & { name: string, label: string }} Target */

// How far a target lies in a direction; Infinity if it doesn't. A way aside counts double.
/** @param {Box} from @param {Box} to @param {[number, number]} direction */
function distance(from, to, [right, down]) {
  const along = right * (to.x - from.x) + down * (to.y - from.y);
  const aside = Math.abs(down * (to.x - from.x)) + Math.abs(right * (to.y - from.y));
  return along > 1 ? along + 2 * aside : Infinity;
}

// Which cell of a grid lies at a place of the window.
/** @param {HTMLElement} made @param {number} cells @param {MouseEvent} event */
function cellAt(made, cells, { clientX, clientY }) {
  const { left, top, width, height } = made.getBoundingClientRect();
  const within = (/** @type {number} */ share) =>
    Math.min(Math.max(Math.floor(cells * share), 0), cells - 1);
  return cells * within((clientY - top) / height) + within((clientX - left) / width);
}

/** The targets, a toolbar: the Tab key stops at one of them, and the arrow keys lead on. */
export class Targets {
  /** @type {Map<string, { target: Target, made: HTMLButtonElement }>} by name */
  #buttons = new Map();

  /** @param {HTMLElement} board @param {(name: string) => void} press */
  constructor(board, press) {
    this.board = board;
    this.press = press;
    board.addEventListener("keydown", (event) => this.#walk(event));
  }

  /** @param {Target[]} targets @param {[number, number]} size of the picture */
  show(targets, [width, height]) {
    const names = new Set(targets.map(({ name }) => name));
    for (const [name, { made }] of this.#buttons) {
      if (names.has(name)) continue;
      made.remove();
      this.#buttons.delete(name);
    }
    for (const target of targets) {
      const made = this.#buttons.get(target.name)?.made ?? this.#add(target.name);
      this.#buttons.set(target.name, { target, made });
      if (made.ariaLabel !== target.label) made.ariaLabel = made.title = target.label;
      made.style.left = `${(100 * target.x) / width}%`;
      made.style.top = `${(100 * target.y) / height}%`;
      made.style.width = `${(100 * target.width) / width}%`;
      made.style.height = `${(100 * target.height) / height}%`;
    }
    this.board.hidden = targets.length === 0;
    const stop = this.board.querySelector("[tabindex='0']") ?? this.board.firstElementChild;
    if (stop instanceof HTMLElement) stop.tabIndex = 0;
  }

  /** @param {string} name */
  #add(name) {
    const made = button("", () => {}, { tabindex: -1 });
    made.addEventListener("click", (event) => this.#press(name, event));
    this.board.append(made);
    return made;
  }

  /** @param {string} name @param {MouseEvent} event */
  #press(name, event) {
    const { target, made } = this.#buttons.get(name) ?? {};
    if (!target?.cells || !made) this.press(name);
    else if (event.detail === 0)
      this.press(`${name}:${target.cell}`); // by keyboard
    else this.press(`${name}:${cellAt(made, target.cells, event)}`);
  }

  // Move from cell to cell of a grid, and say whether there was one to move to.
  /** @param {Target} target @param {[number, number]} direction */
  #moveInGrid(target, [right, down]) {
    if (!target.cells) return false;
    const cell = target.cell ?? 0;
    const column = (cell % target.cells) + right;
    const row = Math.floor(cell / target.cells) + down;
    if (Math.min(row, column) < 0 || Math.max(row, column) >= target.cells) return false;
    target.cell = target.cells * row + column;
    this.press(`${target.name}:${target.cell}`);
    return true;
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    const direction = DIRECTIONS[event.key];
    const all = [...this.#buttons.values()];
    const from = all.find(({ made }) => made === event.target);
    if (!direction || !from) return;
    event.preventDefault();
    if (this.#moveInGrid(from.target, direction)) return;
    const ways = all.map(({ target }) => distance(from.target, target, direction));
    const shortest = Math.min(...ways);
    if (shortest < Infinity) moveFocus(from.made, all[ways.indexOf(shortest)].made);
  }
}
