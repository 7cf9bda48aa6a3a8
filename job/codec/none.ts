import type { PackingCodec } from './codec';

/** The codec of files that are not packed. */
export const none: PackingCodec = {
  name: 'none',
  suffix: '',
  mostMagicBytes: 0,
  isOfKind: () => true,
  isSplittable: true,
  readingCost: 1,
  needsContent: false,
  unpack: (_file, stored) => stored,
  pack: (bytes) => bytes,
};
