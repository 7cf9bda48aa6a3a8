/** The kernel's exports. They take and give numbers only; an address is an offset in the shared memory. */

export { place, placeAside, reset, seal } from './arena';
export { fold, placeFold } from './bytes/fold';
export { hash64 } from './bytes/hash';
export { checkOrder, resetCheck, resetList, resetSeek } from './check';
export { limit, top, used } from './chunks';
export { configureDeletes, forgetBefore, forgotten, forgottenFormer } from './deletes';
export { configureDialect, expectFields, placeRooms } from './dialect';
export {
  emit,
  emitAlive,
  emitDeletes,
  emittedBytes,
  emittedFormer,
  emittedLines,
} from './emit';
export { configure, expectHeader, format } from './format';
export { faultAt } from './former-lines';
export { configureJson } from './json-scan';
export { countOf, keep, keepSome, kept } from './keep';
export { greatestTag, leastTag, rewind, touched } from './kept-list';
export { superseded } from './latest';
export { copyFormer, giveFormer, giveRoom, mergedFile, mergeSome, openFormer, placeMerge } from './merge';
export { addOrder, configureOrder, orderEnd, startOrder } from './order/order';
export { countNewlines, placeProbe } from './probe';
export { scan } from './scan';
export { clearList, forgetSeen, listed, seenHash, seenKeyAt, seenKeyBytes } from './seek';
export { slide } from './slide';
export { placeStack } from './sort';
export { walked } from './table';
export {
  badCount,
  blank,
  comments,
  firstMark,
  firstNoValue,
  headers,
  lines,
  marks,
  noValues,
  quoted,
  records,
  status,
} from './tally';
