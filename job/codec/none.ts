import type { Codec } from './codec';

/** Files as they are. */
export const none: Codec = {
  name: 'none',
  suffix: '',
  magic: null,
  isSplittable: true,
  readingCost: 1,
  needsContent: false,
  unpack: (_file, stored) => stored,
  pack: (bytes) => bytes,
};
