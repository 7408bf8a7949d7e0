// What the page of the browser edition says and offers, beside what JupyterLab shows.

/** A place for a sentence; nothing is seen of it until it is said. */
export function notice() {
  let bar = document.getElementById("dig2ai-notices");
  if (!bar) {
    bar = document.createElement("div");
    bar.id = "dig2ai-notices";
    bar.setAttribute("role", "status");
    document.documentElement.append(bar); // JupyterLab makes the body its own
  }
  const line = document.createElement("p");
  line.hidden = true;
  bar.append(line);
  let timer = 0;
  return {
    /** Says a sentence, for some milliseconds, or until it is pressed away.
     * @param {string} words @param {number} [time] @param {() => void} [read] */
    say(words, time, read) {
      clearTimeout(timer);
      line.textContent = words;
      line.hidden = false;
      if (time) timer = setTimeout(() => (line.hidden = true), time);
      if (!read) return;
      const seen = () => {
        line.hidden = true;
        read();
      };
      line.append(" ", button("I see", seen));
    },
  };
}

/** A button that opens a panel with a sentence and more buttons.
 * @param {string} name
 * @param {string} about
 * @param {[string, () => unknown][]} actions
 * @param {string} after */
export function panel(name, about, actions, after) {
  const folded = document.createElement("details");
  folded.id = "dig2ai-work";
  const summary = document.createElement("summary");
  summary.textContent = name;
  const close = () => {
    if (folded.contains(document.activeElement)) summary.focus();
    folded.removeAttribute("open");
  };
  const buttons = actions.map(([words, act]) => button(words, () => [close(), act()]));
  folded.append(summary, paragraph(about), ...buttons, paragraph(after));
  folded.addEventListener("keydown", (event) => event.key === "Escape" && close());
  document.addEventListener("pointerdown", ({ target }) => {
    if (!folded.contains(/** @type {Node} */ (target))) close();
  });
  document.documentElement.append(folded);
}

/** @param {string} words */
function paragraph(words) {
  const line = document.createElement("p");
  line.textContent = words;
  return line;
}

/** @param {string} words @param {() => unknown} act */
function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}
