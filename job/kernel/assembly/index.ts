/** The kernel's exports, in the order a split meets them. Numbers only: addresses are offsets in the shared memory. */

export { limit, place, reset, seal, used } from './arena';
export { checkOrder, resetCheck } from './check';
export { emit, emittedBytes, emittedLines, rewind } from './emit';
export { configure, format } from './format';
export { hash64 } from './hash';
export { countOf, keep, superseded } from './keep';
export { badCount, blank, lines, quoted, records, scan, status } from './scan';
export { slide } from './slide';
