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

/** Numbers as bytes, lowest first.
 * @param {number} width bytes for each @param {number[]} values */
const pack = (width, values) =>
  Uint8Array.from(
    values.flatMap((value) =>
      Array.from({ length: width }, (_, at) => Math.floor(value / 2 ** (8 * at)) % 256),
    ),
  );
/** @param {number[]} values */
const two = (...values) => pack(2, values);
/** @param {number[]} values */
const four = (...values) => pack(4, values);
const HEAD = 30; // bytes before a file's name, in front of the file
const ENTRY = 46; // and in the directory at the end

/** Packs files; they are all dated now.
 * @param {[name: string, bytes: Uint8Array<ArrayBuffer>][]} files
 * @param {Date} now */
export function zip(files, now = new Date()) {
  const time = (now.getHours() << 11) | (now.getMinutes() << 5) | (now.getSeconds() >> 1);
  const date = ((now.getFullYear() - 1980) << 9) | ((now.getMonth() + 1) << 5) | now.getDate();
  const parts = [];
  const directory = [];
  let offset = 0;
  let length = 0;
  for (const [name, bytes] of files) {
    const called = new TextEncoder().encode(name);
    const about = [
      two(20, 0x800, 0, time, date), // the name is UTF-8, the file is not compressed
      four(crc32(bytes), bytes.length, bytes.length),
      two(called.length, 0),
    ];
    parts.push(four(0x04034b50), ...about, called, bytes);
    directory.push(four(0x02014b50), two(20), ...about, two(0, 0, 0), four(0, offset), called);
    offset += HEAD + called.length + bytes.length;
    length += ENTRY + called.length;
  }
  const end = [four(0x06054b50, 0), two(files.length, files.length), four(length, offset), two(0)];
  return new Blob([...parts, ...directory, ...end], { type: "application/zip" });
}
