// @ts-check
// A trained network in the page: one hidden layer, as in notebook 02, and softmax, as in 03.

/** @typedef {{ weights: Float32Array, biases: Float32Array }} Layer weights (inputs, outputs) */

/** The number that 16 bits stand for (IEEE 754). @param {number} bits */
function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 0) return sign * fraction * 2 ** -14;
  return sign * (1 + fraction) * 2 ** (exponent - 15); // no weight is infinite
}

/**
 * Read the layers that front_page.py wrote: for each layer its weights, with 16 bits, and its
 * biases, with 32.
 * @param {string} text base64 @param {number[]} sizes of the layers
 */
export function layersFrom(text, sizes) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  /** @param {number} count @param {number} size in bytes @param {(at: number) => number} value */
  const read = (count, size, value) => {
    const start = at;
    at += count * size;
    return Float32Array.from({ length: count }, (_, i) => value(start + i * size));
  };
  return sizes.slice(1).map((outputs, layer) => ({
    weights: read(sizes[layer] * outputs, 2, (place) => half(view.getUint16(place, true))),
    biases: read(outputs, 4, (place) => view.getFloat32(place, true)),
  }));
}

/** z = a @ W + b @param {ArrayLike<number>} inputs @param {Layer} layer */
function affine(inputs, { weights, biases }) {
  const sums = Float64Array.from(biases);
  for (let j = 0; j < inputs.length; j++) {
    const input = inputs[j];
    if (input === 0) continue; // most pixels are black
    for (let k = 0; k < sums.length; k++) sums[k] += input * weights[j * sums.length + k];
  }
  return sums;
}

/** The probabilities of the classes. @param {Layer[]} layers @param {ArrayLike<number>} image */
export function forward(layers, image) {
  const last = layers[layers.length - 1];
  let inputs = image;
  for (const layer of layers.slice(0, -1))
    inputs = affine(inputs, layer).map((z) => Math.max(z, 0)); // ReLU
  const scores = affine(inputs, last);
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
