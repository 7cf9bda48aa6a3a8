/** The kernel's exports, in the order a split meets them. Numbers only: addresses are offsets in the shared memory. */
export { configure, format } from './format';
export { scan, status, badCount, lines, blank, records, quoted } from './scan';
export { place, reset, limit, seal, used } from './arena';
export { keep, superseded, countOf } from './keep';
export { slide } from './slide';
export { emit, emittedBytes, emittedLines } from './emit';
export { checkOrder, resetCheck } from './check';
export { hash64 } from './hash';
