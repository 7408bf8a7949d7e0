// @ts-check
// The slider that leads back through the moments of a training (see timeline.py).

import { control, element, listen, makeRoot } from "../toolkit/page.js";

/** @type {import("@anywidget/types").Render<{ moments: string[], at: number }>} */
function render({ model, el }) {
  makeRoot(el, "dig2ai-timeline");
  const input = control("input", { type: "range", min: 0, step: 1 });
  const readout = element("span", { class: "dig2ai-readout", "aria-hidden": "true" });
  el.append(element("label", {}, element("span", {}, "look back"), input), readout);
  /** @param {number} place */
  const say = (place) => {
    readout.textContent = input.ariaValueText = model.get("moments")[place] ?? "now";
  };
  function update() {
    const last = model.get("moments").length - 1;
    const at = model.get("at");
    input.max = `${last}`;
    input.value = `${at < 0 ? last : at}`;
    say(at < 0 ? last : at);
  }
  input.addEventListener("input", () => {
    const last = model.get("moments").length - 1;
    say(input.valueAsNumber);
    model.set("at", input.valueAsNumber < last ? input.valueAsNumber : -1);
    model.save_changes();
  });
  update();
  return listen(model, { change: update });
}

export default { render };
