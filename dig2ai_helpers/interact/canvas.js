// Draws a list of shapes (see sketch.py) on a canvas, in the colours of the page's theme.

const FONT = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';

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

// Square pixels, each coloured by colour_of(level), enlarged without blur.
function pixels(context, { x, y, size }, levels, colourOf) {
  const side = Math.round(Math.sqrt(levels.length));
  const image = new ImageData(side, side);
  levels.forEach((level, i) => image.data.set([...colourOf(level), 255], 4 * i));
  const small = new OffscreenCanvas(side, side);
  small.getContext("2d").putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, x, y, size, size);
}

function path(context, points) {
  context.beginPath();
  for (let i = 0; i < points.length; i += 2) context.lineTo(points[i], points[i + 1]);
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
    const levels = new Uint8Array(shape.levels.buffer, shape.levels.byteOffset, shape.levels.byteLength);
    pixels(context, shape, levels, (level) => [level, level, level]);
  },
  signed(context, shape, colours) {
    const levels = new Int8Array(shape.levels.buffer, shape.levels.byteOffset, shape.levels.byteLength);
    const paper = rgb(colours.paper), plus = rgb(colours.orange), minus = rgb(colours.blue);
    pixels(context, shape, levels, (level) => {
      const full = level > 0 ? plus : minus, share = Math.abs(level) / 127;
      return paper.map((channel, i) => channel + share * (full[i] - channel));
    });
  },
  bars(context, shape, colours) {
    const boxes = floats(shape.boxes);
    context.fillStyle = colours[shape.colour];
    for (let i = 0; i < boxes.length; i += 4) {
      context.fillRect(...boxes.subarray(i, i + 4));
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
    context.font = `${shape.bold ? "bold " : ""}${shape.size}px ${FONT}`;
    context.textAlign = shape.align;
    context.textBaseline = "middle";
    if (shape.backed) {
      const width = context.measureText(shape.words).width + 6;
      const left = shape.x - { left: 3, center: width / 2, right: width - 3 }[shape.align];
      context.fillStyle = colours.paper;
      context.fillRect(left, shape.y - 0.6 * shape.size, width, 1.2 * shape.size);
    }
    context.fillStyle = colours[shape.colour];
    context.fillText(shape.words, shape.x, shape.y);
  },
};

function element(tag, className, attributes = {}) {
  const made = Object.assign(document.createElement(tag), { className });
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function render({ model, el }) {
  const canvas = element("canvas", "", { role: "img" });
  const caption = element("p", "dig2ai-caption", { "aria-live": "polite" });
  const error = element("div", "dig2ai-error", { role: "alert" });
  el.classList.add("dig2ai-canvas");
  el.append(caption, canvas, error);
  const context = canvas.getContext("2d");
  let waiting = 0;

  function paint() {
    waiting = 0;
    const [width, height] = model.get("size");
    canvas.style.maxWidth = `${1.15 * width}px`;
    canvas.style.aspectRatio = `${width} / ${height}`;
    const across = Math.round(canvas.clientWidth * devicePixelRatio);
    if (across === 0) return; // not on the page; the observer calls when it is
    const scale = across / width, down = Math.round(height * scale);
    if (canvas.width !== across || canvas.height !== down) Object.assign(canvas, { width: across, height: down });
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, across, down);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const colours = palette(context, el, model.get("colours"));
    for (const shape of model.get("shapes")) DRAW[shape.kind](context, shape, colours);
    canvas.setAttribute("aria-label", model.get("alt"));
    if (caption.textContent !== model.get("caption")) caption.textContent = model.get("caption");
    error.textContent = model.get("error");
  }
  // Several changes before the next frame make one picture: the last one.
  const repaint = () => { waiting ||= requestAnimationFrame(paint); };

  model.on("change", repaint);
  const resized = new ResizeObserver(repaint);
  resized.observe(canvas);
  const themed = new MutationObserver(repaint);
  themed.observe(document.body, { attributes: true });
  addEventListener("resize", repaint); // a zoom changes devicePixelRatio alone
  paint();
  return () => {
    cancelAnimationFrame(waiting);
    model.off("change", repaint);
    resized.disconnect();
    themed.disconnect();
    removeEventListener("resize", repaint);
  };
}

export default { render };
