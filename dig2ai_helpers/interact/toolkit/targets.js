// @ts-check
// Places in a picture that can be pressed: buttons over it, without a look of their own.

import { button, DIRECTIONS, moveFocus } from "./page.js";

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {Box & { name: string, label: string }} Target */

// How far a target lies in a direction; Infinity if it doesn't. A way aside counts double.
/** @param {Box} from @param {Box} to @param {[number, number]} direction */
function distance(from, to, [right, down]) {
  const along = right * (to.x - from.x) + down * (to.y - from.y);
  const aside = Math.abs(down * (to.x - from.x)) + Math.abs(right * (to.y - from.y));
  return along > 1 ? along + 2 * aside : Infinity;
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
    const made = button("", () => this.press(name), { tabindex: -1 });
    this.board.append(made);
    return made;
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    const direction = DIRECTIONS[event.key];
    const all = [...this.#buttons.values()];
    const from = all.find(({ made }) => made === event.target);
    if (!direction || !from) return;
    event.preventDefault();
    const ways = all.map(({ target }) => distance(from.target, target, direction));
    const shortest = Math.min(...ways);
    if (shortest < Infinity) moveFocus(from.made, all[ways.indexOf(shortest)].made);
  }
}
