// @ts-check
// A name for this tab, so that its Python gets its files from here, and not from other tabs too:
// see ../service-worker.js. Python's thread hears it as its own name: see ../start.js.

const NAME = Math.random().toString(36).slice(2);
const DRIVE = "/api/drive.v1"; // where JupyterLite's page listens for questions

export function keepToThisTab() {
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
  };
}
