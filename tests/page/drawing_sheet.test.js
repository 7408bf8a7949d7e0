import assert from "node:assert/strict";
import { test } from "node:test";
import { drawn, observers, point, press, release, show, view } from "./fakes.js";

const room = "../../dig2ai_helpers/interact/sheet";
const { default: sheet } = await import(`${room}/drawing_sheet.js`);
const { pack, unpack } = await import(`${room}/ink.js`);

const EMPTY = { ink: view([]), sample: -1, moving: false, who: "" };
const later = () => new Promise((resolve) => setTimeout(resolve, 120));

function shown(keeps = true, ready = 2, state = EMPTY) {
  const samples = view(new Array(ready * 784).fill(255), Uint8Array);
  const fixed = { samples, labels: [3, 8].slice(0, ready), title: "Drawing pad" };
  const widget = show(sheet, { state, ...fixed, keeps, kept: 0 });
  const { model, find, all } = widget;
  const paper = find("[role=application]");
  const named = (name) => all("button").find((one) => (one.ariaLabel ?? one.textContent) === name);
  const told = () => {
    const { ink, sample, moving } = model.get("state");
    return [unpack(ink).map((stroke) => stroke.map((value) => +value.toFixed(2))), sample, moving];
  };
  return { ...widget, paper, named, told };
}

const keys = (...names) => {
  for (const name of names) {
    press(name);
    release(name);
  }
};

test("strokes are packed as float32, with NaN, NaN between two, and unpacked", () => {
  const strokes = [
    [0.5, 0.25],
    [0, 1, 0.75, 0.5],
  ];
  const floats = new Float32Array(pack(strokes).buffer);
  assert.deepEqual([...floats], [0.5, 0.25, NaN, NaN, 0, 1, 0.75, 0.5]);
  assert.deepEqual(unpack(pack(strokes)), strokes);
  assert.deepEqual([pack([]).byteLength, unpack(view([]))], [0, []]);
});

test("a pointer draws; the kernel is told while it moves, and when it is lifted", async () => {
  const { paper, told, model } = shown();
  point(paper, "pointerdown", 0.2, 0.2);
  point(paper, "pointermove", 0.4, 0.6);
  assert.equal(model.saved, 0);
  await later();
  assert.deepEqual([told(), model.saved], [[[[0.2, 0.2, 0.4, 0.6]], -1, true], 1]);
  point(paper, "pointermove", 0.5, 0.6, { pointerId: 2 }); // another finger
  point(paper, "pointermove", 0.6, 0.6);
  point(paper, "pointerup", 0.6, 0.6);
  assert.deepEqual(told(), [[[0.2, 0.2, 0.4, 0.6, 0.6, 0.6]], -1, false]);
  await later();
  assert.equal(model.saved, 2); // what was to be told soon is told already
});

test("a browser that tells one place of a pen in each event draws, too", () => {
  const { paper, told } = shown();
  point(paper, "pointerdown", 0.2, 0.2, { old: true });
  point(paper, "pointermove", 0.4, 0.6, { old: true });
  point(paper, "pointerup", 0.4, 0.6, { old: true });
  assert.deepEqual(told(), [[[0.2, 0.2, 0.4, 0.6]], -1, false]);
});

test("a pen whose sheet was hidden has been lifted: the next one can draw", () => {
  const { paper, told } = shown();
  point(paper, "pointerdown", 0.2, 0.2);
  point(document, "lostpointercapture", 0, 0); // what browsers do then
  assert.equal(told()[2], false);
  point(paper, "pointermove", 0.9, 0.9);
  point(paper, "pointerdown", 0.5, 0.5, { pointerId: 2 });
  point(paper, "pointerup", 0.5, 0.5, { pointerId: 2 });
  assert.deepEqual(told()[0], [
    [0.2, 0.2],
    [0.5, 0.5],
  ]);
});

test("ink beside the sheet is cut at its edge, and a new stroke begins inside", () => {
  const { paper, told } = shown();
  for (const [type, x] of [
    ["down", 0.5],
    ["move", 1.3],
    ["move", 1.2],
    ["move", 0.8],
    ["up", 0.8],
  ])
    point(paper, `pointer${type}`, x, 0.5);
  assert.deepEqual(told()[0], [
    [0.5, 0.5, 1, 0.5],
    [0.8, 0.5],
  ]);
});

test("a scribble ends when the sheet is full, and Undo makes room", () => {
  const { paper, told, named } = shown();
  point(paper, "pointerdown", -0.01, 0.5); // on the sheet's border
  assert.deepEqual(told()[0], []);
  for (let i = 0; i < 30_000; i++) point(paper, "pointermove", (i % 100) / 100, 0.5);
  point(paper, "pointerup", 0.5, 0.5);
  assert.equal(told()[0].length, 1);
  assert.deepEqual(told()[0][0].slice(0, 2), [0, 0.5]);
  assert.ok(told()[0][0].length <= 40_000);
  point(paper, "pointerdown", 0.2, 0.2);
  point(paper, "pointerup", 0.2, 0.2);
  assert.equal(told()[0].length, 1);
  named("Undo").click();
  point(paper, "pointerdown", 0.2, 0.2);
  point(paper, "pointerup", 0.2, 0.2);
  assert.deepEqual(told()[0], [[0.2, 0.2]]);
});

test("the keys move the pen, put it down, lift it, undo and clear", () => {
  const { paper, told, find } = shown();
  paper.focus();
  keys("ArrowRight", " ");
  assert.equal(find(".dig2ai-words[role=status]").textContent, "pen down");
  press("ArrowUp");
  press("ArrowLeft"); // two at once go diagonally
  release("ArrowUp");
  release("ArrowLeft");
  keys(" ", "Home");
  assert.deepEqual(told(), [[[0.54, 0.5, 0.54, 0.46, 0.5, 0.42]], -1, false]);
  assert.equal(find(".dig2ai-words[role=status]").textContent, "pen up");
  assert.equal(find(".dig2ai-cursor").style.left, `${100 * (0.5 - 0.04)}%`);
  keys(" ", " ", "Backspace");
  assert.equal(told()[0].length, 1);
  keys("Delete");
  assert.deepEqual(told(), [[], -1, false]);
});

test("other keys stay the browser's, and Escape leads to the cell", () => {
  const { paper, cell, model } = shown();
  paper.focus();
  assert.deepEqual(
    ["a", "Tab"].map((key) => press(key)),
    [false, false],
  );
  assert.ok(!press("ArrowUp", { ctrlKey: true }) && press("ArrowUp"));
  assert.equal(model.saved, 0);
  press("Escape");
  assert.equal(document.activeElement, cell);
});

test("the digits are a toolbar: the arrow keys lead round it", () => {
  const { named } = shown();
  named("keep it as 0").focus();
  keys("ArrowRight");
  assert.equal(document.activeElement, named("keep it as 1"));
  keys("ArrowLeft", "ArrowLeft");
  assert.equal(document.activeElement, named("keep it as 9"));
  assert.deepEqual([named("keep it as 9").tabIndex, named("keep it as 0").tabIndex], [0, -1]);
});

test("an app that keeps nothing has no buttons for it", () => {
  const names = (keeps) =>
    shown(keeps)
      .all("button")
      .map((one) => one.textContent);
  assert.deepEqual(names(false), ["Undo", "Clear"]);
  assert.equal(names(true).length, 12);
});

test("a drawing is kept with its own ink, and the sheet is empty; nothing is kept of nothing", () => {
  const { model, paper, named, told, find } = shown();
  named("keep it as 4").click();
  assert.deepEqual([model.sent, named("Clear").ariaDisabled], [[], "true"]);
  point(paper, "pointerdown", 0.5, 0.5);
  point(paper, "pointerup", 0.5, 0.5);
  assert.equal(named("Clear").ariaDisabled, "false");
  named("keep it as 4").click();
  const [{ keep, sample, buffers }] = model.sent;
  assert.deepEqual([keep, sample, unpack(buffers[0])], [4, -1, [[0.5, 0.5]]]);
  assert.deepEqual(told(), [[], -1, false]);
  model.receive({ kept: 1 });
  assert.ok(find(".dig2ai-more").textContent.includes("kept: 1"));
});

test("a sample takes the place of the drawing, and undo takes it away", () => {
  const { paper, named, told, all } = shown();
  point(paper, "pointerdown", 0.5, 0.5);
  point(paper, "pointerup", 0.5, 0.5);
  const [, eight] = all("input[type=radio]");
  assert.equal(eight.ariaLabel, "sample: a handwritten 8");
  drawn.length = 0;
  eight.click();
  assert.deepEqual([told(), eight.checked], [[[], 1, false], true]);
  assert.equal(drawn.find(([name]) => name === "drawImage")[1], eight.nextElementSibling);
  named("Undo").click();
  assert.deepEqual([told(), eight.checked], [[[], -1, false], false]);
});

test("a sample can be drawn on: undo takes back the stroke first, then the sample", () => {
  const { paper, named, told, all } = shown();
  all("input[type=radio]")[1].click();
  point(paper, "pointerdown", 0.5, 0.5);
  point(paper, "pointerup", 0.5, 0.5);
  assert.deepEqual(told(), [[[0.5, 0.5]], 1, false]);
  named("keep it as 4").click();
  all("input[type=radio]")[1].click();
  point(paper, "pointerdown", 0.5, 0.5);
  point(paper, "pointerup", 0.5, 0.5);
  named("Undo").click();
  assert.deepEqual(told(), [[], 1, false]);
  named("Undo").click();
  assert.deepEqual(told(), [[], -1, false]);
});

test("an app without samples has no row for them", () => {
  const { all } = shown(true, 0);
  assert.deepEqual([all("fieldset").length, all("button").length], [0, 12]);
});

test("what the kernel puts on the sheet is drawn and can be drawn on", () => {
  const { model, paper, told } = shown();
  drawn.length = 0;
  model.receive({ state: { ...EMPTY, ink: pack([[0.25, 0.5, 0.75, 0.5]]) } });
  assert.deepEqual(
    drawn.filter(([name]) => name === "lineTo"),
    [
      ["lineTo", 0.25, 0.5],
      ["lineTo", 0.75, 0.5],
    ],
  );
  point(paper, "pointerdown", 0.5, 0.5);
  point(paper, "pointerup", 0.5, 0.5);
  assert.equal(told()[0].length, 2);
});

test("a view takes no echo of its own drawing, but where another one's came between", () => {
  const { model, paper, told } = shown();
  point(paper, "pointerdown", 0.5, 0.5);
  point(paper, "pointerup", 0.5, 0.5);
  const first = model.get("state");
  point(paper, "pointerdown", 0.2, 0.2);
  model.receive({ state: first });
  point(paper, "pointerup", 0.2, 0.2);
  assert.equal(told()[0].length, 2); // the echo came late, and took nothing away
  const second = model.get("state");
  drawn.length = 0;
  model.receive({ state: { ...EMPTY } }); // a cell has cleared the sheet before the drawing came
  assert.ok(drawn.some(([name]) => name === "clearRect"));
  drawn.length = 0;
  model.receive({ state: second });
  assert.equal(drawn.filter(([name]) => name === "stroke").length, 2);
});

test("a sheet that is opened again after its page was left under the pen tells that it is lifted", () => {
  const left = { ink: view([0.2, 0.4]), sample: -1, moving: true };
  const { told, model } = shown(true, 2, left);
  assert.deepEqual([told(), model.saved], [[[[0.2, 0.4]], -1, false], 1]);
  assert.equal(shown(true, 2, { ...left, moving: false }).model.saved, 0);
});

test("a closed sheet listens to nothing and tells nothing", async () => {
  const { model, paper, close } = shown();
  point(paper, "pointerdown", 0.5, 0.5);
  close();
  await later();
  assert.deepEqual([model.saved, model.listeners, observers.size], [0, 0, 0]);
});
