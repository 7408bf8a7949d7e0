import assert from "node:assert/strict";
import { test } from "node:test";
import { fire, press, show } from "./fakes.js";

const { default: controls } = await import("../../dig2ai_helpers/interact/toolkit/controls.js");

const slider = { kind: "slider", name: "rate", label: "learning rate", texts: ["0.1", "1", "10"] };
const choice = { kind: "choice", name: "hidden", label: "activation", texts: ["relu", "tanh"] };
const play = { kind: "button", name: "play", label: "play", main: true };
const folded = { kind: "folded", label: "more settings", parts: [choice] };

function shown(specs = [play, slider, folded]) {
  const traits = {
    title: "An app",
    specs,
    chosen: { rate: 0, hidden: 0 },
    hidden: [],
    disabled: [],
  };
  const widget = show(controls, traits);
  const range = widget.find("input[type=range]");
  const move = (place) => {
    range.value = `${place}`;
    fire(range, "input");
  };
  return { ...widget, range, move };
}

test("a slider shows its value in words, tells it, and follows the kernel", () => {
  const { model, range, find, move } = shown();
  move(2);
  assert.deepEqual(model.get("chosen"), { rate: 2, hidden: 0 });
  assert.deepEqual([model.saved, find(".dig2ai-readout").textContent], [1, "10"]);
  assert.equal(range.ariaValueText, "10");
  model.receive({ chosen: { rate: 1, hidden: 1 } });
  assert.deepEqual([range.value, find(".dig2ai-readout").textContent], ["1", "1"]);
  assert.equal(find("select").selectedIndex, 1);
});

test("a choice is told", () => {
  const { model, find } = shown();
  find("select").selectedIndex = 1;
  fire(find("select"), "change");
  assert.deepEqual(model.get("chosen"), { rate: 0, hidden: 1 });
});

test("a press takes along what was moved since the last press, unless the kernel changed it", () => {
  const { model, find, move } = shown();
  move(2);
  find("button").click();
  find("button").click();
  move(1);
  model.receive({ chosen: { rate: 0, hidden: 0 } });
  find("button").click();
  assert.deepEqual(
    model.sent.map(({ press, moved }) => [press, moved]),
    [
      ["play", { rate: 2 }],
      ["play", {}],
      ["play", {}],
    ],
  );
});

test("the keys that save the notebook reach JupyterLab, and no page is saved instead", () => {
  const { range, cell } = shown();
  const heard = [];
  cell.addEventListener("keydown", ({ target, key, ctrlKey }) =>
    heard.push([target, key, ctrlKey]),
  );
  range.focus();
  assert.ok(press("s", { ctrlKey: true }));
  assert.deepEqual(heard[0], [cell, "s", true]);
  assert.ok(!press("s") && !press("S", { ctrlKey: true, shiftKey: true }));
});

test("controls that were saved with the notebook move nothing", () => {
  const traits = {
    title: "An app",
    specs: [slider],
    chosen: { rate: 0 },
    hidden: [],
    disabled: [],
  };
  assert.ok(show(controls, traits, "lm-Widget jupyter-widgets-disconnected").el.inert);
});

test("JupyterLab leaves all keys to the controls, and Escape leads to the cell", () => {
  const { all, cell } = shown();
  for (const one of all("input, select, button, summary")) {
    assert.equal(one.dataset.lmSuppressShortcuts, "true", one.outerHTML);
    cell.focus();
    one.focus();
    press("Escape");
    assert.equal(document.activeElement, cell);
  }
});

test("a control without use is not shown, and the focus goes to one that is", () => {
  const { model, range, find } = shown();
  range.focus();
  model.receive({ hidden: ["rate"] });
  assert.ok(range.closest(".dig2ai-control").hidden);
  assert.equal(document.activeElement, find("button"));
  model.receive({ hidden: [] });
  assert.ok(!range.closest(".dig2ai-control").hidden);
});

test("buttons that follow each other stand together, and a fold holds its own row", () => {
  const stop = { ...play, name: "stop", label: "stop", main: false };
  const { el, find, all } = shown([play, stop, slider, folded]);
  assert.deepEqual(
    all(".dig2ai-buttons button").map(({ textContent, className }) => [textContent, className]),
    [
      ["play", "dig2ai-main"],
      ["stop", ""],
    ],
  );
  assert.equal(all(".dig2ai-buttons").length, 1);
  assert.equal(find("details summary").textContent, "more settings");
  assert.ok(find("details > .dig2ai-row select"));
  assert.deepEqual([el.getAttribute("role"), el.getAttribute("aria-label")], ["group", "An app"]);
});

test("the reader is led to a control, and those that were moved stand out", () => {
  const { model, el, find, range } = shown();
  let scrolled = 0;
  el.parentElement.scrollIntoView = () => {
    scrolled += 1;
  };
  model.tell({ lead: "play", mark: ["rate"] });
  assert.equal(document.activeElement, find("button"));
  assert.equal(scrolled, 1);
  assert.ok(range.closest(".dig2ai-control").classList.contains("dig2ai-moved"));
});

test("the focus goes on to the next control that is shown", () => {
  const pause = { kind: "button", name: "pause", label: "pause" };
  const { model, all } = shown([play, pause, slider, folded]);
  model.receive({ hidden: ["pause"] });
  all("button")[0].focus();
  model.receive({ hidden: ["play"] }); // one takes the other's place
  assert.equal(document.activeElement, all("button")[1]);
});

test("a button that is disabled keeps its place and the focus, and does nothing", () => {
  const { model, find } = shown();
  find("button").focus();
  model.receive({ disabled: ["play"] });
  assert.equal(document.activeElement, find("button"));
  assert.equal(find("button").ariaDisabled, "true");
  find("button").click();
  assert.deepEqual(model.sent, []);
  model.receive({ disabled: [] });
  find("button").click();
  assert.equal(model.sent.length, 1);
});

test("a label is explained to whoever asks, and only then", () => {
  const { find, all } = shown([play, { ...slider, means: "How long the steps are." }]);
  const [ask, words] = [find(".dig2ai-ask"), find(".dig2ai-means")];
  assert.equal(all(".dig2ai-ask").length, 1);
  assert.equal(ask.getAttribute("aria-label"), "what does “learning rate” mean?");
  assert.deepEqual([words.hidden, words.textContent], [true, "How long the steps are."]);
  ask.click();
  assert.deepEqual([words.hidden, ask.ariaExpanded], [false, "true"]);
  ask.click();
  assert.deepEqual([words.hidden, ask.ariaExpanded], [true, "false"]);
});
