// Packs files into a zip archive, uncompressed.

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

/** @param {Uint8Array} bytes */
export function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Numbers as bytes, each of a given width, lowest byte first.
 * @param {[width: number, value: number][]} fields */
const pack = (fields) =>
  Uint8Array.from(
    fields.flatMap(([width, value]) =>
      Array.from({ length: width }, (_, at) => Math.floor(value / 2 ** (8 * at)) % 256),
    ),
  );

/** @param {[name: string, bytes: Uint8Array<ArrayBuffer>][]} files
 * @param {Date} now */
export function zip(files, now = new Date()) {
  const time = (now.getHours() << 11) | (now.getMinutes() << 5) | (now.getSeconds() >> 1);
  const date = ((now.getFullYear() - 1980) << 9) | ((now.getMonth() + 1) << 5) | now.getDate();
  /** @type {Uint8Array<ArrayBuffer>[]} */ const parts = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */ const directory = [];
  let offset = 0;
  let length = 0;
  for (const [name, bytes] of files) {
    const called = new TextEncoder().encode(name);
    const about = [
      [2, 20], [2, 0x800], [2, 0], [2, time], [2, date], [4, crc32(bytes)],
      [4, bytes.length], [4, bytes.length], [2, called.length], [2, 0],
    ]; // biome-ignore format: a table
    const head = pack([[4, 0x04034b50], ...about]);
    const entry = pack([[4, 0x02014b50], [2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]);
    parts.push(head, called, bytes);
    directory.push(entry, called);
    offset += head.length + called.length + bytes.length;
    length += entry.length + called.length;
  }
  const count = files.length;
  const end = pack([[4, 0x06054b50], [4, 0], [2, count], [2, count], [4, length], [4, offset], [2, 0]]);
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}
