// Reads drawings as the site's start page does: JSON from stdin, JSON to stdout. For
// tests/test_front_page.py, which compares it with the package.

import { text } from "node:stream/consumers";
import { runInThisContext } from "node:vm";

const room = "../../site/front";
const { strokesAsMnist } = await import(`${room}/handwriting.js`);
const { forward, layersFrom } = await import(`${room}/network.js`);
const { reading } = await import(`${room}/words.js`);

const { script, sizes, drawings } = JSON.parse(await text(process.stdin));
let layers = [];
globalThis.dig2aiNetwork = (weights) => {
  layers = layersFrom(weights, sizes);
};
runInThisContext(script);

const read = (strokes) => {
  const image = strokesAsMnist(strokes);
  const probabilities = forward(layers, image);
  return { image: [...image], probabilities: [...probabilities], words: reading(probabilities) };
};
process.stdout.write(JSON.stringify(drawings.map(read)));
