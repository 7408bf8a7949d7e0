// The page's side of the browser edition, run before JupyterLite: it says what the reader waits
// for, and keeps the reader's work safe when the site has a new edition.
import { beginPython } from "./early.js";
import { notice, panel } from "./notices.js";
import { keepToThisTab } from "./tab.js";
import { allFiles, knowsSetAsides, meetEdition, setAside, setAsides } from "./work.js";
import { zip } from "./zip.js";

const HOUR = 3_600_000;
const NARROW = 1000; // pixels: below it, the notebook needs the room of the list of files
const READY = "Python is ready.";
const APP = "application/vnd.jupyter.widget-view+json"; // an output that a running Python draws

const WORDS = {
  about:
    "Your work is kept in this browser, on this device. It is gone when you clear the browser's " +
    "data or close a private window, and Safari clears it by itself after a week without a visit: " +
    "so download it.",
  fresh: "A fresh copy never overwrites yours, which stays in the list of files as “… (my copy)”.",
  unchanged: "You have not changed this notebook: it is the site's own already.",
  none: "Open a notebook first.",
  offline: "The site can't be reached now. Try again later.",
  own: "This file is your own: the site has no other copy of it.",
  unkept:
    "This window can't keep files, as most private windows can't: what you do here is lost when " +
    "you close it.",
  blocked:
    "This browser doesn't let the page store anything, and so Python can't start here. Allow " +
    "cookies and site data for this address, or use another browser.",
  full:
    "A file could not be kept: the browser's storage for this site may be full. Download your " +
    "work, then delete what you don't need in the list of files.",
  insecure:
    "Only the notebooks are kept here, not the files that Python writes, such as your drawings: that " +
    "needs an address that begins with https.",
  forgotten: "Python has forgotten what ran here: “Run → Run All Cells” brings the apps back.",
  failed: "Python could not start in this page. Load the page again.",
  missing: "a file could not be loaded",
  newer: "There is a new edition of the series. Load this page again to get it; your work stays.",
};

/** @param {number} share as percent, in steps that a screen reader can keep up with */
const tens = (share) => 10 * Math.floor(10 * share);

/** @param {string} words that stay until they are pressed away */
const tell = (words) => notice().say(words, 0, () => {});

/** @returns {any} JupyterLab's application, once it is there */
const lab = () => /** @type {any} */ (window).jupyterapp;

function sayHowTheStartGoes() {
  const Plain = Worker;
  window.Worker = class extends Plain {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super(url, options);
      begun = true;
      this.addEventListener("message", ({ data }) => data?.dig2ai && show(data.dig2ai));
      this.addEventListener("error", ({ message }) => {
        if (said !== READY) show({ failed: message || WORDS.missing, done: 0, total: 0 });
      });
    }
  };
  // JupyterLite waits for ever for a thread that can't load its script, and takes no notice.
  addEventListener("unhandledrejection", ({ reason }) => {
    if (begun && !said) show({ failed: reason?.message || `${reason}`, done: 0, total: 0 });
  });
  const start = notice();
  let begun = false;
  let said = "";
  /** @param {string} words @param {number} [time] */
  const say = (words, time) => {
    if (words !== said) start.say(words, time);
    said = words;
  };
  /** @param {{failed?: string, ready?: boolean, done: number, total: number}} stage */
  const show = ({ failed, ready, done, total }) => {
    if (failed) start.say(`${WORDS.failed} (${failed})`);
    else if (ready) say(READY, 3000);
    else if (done < total) say(`Python comes into this page: ${tens(done / total)} %.`);
    else say("Python starts in this page …");
  };
}

const edition = async () => {
  const answer = await fetch(new URL("edition.json", import.meta.url), { cache: "no-cache" });
  return answer.json();
};

/** Sets the reader's copies of notebooks aside that this edition has changed, and says so. */
async function comeIn() {
  const here = await edition().catch(() => null); // offline: the next visit compares
  if (here) lookForNewer(here.name);
  if (!navigator.serviceWorker) tell(isSecureContext ? WORDS.unkept : WORDS.insecure);
  try {
    if (here) await meetEdition(here.notebooks);
    const moved = setAsides().map(([notebook, copy]) => `${notebook}: yours is now “${copy}”`);
    if (moved.length)
      notice().say(`This is a new edition. ${moved.join("; ")}.`, 0, knowsSetAsides);
  } catch (error) {
    const { name } = /** @type {Error} */ (error);
    const known = new Map([
      ["SecurityError", WORDS.blocked],
      ["QuotaExceededError", WORDS.full],
    ]);
    tell(`${known.get(name) ?? WORDS.unkept} (${error})`);
  }
}

/** @param {string} name the edition that this page has */
function lookForNewer(name) {
  const newer = notice();
  let looked = Date.now();
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden) return save();
    if (Date.now() - looked < HOUR) return;
    looked = Date.now();
    const other = await edition().catch(() => ({ name })); // offline: the next look may find it
    if (other.name !== name) newer.say(WORDS.newer, 0, () => {});
  });
}

/** @returns {any[]} the documents that are open and have changed */
const changed = () =>
  [...(lab()?.shell.widgets("main") ?? [])]
    .map(({ context }) => context)
    .filter((context) => context?.model.dirty);

/** Saves what has changed, and says whether all could be; JupyterLab's own "save all" would make
 * copies of all that is open. It tells itself what could not be saved. */
async function save() {
  let all = true;
  for (const context of changed())
    await context.save().catch(() => {
      all = false;
    });
  return all;
}

/** @param {any} file as JupyterLite stores it */
function bytesOf({ content, format }) {
  const text = typeof content === "string" ? content : JSON.stringify(content, null, 1);
  if (format !== "base64") return new TextEncoder().encode(text);
  let bytes = text;
  try {
    bytes = atob(text);
  } catch {} // an upload that was cut short is stored as it came
  return Uint8Array.from(bytes, (one) => one.charCodeAt(0));
}

async function download() {
  await save();
  const files = new Map((await allFiles()).map((file) => [file.path, bytesOf(file)]));
  for (const { path, model } of changed()) // what could not be saved
    files.set(path, bytesOf({ content: model.toString(), format: "text" }));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(zip([...files]));
  link.download = `dig2ai-${new Date().toISOString().slice(0, 10)}.zip`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function fresh() {
  if (!(await save())) return tell(WORDS.full); // the page that comes would not have it any more
  const path = lab().shell.currentWidget?.context?.path;
  if (!path) return notice().say(WORDS.none, 5000);
  const here = await edition().catch(() => null);
  if (!here) return notice().say(WORDS.offline, 5000);
  if (!(path in here.notebooks)) return notice().say(WORDS.own, 5000);
  const copy = await setAside(path);
  if (!copy) return notice().say(WORDS.unchanged, 5000);
  location.search = `?path=${encodeURIComponent(path)}`;
}

/** Closes the list of files, which JupyterLab opens again and again, until the reader acts. */
function makeRoom() {
  const { shell } = lab();
  const close = setInterval(() => shell.currentWidget?.context && shell.collapseLeft(), 100);
  for (const act of ["pointerdown", "keydown"])
    addEventListener(act, () => clearInterval(close), { capture: true, once: true });
}

/** Says so if a notebook comes with the apps of an earlier visit, whose Python is gone.
 * @param {any} context */
async function sayWhatIsForgotten(context) {
  if (met.has(context)) return;
  met.add(context);
  await context.ready;
  /** @type {{ outputs?: { data?: object }[] }[]} */
  const cells = context.model.toJSON().cells ?? [];
  const outputs = cells.flatMap((cell) => cell.outputs ?? []);
  if (outputs.some(({ data = {} }) => APP in data)) tell(WORDS.forgotten);
}

/** JupyterLite takes the notebook out of the address; with it, a reload comes back to it. */
function keepAddress() {
  const context = lab().shell.currentWidget?.context;
  if (context) sayWhatIsForgotten(context);
  context?.pathChanged.connect(keepAddress); // connecting twice is connecting once
  const query = context ? `?path=${encodeURIComponent(context.path)}` : "";
  history.replaceState(history.state, "", `${location.pathname}${query}`);
}

async function furnish() {
  while (!lab()?.restored) await new Promise((done) => setTimeout(done, 100));
  await lab().restored;
  if (innerWidth < NARROW) makeRoom();
  lab().shell.currentChanged.connect(keepAddress);
  keepAddress();
  panel(
    "My work",
    WORDS.about,
    [
      ["Download my work", download],
      ["Fresh copy of this notebook", fresh],
    ],
    WORDS.fresh,
  );
}

const met = new WeakSet(); // the notebooks of this visit
const full = notice();
keepToThisTab((problem) => full.say(`${WORDS.full} (${problem})`, 20_000));
sayHowTheStartGoes();
beginPython();
await comeIn();
furnish();
