// @ts-check
// The build puts this behind Pyodide's own script, in the thread that becomes the kernel. It tells
// the page how far the start is, so that the reader knows what there is to wait for, and keeps to
// the files of its own tab. A thread that begins before JupyterLite asks for it, see page/early.js,
// runs this twice: as its own script, and when the kernel's asks for it.
{
  /** @type {Record<string, number>} */
  const SIZES = {}; // the build fills it in: {file: bytes}
  /** @type {string[]} */
  const PACKAGES = []; // the build fills it in
  const IMPORTED = "import pyodide_kernel, piplite.piplite, dig2ai_helpers.interact"; // a second

  /** @type {any} */
  const worker = self;

  /** Pyodide's own way to load, that also tells the page and imports what takes long. */
  function loader() {
    const total = Object.values(SIZES).reduce((sum, bytes) => sum + bytes, 0);
    const left = new Set(Object.keys(SIZES));
    /** @param {{ done: number, total: number } | { ready: true } | { failed: string }} stage */
    const tell = (stage) => self.postMessage({ dig2ai: stage });
    let done = 0;
    /** @param {PerformanceEntryList} files */
    const arrived = (files) => {
      for (const { name } of files) {
        const file = new URL(name).pathname.split("/").pop() ?? "";
        if (left.delete(file)) done += SIZES[file];
      }
      tell({ done, total });
    };
    const observer = new PerformanceObserver((list) => arrived(list.getEntries()));
    observer.observe({ type: "resource", buffered: true });

    // Files are asked for from the tab that this thread belongs to: it has the tab's name.
    const open = worker.XMLHttpRequest.prototype.open;
    /** @param {string} method @param {string} url @param {unknown[]} others */
    worker.XMLHttpRequest.prototype.open = function (method, url, ...others) {
      const whole = `${url}`.endsWith("/api/drive") ? `${url}?tab=${worker.name}` : url;
      return open.call(this, method, whole, ...others);
    };

    const load = worker.loadPyodide;
    /** @param {object} options */
    const start = async (options) => {
      tell({ done, total });
      const pyodide = await load(options);
      observer.disconnect();
      tell({ done: total, total });
      const run = pyodide.runPythonAsync;
      await run.call(pyodide, IMPORTED);
      /** @param {string} code @param {unknown[]} others */
      pyodide.runPythonAsync = async (code, ...others) => {
        const result = await run.call(pyodide, code, ...others);
        if (code.includes("import pyodide_kernel")) tell({ ready: true });
        return result;
      };
      return pyodide;
    };
    /** @param {object} options */
    return (options) =>
      start(options).catch((/** @type {unknown} */ problem) => {
        tell({ failed: `${problem}` });
        throw problem;
      });
  }

  if (worker.early)
    worker.loadPyodide = () => worker.early; // the kernel asks for it
  else if (!worker.location.pathname.endsWith("/start.js")) worker.loadPyodide = loader();
  else {
    const indexURL = new URL(".", worker.location.href).href;
    worker.early = loader()({ indexURL, packages: PACKAGES });
    worker.addEventListener("message", (/** @type {MessageEvent} */ { data }) => {
      if (data?.kernel) worker.importScripts(data.kernel);
    });
  }
}
