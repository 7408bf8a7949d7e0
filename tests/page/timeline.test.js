import assert from "node:assert/strict";
import { test } from "node:test";
import { fire, show } from "./fakes.js";

const { default: timeline } = await import("../../dig2ai_helpers/interact/trial/timeline.js");
const MOMENTS = ["untrained", "epoch 1", "epoch 2", "now"];

function shown(moments = MOMENTS, at = -1) {
  const widget = show(timeline, { moments, at });
  const range = widget.find("input");
  const move = (place) => {
    range.value = `${place}`;
    fire(range, "input");
  };
  return { ...widget, range, move, said: () => widget.find(".dig2ai-readout").textContent };
}

test("its right end is now, and stays now while there are more moments", () => {
  const { model, range, said } = shown();
  assert.deepEqual([range.value, said()], ["3", "now"]);
  model.receive({ moments: [...MOMENTS.slice(0, 3), "epoch 3", "now"] });
  assert.deepEqual([range.value, said()], ["4", "now"]);
});

test("a moment is told, and its right end is told as now", () => {
  const { model, move, said, range } = shown();
  move(1);
  assert.deepEqual([model.get("at"), said(), range.ariaValueText], [1, "epoch 1", "epoch 1"]);
  move(3);
  assert.deepEqual([model.get("at"), said(), model.saved], [-1, "now", 2]);
});

test("without a past there is only now", () => {
  const { range, said, model } = shown(["now"]);
  assert.deepEqual([range.max, said()], ["0", "now"]);
  model.receive({ moments: MOMENTS, at: 0 });
  assert.deepEqual([range.max, range.value, said()], ["3", "0", "untrained"]);
});
