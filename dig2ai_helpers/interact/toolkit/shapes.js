// @ts-check
// How each kind of shape in a sketch is drawn (see sketch.py; sketch_as_figure.py draws the same).

import { rgb } from "./colours.js";
import { colourTable, GREYS, paintPixels } from "./surface.js";

/** @typedef {import("./colours.js").Palette} Palette */
/** @typedef {{ x: number, y: number, size: number, levels: DataView }} Pixels */
/** @typedef {{ boxes: DataView, colour: string, hatch: boolean, strength: number }} Bars */
/** @typedef {{ points: DataView, colour: string, width: number, dashed: boolean }} Line */
/** @typedef {{ points: DataView, colour: string, radius: number, hollow: boolean }} Points */
/** @typedef {{ points: DataView, colour: string, width: number }} Arrow */
/** @typedef {{ size: number, colour: string, bold: boolean }} Font */
/** @typedef {"left" | "center" | "right"} Align */
/** @typedef {Font & { x: number, y: number, words: string, align: Align, backed: boolean }} Text */
/** @typedef {Font & { points: DataView, words: string[] }} Texts */
/**
 * @typedef {{ image: Pixels, ink: Pixels, signed: Pixels, bars: Bars, line: Line, points: Points,
 *   arrow: Arrow, text: Text, texts: Texts }} Kinds
 */
/** @typedef {{ [Kind in keyof Kinds]: Kinds[Kind] & { kind: Kind } }[keyof Kinds]} Shape */
/** @typedef {CanvasRenderingContext2D} Context */

const FONT = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';
const STRIPES = 8; // pixels from one stripe of a hatched bar to the next
const DASHES = [7, 5]; // pixels of line and of gap
const OUTLINE = 2; // pixels: width of a stripe, and of a hollow point's circle

// The head of an arrow is a triangle, a little longer for a thicker line.
const HEAD = 5; // pixels along its sides, for a line without width
const HEAD_GROWS = 2.5; // times the line's width are added
const HEAD_OPENS = 0.45; // radians between the line and each side
const HEAD_COVERS = 0.7; // of its length the head covers, so that the line doesn't stick out

/** @param {DataView} view */
function floats(view) {
  return new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

const tile = document.createElement("canvas"); // one for all images: making a canvas takes its time

/** @param {Context} context @param {Pixels} shape @param {Uint32Array} table */
function pixels(context, { x, y, size, levels }, table) {
  context.imageSmoothingEnabled = false;
  context.drawImage(paintPixels(tile, levels, table), x, y, size, size);
}

/** The colours of a signed image. @param {Palette} colours */
function signedTable({ positive, negative }) {
  const [plus, minus] = [positive, negative].map(rgb);
  return colourTable((byte) => {
    const level = byte < 128 ? byte : byte - 256; // the byte as int8, -128 to 127
    return [...(level > 0 ? plus : minus), (255 * Math.abs(level)) / 127];
  });
}
/** @type {WeakMap<Palette, Uint32Array>} */
const signedTables = new WeakMap();

/** @param {Context} context @param {ArrayLike<number>} points x, y, x, y ... */
function path(context, points) {
  context.beginPath();
  for (let i = 0; i < points.length; i += 2) context.lineTo(points[i], points[i + 1]);
  // Where a thick line comes back to its beginning, two ends would leave a notch.
  const [x, y] = [points[points.length - 2], points[points.length - 1]];
  if (points.length > 4 && points[0] === x && points[1] === y) context.closePath();
}

/** @param {Context} context @param {Font} font @param {CanvasTextAlign} align */
function setFont(context, { bold, size }, align) {
  context.font = `${bold ? "bold " : ""}${size}px ${FONT}`;
  context.textAlign = align;
  context.textBaseline = "middle";
  context.letterSpacing = context.wordSpacing = "0px"; // a reader's own spacing has no room here
}

/** @param {Context} context @param {Float32Array} box x, y, width, height @param {string} colour */
function stripes(context, [x, y, width, height], colour) {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.beginPath();
  for (let at = -height; at < width; at += STRIPES) {
    context.moveTo(x + at, y + height);
    context.lineTo(x + at + height, y);
  }
  context.strokeStyle = colour;
  context.lineWidth = OUTLINE;
  context.stroke();
  context.restore();
}

/** Put paper under words. @param {Context} context @param {Text} shape @param {string} paper */
function back(context, { words, x, y, size, align }, paper) {
  const beside = 3; // pixels
  const width = context.measureText(words).width + 2 * beside;
  const left = x - { left: beside, center: width / 2, right: width - beside }[align];
  context.fillStyle = paper;
  context.fillRect(left, y - 0.6 * size, width, 1.2 * size); // a line of text is 1.2 sizes high
}

/** @typedef {{ [Kind in keyof Kinds]: (to: Context, a: Kinds[Kind], by: Palette) => void }} Ways */
/** @type {Ways} */
export const DRAW = {
  image(context, shape) {
    pixels(context, shape, GREYS);
  },
  ink(context, shape, colours) {
    const faint = rgb(colours.faint);
    pixels(
      context,
      shape,
      colourTable((level) => [...faint, level]),
    );
  },
  signed(context, shape, colours) {
    const table = signedTables.get(colours) ?? signedTable(colours);
    signedTables.set(colours, table);
    pixels(context, shape, table);
  },
  bars(context, shape, colours) {
    const boxes = floats(shape.boxes);
    context.fillStyle = colours[shape.colour];
    for (let i = 0; i < boxes.length; i += 4) {
      const [x, y, width, height] = boxes.subarray(i, i + 4);
      context.globalAlpha = shape.strength;
      context.fillRect(x, y, width, height);
      context.globalAlpha = 1;
      if (shape.hatch) stripes(context, boxes.subarray(i, i + 4), colours.paper);
    }
  },
  line(context, shape, colours) {
    path(context, floats(shape.points));
    context.setLineDash(shape.dashed ? DASHES : []);
    context.lineJoin = "round";
    context.lineWidth = shape.width;
    context.strokeStyle = colours[shape.colour];
    context.stroke();
    context.setLineDash([]);
  },
  points(context, shape, colours) {
    const places = floats(shape.points);
    context.fillStyle = shape.hollow ? colours.paper : colours[shape.colour];
    context.strokeStyle = colours[shape.colour];
    context.lineWidth = OUTLINE;
    for (let i = 0; i < places.length; i += 2) {
      context.beginPath();
      context.arc(places[i], places[i + 1], shape.radius, 0, 2 * Math.PI);
      context.fill();
      if (shape.hollow) context.stroke();
    }
  },
  arrow(context, shape, colours) {
    const [x0, y0, x1, y1] = floats(shape.points);
    const head = HEAD + HEAD_GROWS * shape.width;
    /** @param {number} length @param {number} angle */
    const behindTip = (length, angle = 0) => {
      const direction = Math.atan2(y1 - y0, x1 - x0) + angle;
      return [x1 - length * Math.cos(direction), y1 - length * Math.sin(direction)];
    };
    context.strokeStyle = context.fillStyle = colours[shape.colour];
    context.lineWidth = shape.width;
    path(context, [x0, y0, ...behindTip(HEAD_COVERS * head)]);
    context.stroke();
    path(context, [x1, y1, ...behindTip(head, HEAD_OPENS), ...behindTip(head, -HEAD_OPENS)]);
    context.fill();
  },
  text(context, shape, colours) {
    setFont(context, shape, shape.align);
    if (shape.backed) back(context, shape, colours.paper);
    context.fillStyle = colours[shape.colour];
    context.fillText(shape.words, shape.x, shape.y);
  },
  texts(context, shape, colours) {
    const places = floats(shape.points);
    setFont(context, shape, "center");
    context.fillStyle = colours[shape.colour];
    for (const [i, words] of shape.words.entries())
      context.fillText(words, places[2 * i], places[2 * i + 1]);
  },
};

/**
 * @template {keyof Kinds} Kind
 * @param {Context} context @param {Kinds[Kind] & { kind: Kind }} shape @param {Palette} colours
 */
export function draw(context, shape, colours) {
  DRAW[shape.kind](context, shape, colours);
}
