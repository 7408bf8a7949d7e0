// A sheet to draw on (see sheet.py). The ink is the page's own: it waits for nobody.

const SIDE = 28; // pixels on a side of a sample
const PEN = 0.066; // width of the pen, as a share of the sheet
const STEP = 0.04; // how far an arrow key moves, as a share of the sheet
const PAUSE = 100; // milliseconds between two messages to the kernel while the pen moves
const MOVES = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  Home: [-1, -1], PageUp: [1, -1], End: [-1, 1], PageDown: [1, 1],
};
const KEYS = "By keyboard: the arrow keys move, space puts the pen down and lifts it, "
  + "Backspace undoes, Delete clears, Escape leaves.";
let views = 0;

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function button(words, press, attributes = {}) {
  const made = element("button", { type: "button", "data-lm-suppress-shortcuts": "true", ...attributes }, words);
  made.addEventListener("click", press);
  return made;
}

// Strokes, arrays of x, y, x, y ..., as one view of float32: NaN, NaN between two strokes.
function pack(strokes) {
  const all = strokes.flatMap((stroke, i) => (i ? [NaN, NaN, ...stroke] : stroke));
  const view = new DataView(new ArrayBuffer(4 * all.length));
  all.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return view;
}

function unpack(view) {
  const strokes = [];
  let gap = true;
  for (let at = 0; at < view.byteLength; at += 8) {
    const x = view.getFloat32(at, true), y = view.getFloat32(at + 4, true);
    if (!Number.isNaN(x)) {
      if (gap) strokes.push([]);
      strokes.at(-1).push(x, y);
    }
    gap = Number.isNaN(x);
  }
  return strokes;
}

// A sample's pixels on a small canvas of their own.
function picture(levels) {
  const small = element("canvas", { width: SIDE, height: SIDE });
  const image = new ImageData(SIDE, SIDE);
  levels.forEach((level, i) => image.data.set([level, level, level, 255], 4 * i));
  small.getContext("2d").putImageData(image, 0, 0);
  return small;
}

function render({ model, el }) {
  const view = (views += 1);
  const bytes = model.get("samples");
  const levels = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pictures = model.get("labels").map((_, i) => picture(levels.subarray(i * SIDE ** 2, (i + 1) * SIDE ** 2)));
  let strokes = [], sample = -1;
  let timer = 0, sending = false;

  // ---- what is on the page
  const help = element("p", { class: "dig2ai-help", id: `dig2ai-help-${view}` }, KEYS);
  const canvas = element("canvas", {
    tabindex: 0, role: "application", "aria-label": "sheet to draw a digit on",
    "aria-describedby": help.id, "data-lm-suppress-shortcuts": "true",
  });
  const hint = element("span", { class: "dig2ai-hint", "aria-hidden": "true" }, "draw a digit here");
  const cursor = element("span", { class: "dig2ai-cursor", hidden: "" });
  const status = element("span", { class: "words", role: "status" });
  const undoButton = button("Undo", undo, { class: "wide" }), clearButton = button("Clear", clear, { class: "wide" });
  const keepers = Array.from({ length: 10 }, (_, label) =>
    button(`${label}`, () => keep(label), { "aria-label": `keep it as ${label}`, tabindex: label ? -1 : 0 }));
  const keepWords = element("span", { class: "words", id: `dig2ai-keep-${view}` }, "Keep this drawing as a");
  const count = element("span", { role: "status" });
  const digits = element("div", { class: "dig2ai-digits", role: "toolbar", "aria-labelledby": keepWords.id }, ...keepers);
  const radios = pictures.map((small, i) => {
    const name = `sample: a handwritten ${model.get("labels")[i]}`;
    const radio = element("input", {
      type: "radio", name: `dig2ai-sample-${view}`, "aria-label": name, title: name, "data-lm-suppress-shortcuts": "true",
    });
    radio.addEventListener("change", () => { [strokes, sample] = [[], i]; show(); send(false); });
    return radio;
  });
  const samples = element("div", { class: "dig2ai-samples" },
    ...radios.map((radio, i) => element("label", {}, radio, pictures[i])));
  el.classList.add("dig2ai-sheet");
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", "Drawing pad");
  el.addEventListener("keydown", (event) => { if (event.key === "Escape") el.closest(".jp-Cell")?.focus(); });
  el.append(
    element("div", { class: "dig2ai-draw" },
      element("div", { class: "dig2ai-paper" }, canvas, hint, cursor),
      element("div", { class: "dig2ai-row" }, undoButton, clearButton, status)),
    element("div", { class: "dig2ai-more" },
      element("div", { class: "dig2ai-row" }, keepWords, count, digits),
      element("fieldset", { class: "dig2ai-row" }, element("legend", {}, "Or load one that somebody else wrote:"), samples),
      help),
  );
  const context = canvas.getContext("2d");

  // ---- ink
  function ready() {
    context.setTransform(canvas.width, 0, 0, canvas.height, 0, 0);
    context.lineWidth = PEN;
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = "#fff";
  }
  // Draw a stroke from its point number `from` on.
  function ink(stroke, from = 0) {
    context.beginPath();
    for (let i = 2 * from; i < stroke.length; i += 2) context.lineTo(stroke[i], stroke[i + 1]);
    if (stroke.length === 2) context.lineTo(stroke[0], stroke[1] + 1e-4); // a dot
    context.stroke();
  }
  function paint() {
    const across = Math.round(canvas.clientWidth * devicePixelRatio);
    if (across === 0) return; // not on the page; the observer calls when it is
    if (canvas.width !== across) canvas.width = canvas.height = across;
    ready();
    context.clearRect(0, 0, 1, 1);
    context.imageSmoothingEnabled = false;
    if (sample >= 0) context.drawImage(pictures[sample], 0, 0, 1, 1);
    for (const stroke of strokes) ink(stroke);
  }
  function mark() {
    const empty = strokes.length === 0 && sample < 0;
    hint.hidden = !empty;
    for (const one of [undoButton, clearButton, ...keepers]) one.setAttribute("aria-disabled", empty);
    radios.forEach((radio, i) => { radio.checked = i === sample; });
    return empty;
  }
  function show() { mark(); paint(); }

  // ---- to the kernel: at most every PAUSE while the pen moves, at once when it is lifted
  const state = (moving) => ({ ink: pack(strokes), sample, moving });
  function send(moving) {
    clearTimeout(timer);
    timer = 0;
    sending = true;
    model.set("state", state(moving));
    sending = false;
    model.save_changes(); // while the kernel is busy, only the last state waits for it
    knocks = 3;
  }
  // A message at the kernel's first sign of life hurries its answer (see controls.js).
  let knocks = 0;
  const hurry = (_, status) => { if (status === "busy" && knocks-- > 0) model.send({}); };
  const statusChanged = model.widget_manager?.kernel?.statusChanged;
  statusChanged?.connect(hurry);
  const soon = (moving) => { timer ||= setTimeout(() => send(moving), PAUSE); };

  // ---- strokes
  let stroke = null; // the one that is being drawn
  function begin(x, y) {
    sample = -1;
    stroke = [x, y];
    strokes.push(stroke);
    show();
  }
  function extend(x, y) {
    const inside = x >= 0 && x <= 1 && y >= 0 && y <= 1;
    const at = [x, y].map((value) => Math.min(Math.max(value, 0), 1));
    if (stroke) {
      stroke.push(...at);
      ink(stroke, stroke.length / 2 - 2);
      if (!inside) stroke = null; // what is drawn beside the sheet can't be seen
    } else if (inside) begin(x, y);
  }
  function undo() {
    stroke = null;
    sample >= 0 ? (sample = -1) : strokes.pop();
    show();
    send(false);
  }
  function clear() {
    [stroke, strokes, sample] = [null, [], -1];
    show();
    send(false);
  }
  function keep(label) {
    if (mark()) return;
    const { ink: drawn } = state(false);
    model.send({ keep: label, sample }, undefined, [drawn]);
    clear();
  }

  // ---- mouse, finger, pen
  let pointer = null;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button !== 0) return;
    event.preventDefault(); // else JupyterLab scrolls the page
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    lift();
    cursor.hidden = true;
    pointer = event.pointerId;
    begin(...place(event));
    soon(true);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const parts = event.getCoalescedEvents();
    for (const part of parts.length ? parts : [event]) extend(...place(part));
    soon(true);
  });
  function end(event) {
    if (event.pointerId !== pointer) return;
    pointer = stroke = null;
    send(false);
  }
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) canvas.addEventListener(name, end);
  canvas.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });

  // ---- keyboard
  let [x, y, down] = [0.5, 0.5, false];
  const held = new Set();
  function point() {
    cursor.hidden = false;
    cursor.style.left = `${100 * x}%`;
    cursor.style.top = `${100 * y}%`;
    cursor.classList.toggle("down", down);
  }
  function lift() {
    if (down) stroke = null;
    down = false;
    status.textContent = "";
    cursor.classList.remove("down");
  }
  canvas.addEventListener("keydown", (event) => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || pointer !== null) return;
    if (key === "Backspace") { lift(); undo(); }
    else if (key === "Delete") { lift(); clear(); }
    else if (key === " ") {
      if (event.repeat) return event.preventDefault();
      down ? lift() : begin(x, y);
      down = stroke !== null;
      status.textContent = down ? "pen down" : "pen up";
      point();
      send(false);
    } else if (key in MOVES) {
      held.add(key); // two arrows at once go slanting
      for (const [right, downwards] of [...held].map((name) => MOVES[name])) {
        x = Math.min(Math.max(x + STEP * right, 0), 1);
        y = Math.min(Math.max(y + STEP * downwards, 0), 1);
      }
      if (down) {
        extend(x, y);
        soon(false);
      }
      point();
    } else return;
    event.preventDefault();
  });
  canvas.addEventListener("keyup", (event) => held.delete(event.key));
  canvas.addEventListener("focus", () => { if (canvas.matches(":focus-visible") && pointer === null) point(); });
  canvas.addEventListener("blur", () => { held.clear(); lift(); cursor.hidden = true; });
  digits.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: 9, ArrowRight: 1 }[event.key], at = keepers.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    keepers[at].tabIndex = -1;
    const next = keepers[(at + step) % 10];
    next.tabIndex = 0;
    next.focus();
  });

  // ---- from the kernel
  function take() {
    if (sending) return;
    const given = model.get("state");
    [stroke, strokes, sample] = [null, unpack(given.ink), given.sample];
    show();
  }
  function counted() { count.textContent = `kept: ${model.get("kept")}`; }
  model.on("change:state", take);
  model.on("change:kept", counted);
  const resized = new ResizeObserver(paint);
  resized.observe(canvas);
  addEventListener("resize", paint); // a zoom changes devicePixelRatio alone
  take();
  counted();
  return () => {
    clearTimeout(timer);
    statusChanged?.disconnect(hurry);
    model.off("change:state", take);
    model.off("change:kept", counted);
    resized.disconnect();
    removeEventListener("resize", paint);
  };
}

export default { render };
