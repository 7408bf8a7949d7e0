// @ts-check
// Handwriting, made into images like MNIST's: the same as dig2ai_helpers/digits/handwriting.py,
// step by step and to the last bit. The reasons stand there.

/** @typedef {number[]} Points x, y, x, y ... */

const SIDE = 28; // pixels on a side of an image
const BOX = 20; // pixels on a side of the box that a digit fills
const MIDDLE = 14; // the pixel, 0 to 27, for the centre of mass
const PEN_WIDTH = 2.5; // pixels: the pen's width
const EDGE = 1; // pixels: how soft its edge is
const SPACING = 0.25; // pixels between two dabs of the pen
const SMALLEST = 0.06; // a path that is shorter, as a share of the sheet, stays small
const GRID = 8; // dabs lie on eighths of a pixel
const PLACES = GRID * SIDE; // of dabs, along a side

/**
 * Scale the path of a pen, draw its ink, and centre it.
 * @param {Points[]} strokes as shares of the sheet
 * @returns {Float32Array} the image (784), 0 to 1
 */
export function strokesAsMnist(strokes) {
  if (strokes.length === 0) return new Float32Array(SIDE * SIDE);
  const paths = strokes.map((stroke) => stroke.map(Math.fround)); // as they are sent to a kernel
  const [left, right] = ends(paths, 0);
  const [top, bottom] = ends(paths, 1);
  const scale = (BOX - PEN_WIDTH) / Math.max(right - left, bottom - top, SMALLEST);
  /** @type {Set<number>} */
  const dabs = new Set();
  for (const path of paths)
    addDabs(
      path.map((value, i) => (value - (i % 2 ? top : left)) * scale),
      dabs,
    );
  const [width, height] = [right - left, bottom - top].map((extent) =>
    Math.ceil(extent * scale + PEN_WIDTH - 1e-6),
  );
  return centred(inked(dabs, height, width), height, width);
}

/** @param {Points[]} paths @param {0 | 1} axis @returns the least and the greatest value */
function ends(paths, axis) {
  let [low, high] = [Infinity, -Infinity];
  for (const path of paths)
    for (let i = axis; i < path.length; i += 2) {
      low = Math.min(low, path[i]);
      high = Math.max(high, path[i]);
    }
  return [low, high];
}

/** The nearest whole number, of two the even one, as NumPy's rint. @param {number} value */
function rint(value) {
  const below = Math.floor(value);
  const rest = value - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
}

/** Add dabs at even, small distances along the path of a pen. @param {Points} path @param {Set<number>} dabs */
function addDabs(path, dabs) {
  const along = [0]; // the distance of each point from the first
  for (let i = 2; i < path.length; i += 2) {
    const [right, down] = [path[i] - path[i - 2], path[i + 1] - path[i - 1]];
    along.push(along[along.length - 1] + Math.sqrt(right * right + down * down));
  }
  const last = along.length - 1;
  const pieces = Math.trunc(along[last] / SPACING) + 1;
  let at = 0;
  for (let i = 0; i <= pieces; i++) {
    const place = i === pieces ? along[last] : i * (along[last] / pieces);
    while (at < last && along[at + 1] <= place) at++;
    const [column, row] = [0, 1].map((axis) => {
      const start = path[2 * at + axis];
      if (along[at] === place) return rint(GRID * start);
      const slope = (path[2 * at + 2 + axis] - start) / (along[at + 1] - along[at]);
      return rint(GRID * (slope * (place - along[at]) + start));
    });
    dabs.add(row * PLACES + column);
  }
}

/** The ink that a round pen leaves on each pixel. @param {Set<number>} dabs @param {number} height @param {number} width */
function inked(dabs, height, width) {
  const reach = Math.ceil(PEN_WIDTH / 2 + EDGE / 2);
  const nearest = new Float64Array(height * width).fill(Infinity); // squares of distances
  for (const dab of dabs) {
    const x = (dab % PLACES) / GRID + PEN_WIDTH / 2;
    const y = Math.floor(dab / PLACES) / GRID + PEN_WIDTH / 2;
    const [column, row] = [Math.floor(x), Math.floor(y)];
    for (let i = Math.max(row - reach, 0); i <= Math.min(row + reach, height - 1); i++)
      for (let j = Math.max(column - reach, 0); j <= Math.min(column + reach, width - 1); j++) {
        const square = (j + 0.5 - x) ** 2 + (i + 0.5 - y) ** 2;
        nearest[i * width + j] = Math.min(nearest[i * width + j], square);
      }
  }
  const ink = (/** @type {number} */ square) => (PEN_WIDTH / 2 - Math.sqrt(square)) / EDGE + 0.5;
  return nearest.map((square) => Math.min(Math.max(ink(square), 0), 1));
}

/** Place a picture with its centre of mass in the middle. @param {Float64Array} picture @param {number} height @param {number} width */
function centred(picture, height, width) {
  let [sum, across, down] = [0, 0, 0];
  for (const [i, ink] of picture.entries()) {
    sum += ink;
    across += ink * (i % width);
    down += ink * Math.floor(i / width);
  }
  const [left, top] = [
    [across, width],
    [down, height],
  ].map(([moment, length]) => {
    const first = rint(rint(1e6 * (MIDDLE - moment / sum)) / 1e6);
    return Math.min(Math.max(first, 0), SIDE - length);
  });
  const image = new Float32Array(SIDE * SIDE);
  for (const [i, ink] of picture.entries())
    image[(top + Math.floor(i / width)) * SIDE + left + (i % width)] = ink;
  return image;
}
