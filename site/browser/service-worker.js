// @ts-check
// This takes the place of JupyterLite's own. Python waits for a file until the service worker has
// asked the page for it. JupyterLite's asks the pages in all tabs, and takes any answer for the one
// that it waits for: with a second tab, or a second notebook, Python breaks down (its issue 1582).
// This one asks the tab that Python runs in (see page/tab.js), one question after the other.

const worker = /** @type {any} */ (self);
/** @type {Map<string, (question: object) => Promise<Response>>} tab: asks it something */
const tabs = new Map();

/** @param {string} name */
function tab(name) {
  const channel = new BroadcastChannel(`/api/drive.v1${name}`);
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  /** @param {object} question @returns {Promise<Response>} */
  const ask = (question) =>
    new Promise((done) => {
      channel.onmessage = ({ data }) =>
        done(new Response(JSON.stringify(data), { status: data?.failed ? 507 : 200 }));
      channel.postMessage({ ...question, receiver: "broadcast.ts" });
    });
  /** @param {object} question */
  return (question) => {
    const turn = last.then(() => ask(question));
    last = turn;
    return turn;
  };
}

/** @param {Request} request */
async function answer(request) {
  const name = new URL(request.url).searchParams.get("tab") ?? "";
  const ask = tabs.get(name) ?? tab(name);
  tabs.set(name, ask);
  return ask(await request.json());
}

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) =>
  event.waitUntil(worker.clients.claim()),
);
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin !== location.origin) return;
  if (pathname === "/api/service-worker-heartbeat") event.respondWith(new Response("ok"));
  else if (pathname.endsWith("/api/drive")) event.respondWith(answer(event.request));
});
