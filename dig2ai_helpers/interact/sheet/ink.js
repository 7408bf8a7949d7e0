// @ts-check
// What lies on the sheet: strokes, perhaps on a sample. On the canvas, and as bytes to be sent.

import { contextOf, fit } from "../toolkit/surface.js";

/** @typedef {number[]} Stroke its points: x, y, x, y ..., as shares of the sheet */

const PEN = 0.066; // width of the pen, as a share of the sheet
const MOST = 20_000; // points on a sheet: minutes of scribbling without a pause
const DOT = 1e-4; // a share of the sheet: as long is the line that is drawn for a single point

/** @param {number} value */
export const within = (value) => Math.min(Math.max(value, 0), 1);

/**
 * Write strokes as the bytes of float32, with NaN, NaN between two (see drawing_sheet.py).
 * @param {Stroke[]} strokes
 */
export function pack(strokes) {
  const all = strokes.flatMap((stroke, i) => (i ? [Number.NaN, Number.NaN, ...stroke] : stroke));
  const view = new DataView(new ArrayBuffer(4 * all.length));
  for (const [i, value] of all.entries()) view.setFloat32(4 * i, value, true);
  return view;
}

/** @param {DataView} view */
export function unpack(view) {
  /** @type {Stroke[]} */
  const strokes = [[]];
  for (let at = 0; at < view.byteLength; at += 8) {
    const x = view.getFloat32(at, true);
    if (Number.isNaN(x)) strokes.push([]);
    else strokes.at(-1)?.push(x, view.getFloat32(at + 4, true));
  }
  return strokes.filter((stroke) => stroke.length > 0);
}

export class Ink {
  /** @type {Stroke[]} */
  strokes = [];
  /** @type {Stroke?} the one that is being drawn */
  #stroke = null;
  sample = -1; // its place in the row, or none

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLCanvasElement[]} samples their pixels
   * @param {() => void} changed called when the sheet may have become empty, or no longer is
   */
  constructor(canvas, samples, changed) {
    this.canvas = canvas;
    this.samples = samples;
    this.changed = changed;
  }

  get empty() {
    return this.strokes.length === 0 && this.sample < 0;
  }

  /** Whether so much has been drawn that no more is taken. */
  get full() {
    return this.strokes.reduce((sum, stroke) => sum + stroke.length / 2 + 1, 0) >= MOST;
  }

  /** Put other things on the sheet. @param {Stroke[]} strokes */
  put(strokes, sample = -1) {
    this.lift();
    this.strokes = strokes;
    this.sample = sample;
    this.#show();
  }

  undo() {
    this.put(this.strokes.slice(0, -1), this.strokes.length ? this.sample : -1);
  }

  /** Put the pen down. @param {number} x @param {number} y */
  begin(x, y) {
    if (this.full) return;
    this.#stroke = [within(x), within(y)];
    this.strokes.push(this.#stroke);
    this.#show();
  }

  /** Move the pen; ink beside the sheet can't be seen. @param {number} x @param {number} y */
  extend(x, y) {
    const beside = within(x) !== x || within(y) !== y;
    if (this.full) this.lift();
    else if (this.#stroke) {
      this.#stroke.push(within(x), within(y));
      this.#draw(this.#stroke.slice(-4));
      if (beside) this.lift();
    } else if (!beside) this.begin(x, y);
  }

  lift() {
    this.#stroke = null;
  }

  paint() {
    const scale = fit(this.canvas, 1, 1);
    if (scale === 0) return; // not on the page; it is painted when it is
    const context = contextOf(this.canvas);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.lineWidth = PEN;
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = "#fff";
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, 1, 1);
    if (this.sample >= 0) context.drawImage(this.samples[this.sample], 0, 0, 1, 1);
    for (const stroke of this.strokes) this.#draw(stroke);
  }

  #show() {
    this.changed();
    this.paint();
  }

  /** @param {Stroke} stroke */
  #draw(stroke) {
    const context = contextOf(this.canvas);
    context.beginPath();
    for (let i = 0; i < stroke.length; i += 2) context.lineTo(stroke[i], stroke[i + 1]);
    if (stroke.length === 2) context.lineTo(stroke[0], stroke[1] + DOT);
    context.stroke();
  }
}
