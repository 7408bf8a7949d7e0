// @ts-check
// The colours of a picture in the page's theme.

/** @typedef {Record<string, string>} Palette name: "#rrggbb" */
/** @typedef {[number, number, number]} Colour red, green, blue, 0 to 255 */

/** @param {string} hex "#rrggbb" */
export function rgb(hex) {
  return /** @type {Colour} */ ([1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
}

// Of each pair of colours, the light or the dark one, as suits the theme's own paper.
/** @typedef {Record<string, [string, string]>} Pairs */
/** @param {CanvasRenderingContext2D} context @param {Pairs} pairs @returns {Palette} */
export function palette(context, pairs) {
  const paperOfTheme = getComputedStyle(context.canvas).getPropertyValue("--jp-layout-color0");
  context.fillStyle = pairs.paper[0];
  context.fillStyle = paperOfTheme.trim(); // what is no colour changes nothing
  const paper = context.fillStyle; // as #rrggbb
  const [red, green, blue] = rgb(paper);
  const brightness = 0.3 * red + 0.6 * green + 0.1 * blue; // green looks brightest, blue darkest
  const dark = brightness < 128 ? 1 : 0;
  const chosen = Object.entries(pairs).map(([name, pair]) => [name, pair[dark]]);
  return { ...Object.fromEntries(chosen), paper };
}

/** @param {() => void} changed */
export function followTheme(changed) {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true });
  return () => observer.disconnect();
}
