import type { Codec } from './codec';

/** The codec of files that are not packed. */
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
