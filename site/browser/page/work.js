// The reader's work. JupyterLite keeps every file that was changed or made in this browser, in an
// IndexedDB; such a file hides the site's own of the same name, a newer edition's as well.

const NAME = "Dig2AI"; // as in jupyter-lite.json
const SEEN = "Dig2AI edition"; // in localStorage: what the site held when the reader was here last
const ASIDE = "Dig2AI set aside"; // copies that were renamed, until the reader has read that

/** Opens the storage; null if there is none yet.
 * @returns {Promise<IDBDatabase | null>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME);
    request.onupgradeneeded = () => request.transaction?.abort(); // not there: JupyterLite makes it
    request.onerror = () =>
      request.error?.name === "AbortError" ? resolve(null) : reject(request.error);
    request.onsuccess = () => resolve(request.result);
  });
}

/** Does something with the stored files.
 * @param {IDBTransactionMode} mode
 * @param {(files: IDBObjectStore) => IDBRequest | null} action
 * @returns {Promise<any>} what the action's request gave */
async function withFiles(mode, action) {
  const database = await open();
  if (!database?.objectStoreNames.contains("files")) {
    database?.close();
    return undefined;
  }
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction("files", mode);
      const request = action(transaction.objectStore("files"));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** A file as JupyterLite stores it.
 * @typedef {{path: string, type: string, format: string, content: any}} Stored */

/** All files that the reader has changed or made.
 * @returns {Promise<Stored[]>} */
export async function allFiles() {
  const files =
    /** @type {Stored[]} */ (await withFiles("readonly", (store) => store.getAll())) ?? [];
  return files.filter((/** @type {Stored} */ { type }) => type !== "directory");
}

/** A path that no stored file has: "04 (my copy).ipynb", "04 (my copy 2).ipynb".
 * @param {string} path @param {Set<string>} taken */
export function pathOfCopy(path, taken) {
  const [, stem, ending] = path.match(/^(.*?)(\.[^./]*)?$/s) ?? [];
  for (let number = 1; ; number++) {
    const copy = `${stem} (my copy${number > 1 ? ` ${number}` : ""})${ending ?? ""}`;
    if (!taken.has(copy)) return copy;
  }
}

/** Renames the reader's copy of a notebook, so that the site's own shows again.
 * @param {string} path
 * @returns {Promise<string | null>} the new path; null if the reader has no copy */
export async function setAside(path) {
  const files = await allFiles();
  const mine = files.find((file) => file.path === path);
  if (!mine) return null;
  const copy = pathOfCopy(path, new Set(files.map((file) => file.path)));
  await withFiles("readwrite", (store) => {
    store.put({ ...mine, path: copy, name: copy.split("/").pop() }, copy);
    return store.delete(path);
  });
  return copy;
}

/** Sets those copies aside whose notebook is another one in this edition, and notes the edition.
 * @param {Record<string, string>} notebooks each notebook's name and digest */
export async function meetEdition(notebooks) {
  const seen = JSON.parse(localStorage.getItem(SEEN) ?? "{}");
  for (const [path, digest] of Object.entries(notebooks)) {
    if (!(path in seen) || seen[path] === digest) continue;
    const copy = await setAside(path);
    if (copy) localStorage.setItem(ASIDE, JSON.stringify([...setAsides(), [path, copy]]));
  }
  localStorage.setItem(SEEN, JSON.stringify(notebooks));
}

/** The copies that were set aside for a newer edition: [notebook, copy] each.
 * @returns {[string, string][]} */
export function setAsides() {
  return JSON.parse(localStorage.getItem(ASIDE) ?? "[]");
}

/** Forgets them: the reader knows. */
export function knowsSetAsides() {
  localStorage.removeItem(ASIDE);
}
