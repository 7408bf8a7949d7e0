// The browser edition's page: names of copies, and the archive of the reader's work.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathOfCopy } from "../../site/browser/page/work.js";
import { crc32, zip } from "../../site/browser/page/zip.js";

test("a copy has a name of its own beside the notebook", () => {
  assert.equal(pathOfCopy("04.ipynb", new Set()), "04 (my copy).ipynb");
  const taken = new Set(["04 (my copy).ipynb", "04 (my copy 2).ipynb"]);
  assert.equal(pathOfCopy("04.ipynb", taken), "04 (my copy 3).ipynb");
  assert.equal(pathOfCopy("a.b/notes", new Set()), "a.b/notes (my copy)");
});

test("the checksum is the one that archives have", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
  assert.equal(crc32(new Uint8Array()), 0);
});

test("Python's zipfile unpacks the archive", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dig2ai-"));
  const path = join(folder, "work.zip");
  const files = [
    ["é (my copy).ipynb", new TextEncoder().encode('{"cells": []}')],
    ["mine.npz", Uint8Array.from({ length: 70_000 }, (_, i) => i % 251)],
    ["empty.txt", new Uint8Array()],
  ];
  writeFileSync(
    path,
    Buffer.from(await zip(files, new Date(2026, 10, 22, 9, 5, 40)).arrayBuffer()),
  );
  const look = `
import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print([(i.filename, i.file_size, *i.date_time) for i in archive.infolist()])`;
  const python = process.platform === "win32" ? "python" : "python3";
  const printed = execFileSync(python, ["-X", "utf8", "-c", look, path], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  const date = "2026, 11, 22, 9, 5, 40";
  const entry = (name, size) => `('${name}', ${size}, ${date})`;
  const listed = [entry("é (my copy).ipynb", 13), entry("mine.npz", 70_000), entry("empty.txt", 0)];
  assert.equal(printed.trim(), `[${listed.join(", ")}]`);
});
