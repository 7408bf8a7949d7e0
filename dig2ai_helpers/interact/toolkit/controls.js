// @ts-check
// Labelled controls (see controls.py) as the browser's own inputs.

import { button, control, element, listen, makeRoot } from "./page.js";

/** @typedef {{ kind: "slider" | "choice" | "button", name: string, label: string }} Labelled */
/** @typedef {{ texts: string[], main?: boolean, means?: string }} More */
/** @typedef {Labelled & More} Spec of one control */
/** @typedef {{ kind: "folded", label: string, parts: Spec[] }} Folded */
/** @typedef {Record<string, number>} Chosen name: place in the list of texts */
/** @typedef {{ title: string, specs: (Spec | Folded)[] }} Fixed */
/** @typedef {Fixed & { chosen: Chosen, hidden: string[], disabled: string[] }} Traits */
// Which part has the focus, all parts, and how to show a place in the list of texts.
/** @typedef {{ input: HTMLElement, parts: HTMLElement[], show: (place: number) => void }} Made */

const MARKED = 2500; // milliseconds for which controls that were moved for the reader stand out

/** @param {Spec} spec @param {HTMLElement} input */
const labelled = ({ label }, input) => element("label", {}, element("span", {}, label), input);

/** @typedef {(name: string, place: number) => void} Choose */
/** @typedef {(name: string) => void} Press */
/** @type {Record<Spec["kind"], (spec: Spec, choose: Choose, press: Press) => Made>} */
const MAKE = {
  slider(spec, choose) {
    const input = control("input", { type: "range", min: 0, max: spec.texts.length - 1, step: 1 });
    // Hidden from a screen reader, as the input says the same.
    const readout = element("span", { class: "dig2ai-readout", "aria-hidden": "true" });
    /** @param {number} place */
    const show = (place) => {
      input.value = `${place}`;
      readout.textContent = input.ariaValueText = spec.texts[place];
    };
    input.addEventListener("input", () => {
      show(input.valueAsNumber);
      choose(spec.name, input.valueAsNumber);
    });
    return { input, parts: [labelled(spec, input), readout], show };
  },
  choice(spec, choose) {
    const input = control("select", {}, ...spec.texts.map((text) => element("option", {}, text)));
    input.addEventListener("change", () => choose(spec.name, input.selectedIndex));
    const parts = [labelled(spec, input)];
    return { input, parts, show: (place) => Object.assign(input, { selectedIndex: place }) };
  },
  button(spec, _choose, press) {
    const input = button(spec.label, () => press(spec.name), {
      class: spec.main ? "dig2ai-main" : "",
    });
    return { input, parts: [input], show() {} };
  },
};

// What a label means: a button that shows it, for the mouse, the finger and the keyboard alike.
/** @param {Spec} spec */
function explained({ label, means = "" }) {
  const words = element("span", { class: "dig2ai-means", role: "note" }, means);
  const ask = button("?", () => show(!shown), {
    class: "dig2ai-ask",
    "aria-label": `what does “${label}” mean?`,
  });
  let shown = false;
  /** @param {boolean} now */
  function show(now) {
    shown = now;
    words.hidden = !shown;
    ask.ariaExpanded = `${shown}`;
  }
  show(false);
  return [ask, words];
}

/**
 * A row of controls; buttons that follow each other stand on a line of their own.
 * @param {Spec[]} specs @param {(spec: Spec) => HTMLElement} make
 */
function row(specs, make) {
  const made = element("div", { class: "dig2ai-row" });
  for (const spec of specs) {
    let place = made;
    if (spec.kind === "button") {
      const last = /** @type {HTMLDivElement?} */ (
        made.querySelector(":scope > .dig2ai-buttons:last-child")
      );
      place = last ?? element("div", { class: "dig2ai-buttons" });
      made.append(place);
    }
    place.append(make(spec));
  }
  return made;
}

/** @type {import("@anywidget/types").Render<Traits>} */
function render({ model, el }) {
  /** @type {Record<string, Made & { box: HTMLElement }>} */
  const shown = {};
  /** @type {Chosen} */
  let moved = {}; // since the last press

  /** @type {Choose} */
  const choose = (name, place) => {
    moved[name] = place;
    model.set("chosen", { ...model.get("chosen"), [name]: place });
    model.save_changes();
  };
  // A press can overtake a slider's move on its way, so it takes along what was moved.
  /** @type {Press} */
  const press = (name) => {
    if (model.get("disabled").includes(name)) return; // it keeps the focus, which it would lose
    model.send({ press: name, moved });
    moved = {};
  };
  /** @param {Spec} spec */
  function make(spec) {
    const made = MAKE[spec.kind](spec, choose, press);
    const size = spec.kind === "button" ? "" : " dig2ai-wide";
    const parts = spec.means ? [...made.parts, ...explained(spec)] : made.parts;
    const box = element("span", { class: `dig2ai-control${size}` }, ...parts);
    shown[spec.name] = { ...made, box };
    return box;
  }
  function update() {
    const chosen = model.get("chosen");
    const hidden = model.get("hidden");
    const all = Object.values(shown);
    const focused = all.find(({ input }) => input === document.activeElement);
    for (const [name, { box, input, show }] of Object.entries(shown)) {
      show(chosen[name]);
      if (moved[name] !== chosen[name]) delete moved[name]; // the kernel has changed it since
      box.hidden = hidden.includes(name);
      input.ariaDisabled = `${model.get("disabled").includes(name)}`;
    }
    // The focus would be lost with a control that disappears.
    if (focused?.box.hidden) all.find(({ box }) => !box.hidden)?.input.focus();
  }
  // Bring the reader to a control, and show for a moment which ones have been moved.
  /** @param {{ lead?: string, mark?: string[] }} message */
  function lead({ lead: name, mark = [] }) {
    if (!name) return;
    shown[name]?.input.focus();
    el.parentElement?.scrollIntoView({ block: "start" }); // the controls may stick elsewhere
    for (const one of mark) {
      shown[one]?.box.classList.add("dig2ai-moved");
      shown[one]?.box.closest("details")?.setAttribute("open", "");
    }
    setTimeout(() => {
      for (const one of mark) shown[one]?.box.classList.remove("dig2ai-moved");
    }, MARKED);
  }

  makeRoot(el, "dig2ai-controls", { role: "group", "aria-label": model.get("title") });
  const specs = model.get("specs");
  const open = specs.filter((spec) => spec.kind !== "folded");
  el.append(row(open, make));
  for (const spec of specs)
    if (spec.kind === "folded")
      el.append(element("details", {}, control("summary", {}, spec.label), row(spec.parts, make)));
  update();
  return listen(model, { change: update, "msg:custom": lead });
}

export default { render };
