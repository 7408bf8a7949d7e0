// @ts-check
// A name for this tab, so that its Python gets its files from here, and not from other tabs too:
// see ../service-worker.js. Python's thread hears it as its own name: see ../start.js.

const NAME = Math.random().toString(36).slice(2);
const WRITES = ["mknod", "put", "rename"]; // others may fail because a file is gone
const DRIVE = "/api/drive.v1"; // where JupyterLite's page listens for questions

/** @param {(problem: unknown) => void} tell what is done when a file of Python's can't be written */
export function keepToThisTab(tell) {
  const [Thread, Channel] = [Worker, BroadcastChannel];
  window.Worker = class extends Thread {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super(url, { ...options, name: NAME });
    }
  };
  window.BroadcastChannel = class extends Channel {
    /** @param {string} name */
    constructor(name) {
      super(name === DRIVE ? `${name}${NAME}` : name);
    }

    /** JupyterLite gives no answer if it fails, and Python would wait for one without end.
     * @param {string} type @param {any} heard @param {any} [options] */
    addEventListener(type, heard, options) {
      /** @param {any} event */
      const answer = async (event) => {
        try {
          await heard(event);
        } catch (problem) {
          this.postMessage({ failed: `${problem}` });
          const unreadable = problem instanceof SyntaxError; // JupyterLite reads what is JSON
          if (WRITES.includes(event.data?.method) && !unreadable) tell(problem);
        }
      };
      super.addEventListener(type, type === "message" ? answer : heard, options);
    }
  };
}
