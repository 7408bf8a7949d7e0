// The table of kept runs (see runs.py).

const HEADS = ["show", "name", "settings", "epochs", "time", "training", "validation", "test", ""];

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// The clipboard's own interface is closed to pages without https; selected text is not.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element("textarea", { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

function line(model, row, place) {
  const shown = element("input", { type: "checkbox", ariaLabel: `show run ${row.name}`, checked: row.shown });
  shown.addEventListener("change", () => model.send({ show: [place, shown.checked] }));
  const name = element("input", { type: "text", ariaLabel: `name of run ${row.name}`, value: row.name, size: 8 });
  const rename = () => model.send({ rename: [place, name.value] });
  name.addEventListener("change", rename);
  name.addEventListener("keydown", (event) => { if (event.key === "Enter") rename(); }); // JupyterLab takes the default
  const restore = element("button", { type: "button", textContent: "use again", ariaLabel: `use the settings of run ${row.name} again` });
  restore.addEventListener("click", () => model.send({ restore: place }));
  const cells = [shown, name, ...row.cells, restore].map((content) => element("td", {}, content));
  return element("tr", {}, ...cells);
}

function render({ model, el }) {
  el.classList.add("dig2ai-runs");
  el.addEventListener("keydown", (event) => { if (event.key === "Escape") el.closest(".jp-Cell")?.focus(); });
  const body = element("tbody");
  const heads = HEADS.map((head) => head ? element("th", { textContent: head, scope: "col" }) : element("td"));
  const table = element("table", {}, element("caption", { textContent: "Your runs" }),
    element("thead", {}, element("tr", {}, ...heads)), body);
  const button = element("button", { type: "button", textContent: "copy the table as CSV" });
  button.addEventListener("click", async () => {
    await copy(model.get("csv"));
    button.textContent = status.textContent = "copied";
    setTimeout(() => { button.textContent = "copy the table as CSV"; status.textContent = ""; }, 1500);
  });
  const status = element("span", { className: "dig2ai-spoken", role: "status" });
  el.append(table, button, status);
  const update = () => {
    const rows = model.get("rows");
    el.hidden = rows.length === 0;
    const lines = rows.map((row, place) => line(model, row, place));
    for (const input of lines.flatMap((made) => [...made.querySelectorAll("input, button")]))
      input.dataset.lmSuppressShortcuts = "true";
    const focus = [...body.querySelectorAll("input, button")].indexOf(document.activeElement);
    body.replaceChildren(...lines);
    if (focus >= 0) body.querySelectorAll("input, button")[focus]?.focus();
  };
  button.dataset.lmSuppressShortcuts = "true";
  update();
  model.on("change:rows", update);
  return () => model.off("change:rows", update);
}

export default { render };
