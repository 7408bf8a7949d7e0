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
    const input = element("button", { type: "button", textContent: spec.label });
    input.addEventListener("click", press);
    return { input, parts: [input], show() {} };
  },
};

function render({ model, el }) {
  el.classList.add("dig2ai-controls");
  el.role = "group";
  el.ariaLabel = model.get("title");
  const shown = {};
  for (const spec of model.get("specs")) {
    const choose = (place) => {
      model.set("chosen", { ...model.get("chosen"), [spec.name]: place });
      model.save_changes();
    };
    const control = MAKE[spec.kind](spec, choose, () => model.send({ press: spec.name }));
    control.input.dataset.lmSuppressShortcuts = "true"; // else JupyterLab takes the arrow keys
    control.box = element("span", { className: `dig2ai-control ${spec.kind === "button" ? "" : "wide"}` }, ...control.parts);
    shown[spec.name] = control;
    el.append(control.box);
  }
  const update = () => {
    const chosen = model.get("chosen"), hidden = model.get("hidden");
    for (const [name, control] of Object.entries(shown)) {
      control.show(chosen[name]);
      control.box.hidden = hidden.includes(name);
    }
  };
  update();
  model.on("change", update);
  return () => model.off("change", update);
}

export default { render };
