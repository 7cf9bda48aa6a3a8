// The job that this kit is measured against, written in the simplest way: a Map of strings in every task, and blocks of
// lines through Hadoop's shuffle. `node naive.mjs map` and `node naive.mjs reduce`, started by Hadoop Streaming.
import fs from 'node:fs';

const PARTITIONS = Number(process.env.mapreduce_job_reduces);
const BLOCK = 4 << 20;
const NEWLINE = 0x0a;
const CARET = 0x5e;

/** @type {Map<string, string>} the latest line of each key */
const latest = new Map();

if (process.argv[2] === 'map') {
  const ranges = JSON.parse(fs.readFileSync(0, 'utf8'));
  for (const { file, start, end } of ranges) readRange(file, start, end);
  writeBlocks();
} else {
  for (const block of blocks()) eachLine(block, keep);
  writeLines();
}

/** @param {Buffer} chunk @param {number} from @param {number} to the line's end, without its newline */
function keep(chunk, from, to) {
  let keyEnd = from;
  while (chunk[keyEnd] !== CARET) keyEnd++;
  do keyEnd++;
  while (chunk[keyEnd] !== CARET);
  const key = chunk.latin1Slice(from, keyEnd);
  const line = chunk.latin1Slice(from, to);
  const kept = latest.get(key);
  if (kept === undefined || isLater(line, kept)) latest.set(key, line);
}

/** @param {string} line @param {string} than */
function isLater(line, than) {
  const [time, before] = [timestamp(line), timestamp(than)];
  return time !== before ? time > before : line > than;
}

/** @param {string} line */
function timestamp(line) {
  let value = 0;
  for (let at = line.lastIndexOf('^') + 1; at < line.length; at++) value = value * 10 + line.charCodeAt(at) - 0x30;
  return value;
}

/** The lines whose first byte is in the range. @param {string} file @param {number} start @param {number} end */
function readRange(file, start, end) {
  const descriptor = fs.openSync(file, 'r');
  let buffer = Buffer.allocUnsafe(2 * BLOCK);
  // reading begins one byte earlier, because that byte shows whether a line begins at `start`
  let offset = Math.max(start - 1, 0);
  let isInside = start === 0;
  let held = 0;
  for (;;) {
    if (buffer.length - held < BLOCK) buffer = Buffer.concat([buffer], 2 * buffer.length);
    const count = fs.readSync(descriptor, buffer, held, BLOCK, offset + held);
    const bytes = buffer.subarray(0, held + count);
    let from = 0;
    for (let to = bytes.indexOf(NEWLINE); to !== -1; to = bytes.indexOf(NEWLINE, from)) {
      if (offset + from >= end) return fs.closeSync(descriptor);
      if (isInside) keep(bytes, from, to);
      isInside = true;
      from = to + 1;
    }
    if (count === 0) return fs.closeSync(descriptor);
    buffer.copyWithin(0, from, bytes.length);
    offset += from;
    held = bytes.length - from;
  }
}

/** @param {Buffer} bytes @param {(bytes: Buffer, from: number, to: number) => void} line */
function eachLine(bytes, line) {
  let from = 0;
  for (let to = bytes.indexOf(NEWLINE); to !== -1; to = bytes.indexOf(NEWLINE, from)) {
    line(bytes, from, to);
    from = to + 1;
  }
}

/** Writes the lines of each reduce task, in frames of Streaming's "rawbytes". */
function writeBlocks() {
  const blocks = Array.from({ length: PARTITIONS }, () => ({ bytes: Buffer.allocUnsafe(BLOCK), used: 0 }));
  latest.forEach((line, key) => {
    const partition = hash(key) % PARTITIONS;
    const block = /** @type {typeof blocks[number]} */ (blocks[partition]);
    if (block.used + line.length + 1 > BLOCK) writeBlock(partition, block);
    block.used += block.bytes.latin1Write(line, block.used);
    block.bytes[block.used++] = NEWLINE;
  });
  for (const [partition, block] of blocks.entries()) writeBlock(partition, block);
}

/** @param {number} partition @param {{ bytes: Buffer, used: number }} block */
function writeBlock(partition, block) {
  const head = Buffer.allocUnsafe(9);
  head.writeUInt32BE(1, 0);
  // The key is one byte, whose hash in Java is 31 + the byte. HashPartitioner takes this hash modulo the partitions.
  head[4] = (((partition - 31) % PARTITIONS) + PARTITIONS) % PARTITIONS;
  head.writeUInt32BE(block.used, 5);
  write(head);
  write(block.bytes.subarray(0, block.used));
  block.used = 0;
}

/** @param {string} key */
function hash(key) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 16777619);
  return hash >>> 0;
}

function* blocks() {
  const head = Buffer.allocUnsafe(9);
  while (fill(head)) {
    const block = Buffer.allocUnsafe(head.readUInt32BE(5));
    fill(block);
    yield block;
  }
}

/** @param {Buffer} bytes @returns whether there were any */
function fill(bytes) {
  let used = 0;
  while (used < bytes.length) {
    const count = fs.readSync(0, bytes, used, bytes.length - used, null);
    if (count === 0) break;
    used += count;
  }
  if (used > 0 && used < bytes.length) throw new Error('the input ends within a frame');
  return used > 0;
}

function writeLines() {
  const chunk = Buffer.allocUnsafe(1 << 20);
  let used = 0;
  for (const line of latest.values()) {
    if (used + line.length + 1 > chunk.length) {
      write(chunk.subarray(0, used));
      used = 0;
    }
    used += chunk.latin1Write(line, used);
    chunk[used++] = NEWLINE;
  }
  write(chunk.subarray(0, used));
}

/** @param {Buffer} bytes */
function write(bytes) {
  for (let at = 0; at < bytes.length; ) at += fs.writeSync(1, bytes, at);
}
