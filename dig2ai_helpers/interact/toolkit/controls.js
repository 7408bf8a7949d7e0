// Labelled controls (see controls.py) as the browser's own inputs.

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const labelled = (spec, input) => element("label", {}, element("span", { textContent: spec.label }), input);

// Each maker returns what to put on the page and how to show a place in the list of texts.
const MAKE = {
  slider(spec, choose) {
    const input = element("input", { type: "range", min: 0, max: spec.texts.length - 1, step: 1 });
    const readout = element("span", { className: "dig2ai-readout" });
    readout.ariaHidden = "true"; // the input says it itself
    const show = (place) => {
      input.value = place;
      readout.textContent = input.ariaValueText = spec.texts[place];
    };
    input.addEventListener("input", () => { show(input.valueAsNumber); choose(input.valueAsNumber); });
    return { input, parts: [labelled(spec, input), readout], show };
  },
  choice(spec, choose) {
    const input = element("select", {}, ...spec.texts.map((text) => element("option", { textContent: text })));
    input.addEventListener("change", () => choose(input.selectedIndex));
    return {
      input,
      parts: [labelled(spec, input)],
      show: (place) => { input.selectedIndex = place; },
    };
  },
  button(spec, choose, press) {
    const input = element("button", { type: "button", textContent: spec.label, className: spec.main ? "dig2ai-main" : "" });
    input.addEventListener("click", press);
    return { input, parts: [input], show() {} };
  },
};

// The server sends the kernel's answers in small packets, and its system holds each back until
// the one before is acknowledged, which the browser's system puts off for 40 ms. The kernel's
// first answer says "busy": any message sent at that moment takes the acknowledgement along.
// The busy may be that of an earlier message, so a few are sent for each move.
const KNOCKS = 3;
function hurry(model) {
  let left = 0;
  const knock = (_, status) => {
    if (status === "busy" && left-- > 0) model.send({});
  };
  const statusChanged = model.widget_manager?.kernel?.statusChanged; // JupyterLab has it
  statusChanged?.connect(knock);
  return { expect() { left = KNOCKS; }, end() { statusChanged?.disconnect(knock); } };
}

function render({ model, el }) {
  el.classList.add("dig2ai-controls");
  el.role = "group";
  el.ariaLabel = model.get("title");
  el.addEventListener("keydown", (event) => { if (event.key === "Escape") el.closest(".jp-Cell")?.focus(); });
  const shown = {}, answers = hurry(model);
  let moved = {}; // since the last press
  const add = (parent, spec) => {
    if (spec.kind === "folded") {
      const folded = element("details", {}, element("summary", { textContent: spec.label }));
      folded.firstChild.dataset.lmSuppressShortcuts = "true"; // else d d on it deletes the cell
      const inside = element("div", { className: "dig2ai-row" });
      for (const part of spec.parts) add(inside, part);
      folded.append(inside);
      return parent.append(folded);
    }
    const choose = (place) => {
      moved[spec.name] = place;
      model.set("chosen", { ...model.get("chosen"), [spec.name]: place });
      model.save_changes();
      answers.expect();
    };
    // A press can overtake a slider's move on its way, so it takes along what was moved.
    const press = () => {
      model.send({ press: spec.name, moved });
      moved = {};
    };
    const control = MAKE[spec.kind](spec, choose, press);
    control.input.dataset.lmSuppressShortcuts = "true"; // else JupyterLab takes the arrow keys
    control.box = element("span", { className: `dig2ai-control ${spec.kind === "button" ? "" : "wide"}` }, ...control.parts);
    shown[spec.name] = control;
    if (spec.kind === "button" && parent.lastElementChild?.className !== "dig2ai-buttons")
      parent.append(element("div", { className: "dig2ai-buttons" }));
    (spec.kind === "button" ? parent.lastElementChild : parent).append(control.box);
  };
  const row = element("div", { className: "dig2ai-row" });
  el.append(row);
  for (const spec of model.get("specs")) add(spec.kind === "folded" ? el : row, spec);
  const update = () => {
    const chosen = model.get("chosen"), hidden = model.get("hidden");
    for (const [name, control] of Object.entries(shown)) {
      control.show(chosen[name]);
      if (moved[name] !== chosen[name]) delete moved[name]; // the kernel has changed it since
      const left = hidden.includes(name) && control.input === document.activeElement;
      control.box.hidden = hidden.includes(name);
      if (left) Object.values(shown).find(({ box }) => !box.hidden)?.input.focus(); // else it is lost
    }
  };
  update();
  model.on("change", update);
  return () => {
    answers.end();
    model.off("change", update);
  };
}

export default { render };
