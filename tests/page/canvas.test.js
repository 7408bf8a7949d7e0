import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  drawn,
  FakeModel,
  fire,
  observers,
  painted,
  point,
  press,
  rest,
  room,
  show,
  view,
} from "./fakes.js";

const { default: canvas } = await import("../../dig2ai_helpers/interact/toolkit/canvas.js");
const { DRAW } = await import("../../dig2ai_helpers/interact/toolkit/shapes.js");
const { listen } = await import("../../dig2ai_helpers/interact/toolkit/page.js");

const COLOURS = {
  ink: ["#1f1f1f", "#ececec"],
  faint: ["#dddddd", "#444444"],
  paper: ["#ffffff", "#111111"],
  negative: ["#0000ff", "#8888ff"],
  positive: ["#ff8800", "#ffaa44"],
};
const font = { size: 10, colour: "ink", bold: false };
const words = (text) => ({ kind: "text", x: 1, y: 2, words: text, ...font, align: "left" });
const target = (name, x, y) => ({ name, label: `the ${name}`, x, y, width: 10, height: 10 });

function traits(more) {
  const said = { alt: "a picture", caption: "A caption.", spoken: "a picture", error: "" };
  return {
    size: [100, 50],
    shapes: [],
    targets: [],
    colours: COLOURS,
    enough: 540,
    picture: 1,
    ...said,
    ...more,
  };
}

const calls = (name) => drawn.filter(([called]) => called === name).map(([, ...values]) => values);
const set = (name, value) => calls(name).some(([given]) => given === value);

beforeEach(() => {
  room.width = 600;
});

test("of several changes, the last one is painted, once", async () => {
  const { model } = show(canvas, traits());
  drawn.length = 0;
  for (const text of ["one", "two", "three"]) model.receive({ shapes: [words(text)] });
  await painted();
  assert.deepEqual(calls("fillText"), [["three", 1, 2]]);
  assert.equal(calls("clearRect").length, 1);
});

test("words stand beside the picture", async () => {
  const { model, find } = show(canvas, traits());
  assert.equal(find("canvas").getAttribute("aria-label"), "a picture");
  assert.equal(find(".dig2ai-caption").textContent, "A caption.");
  model.receive({ alt: "another", error: "ValueError: no" });
  await painted();
  assert.equal(find("canvas").getAttribute("aria-label"), "another");
  assert.equal(find("[role=alert]").textContent, "ValueError: no");
});

test("a closed canvas paints no more, listens to nothing and keeps no memory", async () => {
  const { model, close, find } = show(canvas, traits());
  model.receive({ shapes: [words("late")] });
  close();
  await painted();
  assert.deepEqual(calls("fillText"), []);
  assert.equal(model.listeners + observers.size, 0);
  assert.deepEqual([find("canvas").width, find("canvas").height], [0, 0]);
});

test("a picture is as sharp as the screen, and the kernel is told once that there is little room", () => {
  const { model, find } = show(canvas, traits());
  assert.deepEqual([find("canvas").width, find("canvas").height], [600, 300]);
  assert.deepEqual(calls("setTransform"), [[6, 0, 0, 6, 0, 0]]);
  for (const width of [500, 400, 500]) {
    room.width = width;
    for (const resized of observers) resized();
  }
  assert.deepEqual([model.get("narrow"), model.saved], [true, 1]);
});

test("Escape leads to the cell", () => {
  const { find, cell } = show(canvas, traits({ targets: [target("a", 0, 0)] }));
  find("button").focus();
  press("Escape");
  assert.equal(document.activeElement, cell);
});

test("Escape closes what is open before it leads to the cell", () => {
  const places = [target("a", 0, 0), target("close", 50, 0)];
  const { model, find } = show(canvas, traits({ targets: places }));
  const place = find(".dig2ai-targets button");
  place.focus();
  press("Escape");
  assert.deepEqual(model.sent, [{ press: "close" }]);
  assert.equal(document.activeElement, place);
});

test("the focus stays in the picture when the place that had it is gone", async () => {
  const { model, all } = show(canvas, traits({ targets: [target("a", 0, 0), target("b", 50, 0)] }));
  const [first, second] = all(".dig2ai-targets button");
  second.focus();
  model.receive({ shapes: [], targets: [target("a", 0, 0)] });
  await painted();
  assert.equal(document.activeElement, first);
});

test("a screen reader is told once the picture has come to rest, and only what is new", async () => {
  const { model, find } = show(canvas, traits());
  for (const spoken of ["one", "two", "three"]) model.receive({ spoken });
  await painted();
  assert.equal(find("[role=status]").textContent, "");
  await rest(800);
  assert.equal(find("[role=status]").textContent, "three");
});

test("targets are pressed, walked with the arrow keys, and have one stop of the Tab key", async () => {
  const places = [target("left", 0, 0), target("right", 50, 0), target("below", 0, 40)];
  const { model, find, all } = show(canvas, traits({ targets: places }));
  const stops = () => all(".dig2ai-targets button").map((button) => button.tabIndex);
  assert.deepEqual(stops(), [0, -1, -1]);
  assert.equal(find(".dig2ai-targets button").style.width, "10%");
  find(".dig2ai-targets button").focus();
  assert.ok(press("ArrowRight"));
  assert.equal(document.activeElement.title, "the right");
  assert.deepEqual(stops(), [-1, 0, -1]);
  press("ArrowRight"); // there is nothing further to the right
  press("ArrowDown");
  assert.equal(document.activeElement.title, "the below");
  document.activeElement.click();
  assert.deepEqual(model.sent, [{ press: "below" }]);
  model.receive({ targets: [target("left", 0, 0)] });
  await painted();
  assert.deepEqual(stops(), [0]);
});

const beside = target("beside", 50, 0);
const pressed = (model) => model.sent.map((message) => message.press).filter((name) => name);

/** The kernel draws what it was told last. */
async function drawAgain(model, targets) {
  model.receive({ targets, shapes: [] });
  await painted();
}

test("a grid is pressed at a cell, and the arrow keys move in it, and out of it at its edge", async () => {
  const grid = { ...target("image", 0, 0), cells: 28, cell: 27 };
  const { model, find } = show(canvas, traits({ targets: [grid, beside] }));
  const image = find(".dig2ai-targets button");
  point(image, "click", 0.5, 0.99, { detail: 1 });
  await drawAgain(model, [{ ...grid, cell: 27 }, beside]); // the app thinks otherwise
  image.focus();
  image.click(); // as Enter does
  let cell = 27;
  for (const key of ["ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowRight"]) {
    await drawAgain(model, [{ ...grid, cell }, beside]);
    press(key);
    cell = Number(pressed(model).at(-1).split(":")[1]);
  }
  assert.deepEqual(
    pressed(model),
    ["770", "27", "55", "54", "26", "27"].map((cell) => `image:${cell}`),
  );
  assert.equal(document.activeElement.title, "the beside");
});

test("where the mouse is, is told: one message until the picture follows, then the last", async () => {
  const grid = { ...target("image", 0, 0), cells: 10, cell: 0, way: "hover" };
  const { model, find } = show(canvas, traits({ targets: [grid] }));
  const image = find(".dig2ai-targets button");
  for (const x of [0.15, 0.25, 0.35, 0.45]) point(image, "pointermove", x, 0.05);
  assert.deepEqual(pressed(model), ["image:1"]);
  assert.equal(find(".dig2ai-mark").style.left, "40%"); // the mark doesn't wait
  await drawAgain(model, [{ ...grid, cell: 1 }]);
  assert.deepEqual(pressed(model), ["image:1", "image:4"]);
  assert.equal(find(".dig2ai-mark").style.left, "40%");
  await drawAgain(model, [{ ...grid, cell: 4 }]);
  assert.deepEqual(pressed(model), ["image:1", "image:4"]);
});

test("by keyboard too, of the cells that are chosen before a picture follows the last one counts", async () => {
  const grid = { ...target("image", 0, 0), cells: 10, cell: 0, way: "hover" };
  const { model, find } = show(canvas, traits({ targets: [grid] }));
  const image = find(".dig2ai-targets button");
  image.focus();
  for (const _ of [1, 2, 3]) image.click(); // as Enter does
  press("ArrowDown");
  image.click();
  assert.deepEqual(pressed(model), ["image:0"]);
  await drawAgain(model, [grid]);
  assert.deepEqual(pressed(model), ["image:0", "image:10"]);
});

test("what is painted is told whole, also what the mouse skipped", async () => {
  const grid = { ...target("image", 0, 0), cells: 10, cell: 55, way: "paint" };
  const { model, find } = show(canvas, traits({ targets: [grid] }));
  const image = find(".dig2ai-targets button");
  image.hasPointerCapture = () => down;
  let down = false;
  point(image, "pointermove", 0.05, 0.05); // above it, but not down
  down = true;
  point(image, "pointerdown", 0.15, 0.15);
  point(image, "pointerdown", 0.95, 0.95, { pointerId: 2 }); // a palm beside the pen
  point(image, "pointerdown", 0.75, 0.75, { button: 2 });
  point(image, "pointermove", 0.45, 0.45);
  point(image, "pointermove", 0.96, 0.85, { pointerId: 2 });
  point(image, "click", 0.45, 0.45, { detail: 1 });
  await drawAgain(model, [grid]);
  assert.deepEqual(pressed(model), ["image:11", "image:22,33,44"]);
  image.focus();
  press("ArrowRight");
  assert.match(image.ariaLabel, /^row 4, column 5: the image/);
  assert.equal(pressed(model).length, 2); // the arrow keys only move
  await drawAgain(model, [grid]);
  image.click(); // as Space does
  assert.equal(pressed(model).at(-1), "image:45");
});

test("a slider in the picture is dragged, and the last place is told", async () => {
  const slide = { ...target("score", 0, 0), last: 100, at: 70, says: "2.0" };
  const { model, find } = show(canvas, traits({ targets: [slide, beside] }));
  const range = find("input[type=range]");
  assert.deepEqual([range.value, range.max, range.ariaValueText], ["70", "100", "2.0"]);
  assert.equal(range.dataset.lmSuppressShortcuts, "true");
  for (const place of [71, 72, 73]) {
    range.value = `${place}`;
    fire(range, "input");
  }
  await drawAgain(model, [{ ...slide, at: 71, says: "2.1" }, beside]);
  assert.equal(range.value, "73"); // the hand is further on than this picture
  assert.deepEqual(pressed(model), ["score:71", "score:73"]);
  await drawAgain(model, [{ ...slide, at: 73, says: "2.3" }, beside]);
  assert.deepEqual([range.value, range.ariaValueText], ["73", "2.3"]);
  assert.equal(find(".dig2ai-targets button").tabIndex, 0); // both can be reached
});

test("on a slow way, no picture that comes late takes the hand back", async () => {
  const slide = { ...target("score", 0, 0), last: 100, at: 70, says: "2.0" };
  const { model, find } = show(canvas, traits({ targets: [slide] }));
  const range = find("input[type=range]");
  const told = ["score:71", "score:72", "score:71", "score:72"];
  for (const place of told.map((one) => one.split(":")[1])) {
    range.value = place;
    fire(range, "input");
    await rest(300); // the next one is told, though no picture has come
  }
  assert.deepEqual(pressed(model), told);
  for (const at of [71, 72, 71]) {
    await drawAgain(model, [{ ...slide, at }]);
    assert.equal(range.value, "72");
  }
  await drawAgain(model, [{ ...slide, at: 72 }]);
  await drawAgain(model, [{ ...slide, at: 5 }]); // by a button
  assert.equal(range.value, "5");
});

test("a number is dragged up from where it is, or to the right, and a press alone is told", async () => {
  const slide = { ...target("weight", 0, 0), last: 60, at: 20, says: "−1.00", way: "up" };
  const { model, find } = show(canvas, traits({ targets: [slide] }));
  const range = find("input[type=range]");
  let down = true;
  range.hasPointerCapture = () => down;
  const move = (type, x, y) => point(range, type, x / room.width, y / room.width);
  move("pointerdown", 100, 100);
  assert.deepEqual(pressed(model), ["weight:20"]);
  await drawAgain(model, [slide]);
  move("pointermove", 100, 98); // less than a step
  move("pointermove", 100, 90);
  assert.deepEqual(pressed(model), ["weight:20", "weight:22"]);
  move("pointermove", 110, 90);
  await drawAgain(model, [{ ...slide, at: 22 }]);
  assert.deepEqual(pressed(model).at(-1), "weight:24");
  move("pointermove", 100, 1_000); // beyond its first place
  await drawAgain(model, [{ ...slide, at: 24 }]);
  assert.deepEqual(pressed(model).at(-1), "weight:0");
  down = false;
  move("pointermove", 100, 0);
  assert.equal(pressed(model).length, 4);
});

test("what was saved with the notebook is grey, and says how to use it", () => {
  const { el, cell, find } = show(canvas, traits(), "jupyter-widgets-disconnected");
  assert.ok(el.inert);
  const note = /** @type {HTMLElement} */ (cell.querySelector(".dig2ai-lost"));
  assert.match(note.textContent, /saved with the notebook. To use it, run the cells above/);
  assert.equal(find("canvas").getAttribute("aria-label"), "a picture");
});

test("when the kernel is gone, the app is grey, says what to do, and sends nothing", () => {
  for (const status of ["restarting", "autorestarting", "dead", "terminating", "shut down"]) {
    const { model, el, cell, find } = show(canvas, traits({ targets: [target("a", 0, 0)] }));
    const controls = document.createElement("div");
    controls.className = "dig2ai-widget";
    cell.className = "jp-OutputArea-output";
    cell.append(controls);
    model.say("busy");
    assert.ok(!el.inert);
    if (status === "shut down") model.shutDown();
    else model.say(status);
    assert.ok(el.inert && controls.inert);
    assert.match(cell.querySelector("[role=alert]").textContent, /run the cells above/);
    model.say(status);
    assert.equal(cell.querySelectorAll(".dig2ai-lost").length, 1);
    const sent = model.sent.length;
    find("button").click();
    room.width = 300;
    for (const resized of observers) resized();
    model.say("busy");
    assert.deepEqual([model.sent.length, model.saved], [sent, 0]);
    room.width = 600;
  }
});

test("of the words, only what is new is said", async () => {
  const { model, find } = show(canvas, traits({ spoken: "It is 1. The sum is 0.5. The rest." }));
  model.receive({ spoken: "It is 2. The sum is 0.5. Something else." });
  await rest(800);
  assert.equal(find("[role=status]").textContent, "It is 2. Something else.");
});

const line = { points: view([0, 0, 3, 4]), colour: "ink", width: 2 };
const pixels = { x: 1, y: 2, size: 30 };
// kind: the shape, and what must have been drawn
const KINDS = {
  image: [
    { ...pixels, levels: view([0, 255, 255, 0], Uint8Array) },
    () => calls("drawImage")[0].slice(1).join() === "1,2,30,30" && colours()[4] === 255,
  ],
  ink: [
    { ...pixels, levels: view([0, 255, 255, 0], Uint8Array) },
    () => colours()[3] === 0 && colours()[7] === 255,
  ],
  signed: [
    { ...pixels, levels: view([127, -127, 0, 0], Int8Array) },
    () => colours().slice(0, 12).join() === "255,136,0,255,0,0,255,255,0,0,255,0",
  ],
  bars: [
    { boxes: view([1, 2, 3, 4, 5, 6, 7, 8]), colour: "negative", hatch: true, strength: 0.5 },
    () =>
      calls("fillRect").join() === "1,2,3,4,5,6,7,8" &&
      set("globalAlpha", 0.5) &&
      set("lineWidth", 2),
  ],
  line: [
    { ...line, dashed: true },
    () => calls("lineTo").join() === "0,0,3,4" && calls("setLineDash")[0][0].length === 2,
  ],
  points: [
    { points: view([1, 2, 3, 4]), colour: "ink", radius: 5, hollow: true },
    () => calls("arc").length === 2 && set("fillStyle", "#ffffff") && calls("stroke").length === 2,
  ],
  arrow: [line, () => calls("stroke").length === 1 && calls("fill").length === 1],
  text: [
    { x: 50, y: 20, words: "abc", align: "center", backed: true, ...font, bold: true },
    () =>
      calls("fillRect")[0][0] === 36.5 &&
      calls("fillText").join() === "abc,50,20" &&
      calls("font")[0][0].startsWith("bold 10px"),
  ],
  texts: [
    { points: view([1, 2, 3, 4]), words: ["a", "b"], ...font },
    () => calls("fillText").join() === "a,1,2,b,3,4" && set("textAlign", "center"),
  ],
};
const colours = () => calls("putImageData")[0][0].data;

test("the tests below know every kind of shape", () => {
  assert.deepEqual(Object.keys(KINDS), Object.keys(DRAW));
});

for (const [kind, [shape, asExpected]] of Object.entries(KINDS))
  test(`a shape of the kind ${kind} is drawn`, () => {
    show(canvas, traits({ shapes: [{ kind, ...shape }] }));
    assert.ok(asExpected(), JSON.stringify(drawn));
  });

test("a widget that anywidget found too slow hears the kernel all the same", async () => {
  class Widget extends FakeModel {
    comm = { asked: [], on_msg: (hear) => Object.assign(this, { hear }) };
    constructor() {
      super({});
      this.comm.send = (message) => this.comm.asked.push(message.method);
    }
    _handle_comm_msg({ content }) {
      this.heard = content.data.method;
    }
  }
  class InTime extends Widget {
    async _handle_comm_msg(message) {
      return super._handle_comm_msg(message);
    }
  }
  class TooLate extends Widget {
    async _handle_comm_msg() {
      throw new Error("Failed to initialize model.");
    }
  }
  const [inTime, late] = [new InTime(), new TooLate()];
  for (const model of [inTime, late, late]) listen(model, {});
  await painted();
  assert.deepEqual([inTime.hear, inTime.comm.asked], [undefined, []]);
  assert.deepEqual(late.comm.asked, ["request_state"]);
  late.hear({ content: { data: { method: "update" } } });
  assert.equal(late.heard, "update");
});

test("a line that comes back to its beginning is closed there", () => {
  const drawClosed = (points) => {
    drawn.length = 0;
    show(canvas, traits({ shapes: [{ kind: "line", ...line, points: view(points) }] }));
    return calls("closePath").length;
  };
  assert.equal(drawClosed([0, 0, 9, 0, 9, 9, 0, 0]), 1);
  assert.equal(drawClosed([0, 0, 9, 0, 9, 9]), 0);
  assert.equal(drawClosed([3, 3, 3, 3]), 0); // no way at all
});

test("a dark page has the dark colours, and follows the theme", async () => {
  const shapes = [{ kind: "line", ...line }];
  const { find } = show(canvas, traits({ shapes }));
  assert.ok(set("strokeStyle", "#1f1f1f"));
  drawn.length = 0;
  find("canvas").style.setProperty("--jp-layout-color0", "#000000"); // jsdom hands none down
  document.body.className = "dark";
  await painted();
  assert.ok(set("strokeStyle", "#ececec"));
});

test("a zoom is followed", async () => {
  const { find } = show(canvas, traits());
  globalThis.devicePixelRatio = 2;
  fire(document.defaultView, "resize");
  await painted();
  globalThis.devicePixelRatio = 1;
  assert.equal(find("canvas").width, 1200);
});

test("while a run is under way, the kernel hears that a page is there", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const { model, close } = show(canvas, traits({ running: false }));
  const signs = () => model.sent.filter(({ alive }) => alive).length;
  t.mock.timers.tick(60_000);
  assert.equal(signs(), 0);
  model.receive({ running: true });
  t.mock.timers.tick(30_000);
  assert.equal(signs(), 4);
  model.receive({ picture: 2 });
  assert.deepEqual(model.sent.at(-1), { alive: 2 });
  model.receive({ running: false });
  model.receive({ picture: 3 });
  t.mock.timers.tick(30_000);
  assert.equal(signs(), 5);
  model.receive({ running: true });
  close();
  t.mock.timers.tick(30_000);
  assert.equal(signs(), 6);
});
