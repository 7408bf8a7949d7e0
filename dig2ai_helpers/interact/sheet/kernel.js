// @ts-check
// What the sheet and the kernel tell each other.

import { listen } from "../toolkit/page.js";
import { pack, unpack } from "./ink.js";

/** @typedef {{ ink: DataView, sample: number, moving: boolean, who: string }} State */

const PAUSE = 100; // milliseconds between two messages to the kernel while the pen moves

export class Kernel {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #ended = false;
  #who = Math.random().toString(36).slice(2);
  #others = false; // whether another one's drawing came last

  /** @param {import("../toolkit/page.js").Model} model @param {import("./ink.js").Ink} ink */
  constructor(model, ink) {
    this.model = model;
    this.ink = ink;
    this.unlisten = listen(model, { "change:state": () => this.take() });
  }

  /** Tell what lies on the sheet. While the kernel is busy, only the last state waits for it. */
  tell(moving = false) {
    if (this.#ended) return; // the sheet was taken off the page under the pen
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#others = false;
    const { strokes, sample } = this.ink;
    this.model.set("state", { ink: pack(strokes), sample, moving, who: this.#who });
    this.model.save_changes();
  }

  /** Tell it after a pause, together with what comes until then. @param {boolean} moving */
  tellSoon(moving) {
    this.#timer ??= setTimeout(() => this.tell(moving), PAUSE);
  }

  /** Have the drawing kept; it goes with the message. @param {number} label */
  keep(label) {
    const { strokes, sample } = this.ink;
    this.model.send({ keep: label, sample }, undefined, [pack(strokes)]);
  }

  /** Show what the kernel, or another view of the sheet in this tab or another, has put on it. */
  take() {
    const { ink, sample, who } = this.model.get("state");
    if (who === this.#who && !this.#others) return; // the hand here may be further on already
    this.#others = who !== this.#who;
    this.ink.put(unpack(ink), sample);
  }

  end() {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.unlisten();
  }
}
