import assert from "node:assert/strict";
import { test } from "node:test";
import { fire, press, show, view } from "./fakes.js";

const room = "../../dig2ai_helpers/interact/sheet";
const { default: shelf } = await import(`${room}/shelf.js`);

const NOTHING = { pixels: view([], Uint8Array), labels: [], codes: [] };
const REST = { words: "Kept in mine.json: 3 drawings.", problem: "", name: "", undo: "" };
const THREE = {
  pixels: view(new Array(3 * 784).fill(9), Uint8Array),
  labels: [7, 1, 7],
  codes: ["7-a", "1-b", "7-c"],
};

function shown(traits = THREE) {
  const widget = show(shelf, { ...traits, ...REST });
  const named = (name) =>
    widget.all("button").find((one) => (one.ariaLabel ?? one.textContent) === name);
  return { ...widget, named };
}

test("drawings stand in groups by digit, each with a name", () => {
  const { all, find } = shown();
  assert.deepEqual(
    all(".dig2ai-kept button").map((one) => one.ariaLabel),
    ["a 1, drawing 1 of 1", "a 7, drawing 1 of 2", "a 7, drawing 2 of 2"],
  );
  assert.deepEqual(
    all(".dig2ai-kept b").map((one) => one.textContent),
    ["1", "7"],
  );
  assert.equal(find("[role=status]").textContent, REST.words);
});

test("an empty shelf has nothing to press", () => {
  const { all } = shown(NOTHING);
  assert.deepEqual(
    all("button, label, .dig2ai-kept").filter((one) => !one.hidden),
    [],
  );
});

test("a press marks a drawing, another one deletes it, and undo puts it back", () => {
  const { named, model } = shown();
  const remove = named("Delete the marked one");
  remove.click();
  assert.deepEqual([model.sent, remove.ariaDisabled], [[], "true"]);
  named("a 7, drawing 2 of 2").click();
  assert.equal(named("a 7, drawing 2 of 2").ariaPressed, "true");
  remove.click();
  assert.deepEqual(model.sent, [{ delete: "7-c" }]);
  named("a 7, drawing 2 of 2").click();
  assert.equal(remove.ariaDisabled, "true");
  model.receive({ undo: "7" });
  named("Put the 7 back").click();
  assert.deepEqual(model.sent[1], { undo: true });
});

test("the arrow keys lead from drawing to drawing, and Delete deletes", () => {
  const { named, model } = shown();
  named("a 1, drawing 1 of 1").focus();
  press("ArrowLeft"); // nothing there
  press("ArrowRight");
  assert.equal(document.activeElement, named("a 7, drawing 1 of 2"));
  assert.ok(press("Delete") && !press("x"));
  assert.deepEqual(model.sent, [{ delete: "7-a" }]);
});

test("the focus stays where a drawing was deleted", () => {
  const { named, model } = shown();
  named("a 7, drawing 2 of 2").focus();
  const pixels = view(new Array(2 * 784).fill(9), Uint8Array);
  model.receive({ pixels, labels: [7, 1], codes: ["7-a", "1-b"] });
  assert.equal(document.activeElement, named("a 7, drawing 1 of 1"));
  model.receive({ ...NOTHING, undo: "1" });
  assert.equal(document.activeElement, named("Put the 1 back"));
});

test("the focus is not lost with the last drawing that is put back", () => {
  const { named, model } = shown({ ...NOTHING });
  model.receive({ undo: "7" });
  named("Put the 7 back").focus();
  model.receive({ undo: "", ...THREE });
  assert.equal(document.activeElement, named("a 1, drawing 1 of 1"));
});

test("words that are still true are not said again", () => {
  const { find, model } = shown();
  model.receive({ problem: "mine.json can't be written" });
  const said = ["status", "alert"].map((role) => find(`[role=${role}]`).firstChild);
  model.receive({ name: "Ada" });
  assert.ok(find("[role=status]").firstChild === said[0]);
  assert.ok(find("[role=alert]").firstChild === said[1]);
});

test("a name is sent when it is written, and not written over meanwhile", () => {
  const { find, model } = shown();
  const name = find("input");
  name.focus();
  name.value = "Ada";
  fire(name, "change");
  press("Enter");
  model.receive({ name: "A" });
  assert.deepEqual([model.sent, name.value], [[{ name: "Ada" }, { name: "Ada" }], "Ada"]);
  name.blur();
  model.receive({ name: "Max" });
  assert.equal(name.value, "Max");
});

test("what could not be written is an alert", () => {
  const { find, model } = shown();
  model.receive({ problem: "mine.json can't be written" });
  assert.equal(find("[role=alert]").textContent, "mine.json can't be written");
});

test("a closed shelf listens to nothing", () => {
  const { model, close } = shown();
  close();
  assert.equal(model.listeners, 0);
});
