/** The names of a record's values in JSON, as the kernel reads them from memory (its json/table.ts). Pure. */

/** An object in which names matter: the entries of these. */
type Node = Map<string, Entry>;

interface Entry {
  /** The places in the list of alternatives that have this value; a name that is only on the way to others has none. */
  readonly places: number[];
  readonly inner: Node;
}

/** The names that lead to a value, from the outermost object inwards, with one character for each byte. */
export type Path = readonly string[];

/** A path of a column, and the place in the list of that which counts where this one leads to no value; 0 for none. */
interface Alternative {
  readonly path: Path;
  readonly next: number;
}

/** The bytes to copy to the address for which they were planned, and the numbers that `configureJson` takes. */
export interface JsonTable {
  readonly bytes: Uint8Array;
  readonly rootAt: number;
  /** The address of the alternatives, of which the first ones are those of the columns one by one. */
  readonly alternativesAt: number;
  readonly valueCount: number;
}

/** An alternative: u32 the number of its value, u32 the address of the next one, or 0. */
const ALTERNATIVE_BYTES = 8;
const NODE_BYTES = 8;
const SLOT_BYTES = 4;
const ENTRY_BYTES = 32;
const WORD_BYTES = 8;
/** The kernel compares names in words, and reads this far past them. */
const SLACK_BYTES = 8;
/** The kernel's table.ts has the same number: 2^64 divided by the golden ratio (D. E. Knuth, "Sorting and Searching"). */
const SPREAD = 0x9e3779b97f4a7c15n;

/** Plans the table for the address `at`, a multiple of 8. Each column has one path or more. */
export function planJsonTable(columns: readonly (readonly Path[])[], at: number): JsonTable {
  const alternatives = listOf(columns);
  const root = treeOf(alternatives);
  const writer = new TableWriter(at, sizeOf(root) + SLACK_BYTES, alternatives);
  const rootAt = writer.writeNode(root);
  return { bytes: writer.bytes, rootAt, alternativesAt: at, valueCount: writer.values };
}

/** The first paths of all columns, then the others. */
function listOf(columns: readonly (readonly Path[])[]): readonly Alternative[] {
  const first: Alternative[] = [];
  const others: Alternative[] = [];
  for (const [path, ...more] of columns as readonly (readonly [Path, ...Path[]])[]) {
    const at = columns.length + others.length;
    first.push({ path, next: more.length > 0 ? at : 0 });
    more.forEach((other, i) => {
      others.push({ path: other, next: i === more.length - 1 ? 0 : at + i + 1 });
    });
  }
  return [...first, ...others];
}

function treeOf(alternatives: readonly Alternative[]): Node {
  const root: Node = new Map();
  alternatives.forEach(({ path }, place) => {
    let node = root;
    path.forEach((name, i) => {
      const entry = entryOf(node, name);
      if (i === path.length - 1) entry.places.push(place);
      node = entry.inner;
    });
  });
  return root;
}

function entryOf(node: Node, name: string): Entry {
  const known = node.get(name);
  if (known !== undefined) return known;
  const entry: Entry = { places: [], inner: new Map() };
  node.set(name, entry);
  return entry;
}

/** The number of slots in a node's hash table: a power of two, and at least twice its names. */
function slotsOf(node: Node): number {
  return 2 ** Math.ceil(Math.log2(2 * node.size));
}

function nodeBytes(node: Node): number {
  return upToWord(NODE_BYTES + slotsOf(node) * SLOT_BYTES);
}

function sizeOf(node: Node): number {
  let bytes = nodeBytes(node);
  for (const [name, { inner }] of node) {
    bytes += ENTRY_BYTES + upToWord(name.length) + (inner.size > 0 ? sizeOf(inner) : 0);
  }
  return bytes;
}

function upToWord(bytes: number): number {
  return Math.ceil(bytes / WORD_BYTES) * WORD_BYTES;
}

class TableWriter {
  readonly bytes: Uint8Array;
  values = 0;
  private readonly view: DataView;
  private end: number;

  constructor(
    private readonly at: number,
    treeBytes: number,
    alternatives: readonly Alternative[],
  ) {
    this.end = alternatives.length * ALTERNATIVE_BYTES;
    this.bytes = new Uint8Array(this.end + treeBytes);
    this.view = new DataView(this.bytes.buffer);
    alternatives.forEach(({ next }, place) => {
      this.view.setUint32(place * ALTERNATIVE_BYTES + 4, next === 0 ? 0 : at + next * ALTERNATIVE_BYTES, true);
    });
  }

  /** Writes a node with all that is within it. Returns its address. */
  writeNode(node: Node): number {
    const slots = slotsOf(node);
    const start = this.take(nodeBytes(node));
    this.view.setUint32(start, 64 - Math.log2(slots), true);
    this.view.setUint32(start + 4, slots - 1, true);
    for (const [name, entry] of node) {
      const entryAt = this.writeEntry(Buffer.from(name, 'latin1'), entry);
      let slot = slotOf(Buffer.from(name, 'latin1'), slots);
      const at = () => start + NODE_BYTES + slot * SLOT_BYTES;
      while (this.view.getUint32(at(), true) !== 0) slot = (slot + 1) % slots;
      this.view.setUint32(at(), entryAt, true);
    }
    return this.at + start;
  }

  private writeEntry(name: Buffer, { places, inner }: Entry): number {
    const start = this.take(ENTRY_BYTES);
    const nameAt = this.take(upToWord(name.length));
    this.bytes.set(name, nameAt);
    const number = places.length > 0 ? this.values++ : -1;
    for (const place of places) this.view.setUint32(place * ALTERNATIVE_BYTES, number, true);
    const first = this.values;
    const node = inner.size > 0 ? this.writeNode(inner) : 0;
    this.view.setBigUint64(start, wordOf(name), true);
    this.view.setUint32(start + 8, name.length, true);
    this.view.setUint32(start + 12, this.at + nameAt, true);
    this.view.setInt32(start + 16, number, true);
    this.view.setUint32(start + 20, node, true);
    this.view.setUint32(start + 24, first, true);
    this.view.setUint32(start + 28, this.values - first, true);
    return this.at + start;
  }

  private take(bytes: number): number {
    const start = this.end;
    this.end += bytes;
    return start;
  }
}

/** The first 8 bytes of a name as a number; zeros are the bytes that it lacks. */
function wordOf(name: Buffer): bigint {
  const word = Buffer.alloc(WORD_BYTES);
  name.copy(word);
  return word.readBigUInt64LE();
}

/** The slot at which the kernel begins to look for a name. */
function slotOf(name: Buffer, slots: number): number {
  const last = wordOf(name.subarray(Math.max(0, name.length - WORD_BYTES)));
  const mixed = BigInt.asUintN(64, wordOf(name) * SPREAD) ^ last;
  const hash = BigInt.asUintN(64, BigInt.asUintN(64, mixed + BigInt(name.length)) * SPREAD);
  return Number(hash >> BigInt(64 - Math.log2(slots)));
}
