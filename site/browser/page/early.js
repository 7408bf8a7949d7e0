// @ts-check
// JupyterLite starts Python when a notebook is open, after all else. From the second visit on, when
// the service worker is there and the files are in the browser's cache, the page of a notebook begins
// with it at once, in a thread that JupyterLite gets when it asks for its kernel's: so the reader
// waits for the longer of the two, and not for one after the other. See ../start.js.

const KERNEL = "/pyodide-kernel-extension/";
const START = new URL("../static/pyodide/start.js", import.meta.url);

export function beginPython() {
  const notebook = new URLSearchParams(location.search).get("path")?.endsWith(".ipynb");
  if (!notebook || !navigator.serviceWorker?.controller) return;
  /** @type {Worker | undefined} */
  let early = new Worker(START);
  window.Worker = new Proxy(Worker, {
    construct(Thread, given, target) {
      const first = early;
      if (!first || !`${given[0]}`.includes(KERNEL))
        return Reflect.construct(Thread, given, target);
      early = undefined;
      first.postMessage({ kernel: `${given[0]}` });
      return first;
    },
  });
}
