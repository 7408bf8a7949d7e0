// @ts-check
// Where places in a picture lie: one from another, and cells in a grid.

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

// How far a target lies in a direction; Infinity if it doesn't. A way aside counts double.
/** @param {Box} from @param {Box} to @param {[number, number]} direction */
export function distance(from, to, [right, down]) {
  const along = right * (to.x - from.x) + down * (to.y - from.y);
  const aside = Math.abs(down * (to.x - from.x)) + Math.abs(right * (to.y - from.y));
  return along > 1 ? along + 2 * aside : Infinity;
}

// Which cell of a grid lies at a place of the window.
/** @param {HTMLElement} made @param {number} cells @param {MouseEvent} event */
export function cellAt(made, cells, { clientX, clientY }) {
  const { left, top, width, height } = made.getBoundingClientRect();
  const within = (/** @type {number} */ share) =>
    Math.min(Math.max(Math.floor(cells * share), 0), cells - 1);
  return cells * within((clientY - top) / height) + within((clientX - left) / width);
}

// The cells on the way from one to another, without the first.
/** @param {number} from @param {number} to @param {number} cells */
export function cellsBetween(from, to, cells) {
  const [column, row] = [from % cells, Math.floor(from / cells)];
  const [right, down] = [(to % cells) - column, Math.floor(to / cells) - row];
  const steps = Math.max(Math.abs(right), Math.abs(down));
  return Array.from({ length: steps }, (_, i) => {
    const share = (i + 1) / steps;
    return cells * Math.round(row + share * down) + Math.round(column + share * right);
  });
}
