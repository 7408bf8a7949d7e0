// @ts-check
// Before a visitor draws, the pad writes one digit by itself, and the network reads along.

const SPEED = 1.1; // of the pen: sheets a second
const STAYS = 2200; // milliseconds, for which the digit stays

/** @typedef {import("../../dig2ai_helpers/interact/sheet/ink.js").Ink} Ink */

export class Demonstration {
  #frame = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #over = false;

  /** @param {HTMLElement} host @param {Ink} ink @param {HTMLElement} hint @param {() => void} read */
  constructor(host, ink, hint, read) {
    this.ink = ink;
    this.hint = hint;
    this.read = read;
    // Whoever touches anything has the sheet to themselves.
    for (const name of ["pointerdown", "keydown", "focusin"])
      host.addEventListener(name, () => this.end(), { capture: true });
  }

  /** @param {number[][]} strokes */
  begin(strokes) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (this.#over || still || !this.ink.empty) return;
    /** @type {[number, number, boolean][]} x, y, whether a stroke begins */
    const points = strokes.flatMap((stroke) =>
      Array.from({ length: stroke.length / 2 }, (_, i) => point(stroke, i)),
    );
    let [way, due, before] = [0, 0, performance.now()];
    /** @param {number} now */
    const step = (now) => {
      due += (SPEED * Math.max(now - before, 0)) / 1000;
      before = now;
      for (; points.length && way <= due; points.shift()) {
        const [x, y, begins] = points[0];
        if (begins) this.ink.begin(x, y);
        else this.ink.extend(x, y);
        if (points.length > 1) way += Math.hypot(points[1][0] - x, points[1][1] - y);
      }
      this.read();
      if (points.length) this.#frame = requestAnimationFrame(step);
      else this.#timer = setTimeout(() => this.end(), STAYS);
    };
    this.#frame = requestAnimationFrame(step);
  }

  end() {
    if (this.#over) return;
    this.#over = true;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.ink.put([]);
    this.hint.textContent = "now you: draw a digit";
    this.read();
  }
}

/** @param {number[]} stroke @param {number} i @returns {[number, number, boolean]} */
const point = (stroke, i) => [stroke[2 * i], stroke[2 * i + 1], i === 0];
