import assert from "node:assert/strict";
import { test } from "node:test";
import { fire, press, show } from "./fakes.js";

const { default: table } = await import(
  "../../dig2ai_helpers/interact/playground_app/runs_table.js"
);
const row = (name, shown) => ({ mark: "◆", name, shown, cells: ["16 neurons", "20", "1.0 s"] });
const shown = (rows) => show(table, { rows, csv: "name\n1\n", verdict: "" });

test("without runs there is no table", () => {
  const { el, model, all } = shown([]);
  assert.ok(el.hidden);
  model.receive({ rows: [row("1", true)] });
  assert.deepEqual([el.hidden, all("tbody tr").length], [false, 1]);
});

test("a run is shown or hidden, named, and taken up again", () => {
  const { model, all } = shown([row("1", true), row("2", false)]);
  const [, [box, name], [again]] = [[], all("tr:last-child input"), all("tr:last-child button")];
  assert.equal(box.checked, false);
  box.click();
  name.value = "mine";
  fire(name, "change");
  name.focus();
  press("Enter");
  again.click();
  const renamed = { rename: [1, "mine"] };
  assert.deepEqual(model.sent, [{ show: [1, true] }, renamed, renamed, { restore: 1 }]);
});

test("the focus stays where it was when the rows are new", () => {
  const { model, all } = shown([row("1", true), row("2", true)]);
  const names = () => all("input[type=text]");
  names()[1].focus();
  model.receive({ rows: [row("1", true), row("second", true)] });
  assert.equal(document.activeElement, names()[1]);
  assert.equal(names()[1].value, "second");
});

test("a name that is being typed stays as it is when another run comes", () => {
  const { model, all } = shown([row("1", true)]);
  const [name] = all("input[type=text]");
  name.focus();
  name.value = "half a na";
  model.receive({ rows: [row("1", true), row("2", true)] });
  assert.equal(all("input[type=text]")[0], name); // with the place in its text
  assert.deepEqual([document.activeElement, name.value], [name, "half a na"]);
  press("Enter");
  model.receive({ rows: [row("half a name, as it is kept", true), row("2", true)] });
  assert.equal(name.value, "half a name, as it is kept");
});

test("JupyterLab leaves all keys to the table", () => {
  const { all } = shown([row("1", true)]);
  const inputs = all("input, button");
  assert.equal(inputs.length, 6);
  for (const one of inputs) assert.equal(one.dataset.lmSuppressShortcuts, "true");
});

test("the table is copied, with or without the clipboard", async () => {
  const { all } = shown([row("1", true)]);
  const copied = [];
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: {} });
  document.execCommand = () => copied.push(document.querySelector("textarea").value);
  all("button").at(-1).click();
  globalThis.navigator.clipboard = { writeText: async (text) => copied.push(text) };
  all("button").at(-1).click();
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(
    [copied, all("button").at(-1).textContent],
    [["name\n1\n", "name\n1\n"], "copied"],
  );
  assert.equal(document.activeElement, all("button").at(-1));
});

test("one run is judged, once", () => {
  const { model, all, find } = shown([row("1", true), row("2", true)]);
  const judge = all("button").find(({ textContent }) => textContent.startsWith("judge"));
  assert.ok(judge.disabled);
  all("input[type=radio]")[1].click();
  judge.focus();
  assert.ok(!judge.disabled && all("input[type=radio]")[1].checked);
  judge.click();
  assert.deepEqual(model.sent, [{ judge: 1 }]);
  model.receive({ verdict: "It reads 97 %." });
  assert.ok(judge.hidden && all("input[type=radio]").every(({ disabled }) => disabled));
  assert.equal(find(".dig2ai-verdict").textContent, "It reads 97 %.");
  assert.equal(document.activeElement, find(".dig2ai-verdict")); // the button is gone
});

test("a choice in one table leaves that of another one alone", () => {
  const { el, model, all } = shown([row("1", true)]);
  const other = document.createElement("div");
  el.after(other);
  table.render({ model, el: other });
  const radios = [all("input[type=radio]")[0], other.querySelector("input[type=radio]")];
  for (const one of radios) one.click();
  assert.deepEqual(
    radios.map(({ checked }) => checked),
    [true, true],
  );
});
