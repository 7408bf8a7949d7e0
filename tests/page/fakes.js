// A page without a browser: jsdom's elements, canvases that note what is drawn, a widget's model.

import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html>", { pretendToBeVisual: true });

/** What was called on canvases, and what was set: [name, ...values]. */
export const drawn = [];
/** How many pixels wide each element is. */
export const room = { width: 600 };
/** The callbacks of the ResizeObservers that are at work. */
export const observers = new Set();

const measureText = (words) => ({ width: 7 * words.length });

class Context {
  constructor(canvas) {
    const own = { canvas, measureText };
    // biome-ignore lint/correctness/noConstructorReturn: it takes every name that a script asks for
    return new Proxy(own, {
      get: (_, name) => own[name] ?? ((...values) => void drawn.push([name, ...values])),
      set: (_, name, value) => {
        if (value !== "") own[name] = value; // as a browser, which ignores what is no colour
        drawn.push([name, value]);
        return true;
      },
    });
  }
}

function getContext() {
  this.context ??= new Context(this);
  return this.context;
}

class ResizeObserver {
  constructor(callback) {
    this.callback = callback;
  }
  observe() {
    observers.add(this.callback);
  }
  disconnect() {
    observers.delete(this.callback);
  }
}

class ImageData {
  constructor(width, height) {
    this.data = new Uint8ClampedArray(4 * width * height);
  }
}

class PointerEvent extends window.MouseEvent {
  constructor(type, { pointerId, old = false, ...options }) {
    super(type, options);
    Object.assign(this, { pointerId, isPrimary: pointerId === 1 });
    if (!old) Object.assign(this, { getCoalescedEvents: () => [] });
  }
}

window.HTMLCanvasElement.prototype.getContext = getContext;
window.HTMLElement.prototype.setPointerCapture = () => {};
Object.defineProperty(window.HTMLElement.prototype, "clientWidth", { get: () => room.width });
window.HTMLElement.prototype.getBoundingClientRect = () => ({
  left: 0,
  top: 0,
  width: room.width,
  height: room.width,
});
const { document, HTMLElement, KeyboardEvent, MutationObserver, getComputedStyle } = window;
Object.assign(globalThis, { document, HTMLElement, KeyboardEvent, MutationObserver });
Object.assign(globalThis, { getComputedStyle });
Object.assign(globalThis, { ResizeObserver, ImageData, devicePixelRatio: 1 });
globalThis.addEventListener = window.addEventListener.bind(window);
globalThis.removeEventListener = window.removeEventListener.bind(window);

/** The page's half of a widget's traits, with the kernel's half in the hands of the test. */
export class FakeModel {
  sent = [];
  saved = 0;
  #listeners = new Map();
  #status = new Set();
  #disposed = new Set();
  widget_manager = {
    kernel: {
      statusChanged: {
        connect: (slot) => this.#status.add(slot),
        disconnect: (slot) => this.#status.delete(slot),
      },
      disposed: {
        connect: (slot) => this.#disposed.add(slot),
        disconnect: (slot) => this.#disposed.delete(slot),
      },
    },
  };

  constructor(traits) {
    this.traits = traits;
  }
  get(name) {
    return this.traits[name];
  }
  set(name, value) {
    if (typeof name === "string") this.receive({ [name]: value });
    return this; // as Backbone does
  }
  save_changes() {
    this.saved += 1;
  }
  send(content, _callbacks, buffers) {
    this.sent.push(buffers ? { ...content, buffers } : content);
  }
  on(name, listener) {
    this.#listeners.set(listener, name);
  }
  off(name, listener) {
    if (this.#listeners.get(listener) === name) this.#listeners.delete(listener);
  }
  /** The kernel sends new values, in one message. */
  receive(traits) {
    Object.assign(this.traits, traits);
    const names = [...Object.keys(traits).map((name) => `change:${name}`), "change"];
    for (const name of names)
      for (const [listener, its] of [...this.#listeners]) if (its === name) listener();
  }
  /** The kernel sends a message. */
  tell(message) {
    for (const [listener, its] of [...this.#listeners]) if (its === "msg:custom") listener(message);
  }
  /** The kernel says that it is busy or idle. */
  say(status) {
    for (const slot of this.#status) slot(null, status);
  }
  /** The kernel is shut down. */
  shutDown() {
    for (const slot of this.#disposed) slot(null, undefined);
  }
  get listeners() {
    return [this.#listeners, this.#status, this.#disposed].reduce((sum, { size }) => sum + size, 0);
  }
}

/** Put a widget on the page, in a notebook's cell, with these classes; `close` takes it off. */
export function show({ render }, traits, names = "") {
  drawn.length = 0;
  observers.clear();
  const cell = document.createElement("div");
  cell.className = "jp-Cell";
  cell.tabIndex = 0;
  const el = document.createElement("div");
  el.className = names;
  cell.append(el);
  document.body.replaceChildren(cell);
  const model = new FakeModel(traits);
  const close = render({ model, el });
  const find = (selector) => el.querySelector(selector);
  return { model, el, cell, close, find, all: (selector) => [...el.querySelectorAll(selector)] };
}

/** Press a key on what has the focus; whether the page keeps the browser's own answer away. */
export function press(key, more = {}) {
  const options = { key, bubbles: true, cancelable: true, ...more };
  return !document.activeElement.dispatchEvent(new window.KeyboardEvent("keydown", options));
}

export function release(key) {
  document.activeElement.dispatchEvent(new window.KeyboardEvent("keyup", { key, bubbles: true }));
}

export function point(target, type, x, y, more = {}) {
  const place = { clientX: x * room.width, clientY: y * room.width, pointerId: 1 };
  const options = { ...place, button: 0, bubbles: true, cancelable: true, ...more };
  target.dispatchEvent(new PointerEvent(type, options));
}

export function fire(target, type) {
  target.dispatchEvent(new window.Event(type, { bubbles: true }));
}

/** Numbers as a sketch sends them, or bytes if a kind of array is named. */
export function view(numbers, Kind = Float32Array) {
  return new DataView(Kind.from(numbers).buffer);
}

/** Pass over what is to be painted now. */
export const painted = () => new Promise((resolve) => setTimeout(resolve));
/** Wait. @param {number} milliseconds */
export const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
