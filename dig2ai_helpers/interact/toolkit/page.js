// @ts-check
// What the page's side of every widget shares.

/** @typedef {import("@anywidget/types").AnyModel} Model */
/** @typedef {Record<string, string | number>} Attributes */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Attributes} attributes @param {(Node | string)[]} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, `${value}`);
  made.append(...children);
  return made;
}

// JupyterLab takes arrow keys, letters and Enter for its shortcuts, unless what has the focus
// carries this attribute.
const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };
/** Make an element that the keyboard works on. @type {typeof element} */
export const control = (tag, attributes = {}, ...children) =>
  element(tag, { ...OWN_KEYS, ...attributes }, ...children);

/** @param {string} words @param {() => void} press @param {Attributes} attributes */
export function button(words, press, attributes = {}) {
  const made = control("button", { type: "button", ...attributes }, words);
  made.addEventListener("click", press);
  return made;
}

// A notebook can be saved with the state of its widgets. Opened again, it shows them with no kernel
// behind them: then JupyterLab gives them this class.
/** @param {HTMLElement} el */
export const isAsleep = (el) => el.classList.contains("jupyter-widgets-disconnected");

// A widget's root, which Escape leaves for the notebook's cell. The keys that save are passed on.
/** @param {HTMLElement} el @param {string} name @param {Attributes} attributes */
export function makeRoot(el, name, attributes = {}) {
  el.classList.add("dig2ai-widget", name);
  el.inert = isAsleep(el);
  for (const [attribute, value] of Object.entries(attributes))
    el.setAttribute(attribute, `${value}`);
  el.addEventListener("keydown", (event) => {
    const cell = /** @type {HTMLElement?} */ (el.closest(".jp-Cell"));
    if (event.key === "Escape") cell?.focus();
    if (!cell || !isToSave(event)) return;
    event.preventDefault(); // else the browser would offer to save the page
    cell.dispatchEvent(new KeyboardEvent("keydown", event));
  });
}

// Control and S, or Command and S: JupyterLab's own, which must save the notebook from here, too.
/** @param {KeyboardEvent} event */
function isToSave({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  return key.toLowerCase() === "s" && (ctrlKey || metaKey) && !shiftKey && !altKey;
}

// Hand the focus on within a toolbar, which has one stop of the Tab key.
/** @param {HTMLElement} from @param {HTMLElement} to */
export function moveFocus(from, to) {
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

/** @type {Record<string, [number, number]>} key: to the right, down */
// biome-ignore format: a table
export const DIRECTIONS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

// The function that is returned by one that listens or follows ends it. This one ends several.
/** @param {(() => void)[]} ends */
export const endAll = (ends) => () => {
  for (const end of ends) end();
};

// anywidget gives a widget two seconds to begin. On a busy machine it takes longer, and would never
// hear the kernel again: it would keep the look of its first moment. Then the widget itself, which
// Backbone's `set` returns, takes its messages as any other does, and asks for all that it missed.
const LATE = new WeakSet();
/** @param {Model} model */
async function hearThoughLate(model) {
  const own = /** @type {any} */ (model).set({});
  const hear = own && Object.getPrototypeOf(Object.getPrototypeOf(own))?._handle_comm_msg;
  if (!hear || !own.comm) return;
  try {
    await own._handle_comm_msg({ content: { data: { method: "none" } } });
  } catch {
    if (LATE.has(own)) return;
    LATE.add(own);
    own.comm.on_msg(hear.bind(own));
    own.comm.send({ method: "request_state" });
  }
}

/** @typedef {Record<string, (message: any) => void>} Listeners by the model's events */
/** @param {Model} model @param {Listeners} listeners */
export function listen(model, listeners) {
  hearThoughLate(model);
  for (const [name, listener] of Object.entries(listeners)) model.on(name, listener);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) model.off(name, listener);
  };
}

// What a kernel says of itself when all that it knew is lost: its widgets answer no more.
const LOST = ["restarting", "autorestarting", "terminating", "dead"];

/** @param {Model} model @param {() => void} lost called when the kernel has forgotten the widget */
export function whenLost(model, lost) {
  const { kernel } = /** @type {any} */ (model.widget_manager ?? {}); // in JupyterLab
  /** @param {unknown} _kernel @param {string} status */
  const heard = (_kernel, status) => {
    if (LOST.includes(status)) lost();
  };
  kernel?.statusChanged.connect(heard);
  kernel?.disposed?.connect(lost); // a kernel that is shut down says no more than that
  return () => {
    kernel?.statusChanged.disconnect(heard);
    kernel?.disposed?.disconnect(lost);
  };
}

const ALIVE = 10_000; // milliseconds from one sign of life to the next

// While a run is under way, tell the kernel with each picture, and now and then, that a page shows
// it. Without a sign of life it pauses, so that no run goes on for nobody; and it waits for a page
// that is pictures behind (see live.py).
/** @param {Model} model */
export function signsOfLife(model) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  const tell = () => model.send({ alive: model.get("picture") });
  const follow = () => {
    clearInterval(timer);
    if (!model.get("running")) return;
    tell();
    timer = setInterval(tell, ALIVE);
  };
  const shown = () => {
    if (model.get("running")) tell();
  };
  follow();
  return endAll([
    listen(model, { "change:running": follow, "change:picture": shown }),
    () => clearInterval(timer),
  ]);
}
