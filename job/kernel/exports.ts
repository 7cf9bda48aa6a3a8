/**
 * The functions and counters of the WebAssembly module (assembly/index.ts). Addresses and counts of 32 bits arrive here
 * as signed numbers.
 */
export interface Exports {
  configure(
    columns: number,
    delimiter: number,
    orderColumn: number,
    orderIsText: number,
    keyColumnsAt: number,
    keyColumnCount: number,
    endsAt: number,
    joinedAt: number,
  ): void;
  configureDialect(
    delimiter: bigint,
    delimiterBytes: number,
    quote: number,
    escaping: number,
    isTrimmed: number,
    commentAt: number,
    commentBytes: number,
    hasTrailingDelimiter: number,
    fillsShort: number,
    neededColumns: number,
    isComposite: number,
    isUserPlain: number,
    isOwnPlain: number,
  ): void;
  configureJson(
    root: number,
    alternativesAt: number,
    count: number,
    lacksNames: number,
    valuesAt: number,
    stackAt: number,
    expectedAt: number,
    firstTemplatesAt: number,
    templatesStride: number,
    worker: number,
  ): void;
  configureOrder(at: number, count: number, emptyIsOldest: number, zoneAt: number, zoneCount: number): void;
  placeRooms(value: number, order: number, line: number, lineEnds: number): void;
  expectFields(at: number, count: number, needed: number): void;
  format(writer: number): void;
  expectHeader(at: number, bytes: number): void;
  place(context: number, radixBits: number, chunkBytes: number, arena: number): void;
  reset(sharedBits: number): void;
  limit(end: number): void;
  seal(): void;
  used(): number;
  scan(from: number, to: number, bad: number, capacity: number): number;
  countOf(context: number, contexts: number, stride: number, partition: number): number;
  placeStack(at: number, seed: bigint): void;
  top(): number;
  keep(
    context: number,
    contexts: number,
    stride: number,
    partition: number,
    first: bigint,
    last: bigint,
    table: number,
    slots: number,
  ): void;
  keepSome(work: number): number;
  slide(partition: number): void;
  rewind(): void;
  emit(out: number, capacity: number, last: bigint, marked: number): number;
  emitAlive(out: number, capacity: number, last: bigint): number;
  emitDeletes(out: number, capacity: number, last: bigint): number;
  configureDeletes(at: number, count: number, isPlain: number): void;
  forgetBefore(integer: bigint, at: number, bytes: number): void;
  resetCheck(keyAt: number): void;
  checkOrder(first: bigint, last: bigint, deletes: number): void;
  resetSeek(slotsAt: number, slotCount: number): void;
  forgetSeen(): void;
  resetList(at: number): void;
  clearList(): void;
  startOrder(at: number): void;
  addOrder(i: number, start: number, end: number): number;
  orderEnd(): number;
  hash64(key: number, bytes: number): bigint;
  placeMerge(states: number): void;
  placeProbe(key: number, bad: number): void;
  placeAside(at: number, end: number): void;
  openFormer(first: bigint, last: bigint, hasAlive: number, hasDeleted: number): void;
  giveFormer(file: number, at: number, end: number, isLast: number): number;
  giveRoom(file: number, at: number, end: number): void;
  mergeSome(last: bigint): number;
  copyFormer(file: number): number;
  countNewlines(from: number, to: number): number;
  placeFold(room: number): void;
  fold(from: number, to: number, seed: number): number;
  readonly mergedFile: WebAssembly.Global<'i32'>;
  readonly faultAt: WebAssembly.Global<'i32'>;
  readonly listed: WebAssembly.Global<'i32'>;
  readonly seenHash: WebAssembly.Global<'i64'>;
  readonly seenKeyAt: WebAssembly.Global<'i32'>;
  readonly seenKeyBytes: WebAssembly.Global<'i32'>;
  readonly status: WebAssembly.Global<'i32'>;
  readonly badCount: WebAssembly.Global<'i32'>;
  readonly emittedBytes: WebAssembly.Global<'i32'>;
  readonly emittedLines: WebAssembly.Global<'i32'>;
  readonly emittedFormer: WebAssembly.Global<'i32'>;
  readonly quoted: WebAssembly.Global<'i32'>;
  readonly lines: WebAssembly.Global<'i64'>;
  readonly blank: WebAssembly.Global<'i64'>;
  readonly comments: WebAssembly.Global<'i64'>;
  readonly headers: WebAssembly.Global<'i64'>;
  readonly marks: WebAssembly.Global<'i64'>;
  readonly firstMark: WebAssembly.Global<'i32'>;
  readonly noValues: WebAssembly.Global<'i64'>;
  readonly firstNoValue: WebAssembly.Global<'i32'>;
  readonly records: WebAssembly.Global<'i64'>;
  readonly forgotten: WebAssembly.Global<'i64'>;
  readonly forgottenFormer: WebAssembly.Global<'i64'>;
  readonly superseded: WebAssembly.Global<'i64'>;
  readonly walked: WebAssembly.Global<'i32'>;
  readonly kept: WebAssembly.Global<'i32'>;
  readonly leastTag: WebAssembly.Global<'i32'>;
  readonly greatestTag: WebAssembly.Global<'i32'>;
}
