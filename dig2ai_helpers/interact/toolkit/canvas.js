// Draws a list of shapes (see sketch.py) on a canvas, in the colours of the page's theme.

const FONT = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';

const NARROW = 540; // pixels
const SMALLEST = 0.7; // of its size, a picture is still legible; where there's less room, it scrolls
const REST = 700; // milliseconds without a change after which a picture is put into words
const LONG = 10_000; // milliseconds after which it is, though it still changes

const floats = (view) => new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));

// "#rrggbb" to [r, g, b]
const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

// The theme's own paper decides whether the light or the dark colours are used.
function palette(context, element, colours) {
  context.fillStyle = colours.paper[0];
  context.fillStyle = getComputedStyle(element).getPropertyValue("--jp-layout-color0").trim();
  const paper = context.fillStyle; // as #rrggbb
  const [r, g, b] = rgb(paper);
  const dark = 0.3 * r + 0.6 * g + 0.1 * b < 128 ? 1 : 0;
  const chosen = Object.fromEntries(Object.entries(colours).map(([name, pair]) => [name, pair[dark]]));
  return { ...chosen, paper };
}

// Square pixels, enlarged without blur; `table` holds the colour of each of the 256 levels.
function pixels(context, { x, y, size, levels }, table) {
  const places = new Uint8Array(levels.buffer, levels.byteOffset, levels.byteLength);
  const side = Math.round(Math.sqrt(places.length));
  const image = new ImageData(side, side), colours = new Uint32Array(image.data.buffer);
  for (let i = 0; i < places.length; i++) colours[i] = table[places[i]];
  const small = new OffscreenCanvas(side, side);
  small.getContext("2d").putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, x, y, size, size);
}

// A table for `pixels` from a function that gives [r, g, b] for a level.
function table(colourOf) {
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let level = 0; level < 256; level++) bytes.set([...colourOf(level), 255], 4 * level);
  return new Uint32Array(bytes.buffer);
}
const GREYS = table((level) => [level, level, level]);

function path(context, points) {
  context.beginPath();
  for (let i = 0; i < points.length; i += 2) context.lineTo(points[i], points[i + 1]);
}

function pen(context, { bold, size }, align) {
  context.font = `${bold ? "bold " : ""}${size}px ${FONT}`;
  context.textAlign = align;
  context.textBaseline = "middle";
}

function stripes(context, x, y, width, height, colour) {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.beginPath();
  for (let at = -height; at < width; at += 8) {
    context.moveTo(x + at, y + height);
    context.lineTo(x + at + height, y);
  }
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.stroke();
  context.restore();
}

const DRAW = {
  image(context, shape) {
    pixels(context, shape, GREYS);
  },
  signed(context, shape, colours) {
    const paper = rgb(colours.paper), plus = rgb(colours.orange), minus = rgb(colours.blue);
    pixels(context, shape, table((byte) => {
      const level = byte < 128 ? byte : byte - 256; // -128 to 127
      const full = level > 0 ? plus : minus, share = Math.abs(level) / 127;
      return paper.map((channel, i) => channel + share * (full[i] - channel));
    }));
  },
  bars(context, shape, colours) {
    const boxes = floats(shape.boxes);
    context.fillStyle = colours[shape.colour];
    for (let i = 0; i < boxes.length; i += 4) {
      context.globalAlpha = shape.strength;
      context.fillRect(...boxes.subarray(i, i + 4));
      context.globalAlpha = 1;
      if (shape.hatch) stripes(context, ...boxes.subarray(i, i + 4), colours.paper);
    }
  },
  line(context, shape, colours) {
    path(context, floats(shape.points));
    context.setLineDash(shape.dashed ? [7, 5] : []);
    context.lineJoin = "round";
    context.lineWidth = shape.width;
    context.strokeStyle = colours[shape.colour];
    context.stroke();
    context.setLineDash([]);
  },
  points(context, shape, colours) {
    const places = floats(shape.points);
    context.fillStyle = shape.hollow ? colours.paper : colours[shape.colour];
    context.strokeStyle = colours[shape.colour];
    context.lineWidth = 2;
    for (let i = 0; i < places.length; i += 2) {
      context.beginPath();
      context.arc(places[i], places[i + 1], shape.radius, 0, 2 * Math.PI);
      context.fill();
      if (shape.hollow) context.stroke();
    }
  },
  arrow(context, shape, colours) {
    const [x0, y0, x1, y1] = floats(shape.points);
    const turn = Math.atan2(y1 - y0, x1 - x0), head = 5 + 2.5 * shape.width;
    const wing = (angle) => [x1 - head * Math.cos(turn + angle), y1 - head * Math.sin(turn + angle)];
    context.strokeStyle = context.fillStyle = colours[shape.colour];
    context.lineWidth = shape.width;
    path(context, [x0, y0, x1 - 0.7 * head * Math.cos(turn), y1 - 0.7 * head * Math.sin(turn)]);
    context.stroke();
    path(context, [x1, y1, ...wing(0.45), ...wing(-0.45)]);
    context.fill();
  },
  text(context, shape, colours) {
    pen(context, shape, shape.align);
    if (shape.backed) {
      const width = context.measureText(shape.words).width + 6;
      const left = shape.x - { left: 3, center: width / 2, right: width - 3 }[shape.align];
      context.fillStyle = colours.paper;
      context.fillRect(left, shape.y - 0.6 * shape.size, width, 1.2 * shape.size);
    }
    context.fillStyle = colours[shape.colour];
    context.fillText(shape.words, shape.x, shape.y);
  },
  texts(context, shape, colours) {
    const places = floats(shape.points);
    pen(context, shape, "center");
    context.fillStyle = colours[shape.colour];
    shape.words.forEach((words, i) => context.fillText(words, places[2 * i], places[2 * i + 1]));
  },
};

function element(tag, className, attributes = {}) {
  const made = Object.assign(document.createElement(tag), { className });
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// Buttons over the picture. One of them is in the page's tab order; the arrow keys lead on.
class Targets {
  constructor(board, press) {
    this.board = board;
    this.press = press;
    this.buttons = new Map();
    board.addEventListener("keydown", (event) => this.walk(event));
  }

  show(targets, [width, height]) {
    const names = new Set(targets.map(({ name }) => name));
    for (const [name, button] of this.buttons) if (!names.has(name)) { button.remove(); this.buttons.delete(name); }
    for (const target of targets) {
      const button = this.buttons.get(target.name) ?? this.add(target.name);
      button.target = target;
      if (button.ariaLabel !== target.label) button.ariaLabel = button.title = target.label;
      const percent = { left: target.x / width, top: target.y / height, width: target.width / width, height: target.height / height };
      for (const [side, share] of Object.entries(percent)) button.style[side] = `${100 * share}%`;
    }
    this.board.hidden = targets.length === 0;
    const first = this.board.querySelector("[tabindex='0']") ?? this.board.firstElementChild;
    if (first) first.tabIndex = 0;
  }

  add(name) {
    const button = element("button", "", { type: "button", tabindex: -1, "data-lm-suppress-shortcuts": "true" });
    button.addEventListener("click", () => this.press(name));
    this.buttons.set(name, button);
    this.board.append(button);
    return button;
  }

  walk(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const from = event.target.target;
    // Nearest of those that lie that way; a way aside counts double.
    const away = ({ target: { x, y } }) => {
      const along = step[0] * (x - from.x) + step[1] * (y - from.y);
      const aside = Math.abs(step[1] * (x - from.x)) + Math.abs(step[0] * (y - from.y));
      return along > 1 ? along + 2 * aside : Infinity;
    };
    const [next] = [...this.buttons.values()].sort((a, b) => away(a) - away(b));
    if (away(next) === Infinity) return;
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}

// Says what has become of the picture, to those who don't see it: once it has come to rest, and
// not with each step of a training. What it shows at first is read like the rest of the page.
function speaker(model, status) {
  let said = model.get("spoken"), due = 0, timer = 0;
  const say = () => {
    due = 0;
    if (model.get("spoken") !== said) status.textContent = said = model.get("spoken");
  };
  const wait = () => {
    clearTimeout(timer);
    due ||= performance.now() + LONG;
    timer = setTimeout(say, Math.min(REST, due - performance.now()));
  };
  model.on("change:spoken", wait);
  return () => {
    clearTimeout(timer);
    model.off("change:spoken", wait);
  };
}

function render({ model, el }) {
  const canvas = element("canvas", "", { role: "img" });
  const board = element("div", "dig2ai-targets", { role: "toolbar", "aria-label": "places in the picture" });
  const caption = element("p", "dig2ai-caption");
  const status = element("p", "dig2ai-spoken", { role: "status" });
  const error = element("div", "dig2ai-error", { role: "alert" });
  el.classList.add("dig2ai-canvas");
  const frame = element("div", "dig2ai-frame");
  frame.append(canvas, board);
  const view = element("div", "dig2ai-view", { "data-lm-suppress-shortcuts": "true" });
  view.append(frame);
  el.append(caption, view, error, status);
  el.addEventListener("keydown", (event) => { if (event.key === "Escape") el.closest(".jp-Cell")?.focus(); });
  const hush = speaker(model, status);
  const targets = new Targets(board, (name) => model.send({ press: name }));
  const context = canvas.getContext("2d");
  let waiting = false, there = true;
  let narrow; // as told last: a wide and a narrow page with the same picture must not argue

  function paint() {
    waiting = false;
    if (!there) return;
    const [width, height] = model.get("size");
    frame.style.maxWidth = `${1.15 * width}px`;
    frame.style.minWidth = `${SMALLEST * width}px`;
    canvas.style.aspectRatio = `${width} / ${height}`;
    const across = Math.round(canvas.clientWidth * devicePixelRatio);
    if (across === 0) return; // not on the page; the observer calls when it is
    const scrolls = view.scrollWidth > view.clientWidth; // by mouse, and with the arrow keys
    for (const [name, value] of Object.entries({ tabindex: 0, role: "group", "aria-label": "picture, to be scrolled" }))
      scrolls ? view.setAttribute(name, value) : view.removeAttribute(name);
    const scale = across / width, down = Math.round(height * scale);
    if (canvas.width !== across || canvas.height !== down) Object.assign(canvas, { width: across, height: down });
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, across, down);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const colours = palette(context, el, model.get("colours"));
    for (const shape of model.get("shapes")) DRAW[shape.kind](context, shape, colours);
    targets.show(model.get("targets"), [width, height]);
    canvas.setAttribute("aria-label", model.get("alt"));
    if (caption.textContent !== model.get("caption")) caption.textContent = model.get("caption");
    error.textContent = model.get("error");
  }
  // Several changes at once make one picture; it is painted now, to be in the very next frame.
  const repaint = () => {
    if (!waiting) queueMicrotask(paint);
    waiting = true;
  };

  // Any message acknowledges the picture, so that what comes after it isn't held back (see
  // controls.js).
  const acknowledge = () => model.send({});
  model.on("change:shapes", acknowledge);
  model.on("change", repaint);
  const resized = new ResizeObserver(() => {
    repaint();
    if (el.clientWidth === 0 || (el.clientWidth < NARROW) === narrow) return;
    narrow = el.clientWidth < NARROW;
    model.set("narrow", narrow);
    model.save_changes();
  });
  resized.observe(el);
  const themed = new MutationObserver(repaint);
  themed.observe(document.body, { attributes: true });
  addEventListener("resize", repaint); // a zoom changes devicePixelRatio alone
  paint();
  return () => {
    there = false;
    hush();
    model.off("change:shapes", acknowledge);
    model.off("change", repaint);
    resized.disconnect();
    themed.disconnect();
    removeEventListener("resize", repaint);
  };
}

export default { render };
