// @ts-check
// Canvases: as sharp as the screen, or made of a few large pixels.

/** @param {HTMLCanvasElement} canvas */
export function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/**
 * Give a canvas as many pixels as the screen has for it, and return how many there are for each
 * unit of `width`: 0 while it isn't on the page.
 * @param {HTMLCanvasElement} canvas @param {number} width @param {number} height
 */
export function fit(canvas, width, height) {
  const across = Math.round(canvas.clientWidth * devicePixelRatio);
  const down = Math.round(height * (across / width));
  // A canvas that is given a size becomes blank, even if it had that size already.
  if (across && (canvas.width !== across || canvas.height !== down))
    Object.assign(canvas, { width: across, height: down });
  return across / width;
}

// Follow an element's size and the page's zoom; the function that is returned ends it.
/** @param {Element} part @param {() => void} resized */
export function followSize(part, resized) {
  const observer = new ResizeObserver(resized);
  observer.observe(part);
  addEventListener("resize", resized); // a zoom changes devicePixelRatio alone
  return () => {
    observer.disconnect();
    removeEventListener("resize", resized);
  };
}

// The colour of each of the 256 levels of a byte, as ImageData stores it: red, green, blue, and
// opacity, all of it if there are only three.
/** @param {(level: number) => number[]} colourOf */
export function colourTable(colourOf) {
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let level = 0; level < 256; level++) {
    const [red, green, blue, opacity = 255] = colourOf(level);
    bytes.set([red, green, blue, opacity], 4 * level);
  }
  return new Uint32Array(bytes.buffer);
}

export const GREYS = colourTable((level) => [level, level, level]);

/**
 * Make a small canvas of square pixels, one for each byte.
 * @param {HTMLCanvasElement} surface @param {DataView} bytes @param {Uint32Array} table
 */
export function paintPixels(surface, bytes, table) {
  const levels = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const side = Math.round(Math.sqrt(levels.length));
  const image = new ImageData(side, side);
  const colours = new Uint32Array(image.data.buffer);
  for (let i = 0; i < levels.length; i++) colours[i] = table[levels[i]];
  if (surface.width !== side) Object.assign(surface, { width: side, height: side });
  contextOf(surface).putImageData(image, 0, 0);
  return surface;
}

// Give back a canvas's memory: JupyterLab keeps what it has taken off the page.
/** @param {HTMLCanvasElement} canvas */
export function giveBack(canvas) {
  canvas.width = 0;
  canvas.height = 0;
}
