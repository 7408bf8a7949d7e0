// @ts-check
// How the pad puts a reading into words: the same as dig2ai_helpers/wording.py and
// interact/pad/reading.py.

/** A digit with its article. @param {number} digit */
const withArticle = (digit) => (digit === 8 ? "an 8" : `a ${digit}`);

/** A share in whole percent; what is only nearly nothing or all is not called 0 or 100 %. @param {number} share */
export function percent(share) {
  const whole = Math.round(100 * share);
  if (share > 0 && whole === 0) return "< 1 %";
  if (share < 1 && whole === 100) return "> 99 %";
  return `${whole} %`;
}

/** The reading in a sentence, and the next best one if it is not far behind. @param {ArrayLike<number>} probabilities */
export function reading(probabilities) {
  const order = Array.from(probabilities, (_, digit) => digit);
  const [best, second] = order.sort((a, b) => probabilities[b] - probabilities[a]);
  const words = `It reads ${withArticle(best)} (${percent(probabilities[best])})`;
  if (probabilities[second] < 0.05) return `${words}.`;
  return `${words}, perhaps ${withArticle(second)} (${percent(probabilities[second])}).`;
}
