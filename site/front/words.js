// @ts-check
// How the pad puts a reading into words: the same as dig2ai_helpers/interact/toolkit/words.py and
// pad/reading.py.

/** A digit with its article. @param {number} digit */
const withArticle = (digit) => (digit === 8 ? "an 8" : `a ${digit}`);

/** A share in whole percent; 0 % and 100 % are kept for what is that to a thousandth. @param {number} share */
export function percent(share) {
  if (share >= 0.001 && share < 0.01) return "< 1 %";
  if (share > 0.99 && share <= 0.999) return "> 99 %";
  return `${Math.round(100 * share)} %`;
}

/** The reading in a sentence, and the next best one if it is not far behind. @param {ArrayLike<number>} probabilities */
export function reading(probabilities) {
  const order = Array.from(probabilities, (_, digit) => digit);
  const [best, second] = order.sort((a, b) => probabilities[b] - probabilities[a]);
  const words = `It reads ${withArticle(best)} (${percent(probabilities[best])})`;
  if (probabilities[second] < 0.05) return `${words}.`;
  return `${words}, perhaps ${withArticle(second)} (${percent(probabilities[second])}).`;
}
