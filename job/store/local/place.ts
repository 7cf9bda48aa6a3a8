import fs from 'node:fs';
import path from 'node:path';
import type { Place } from '../place';
import { openFile, readFileRange } from './file-source';
import { filesInOrder } from './files-in-order';
import { expandPattern, listFiles } from './list-files';
import { openLocalFolder } from './store';

/** The file system of this machine. */
export const localPlace: Place = {
  understands: () => true,
  identityOf: (location) => path.resolve(location),
  realPathOf: (location) => realPath(path.resolve(location)),
  expand: expandPattern,
  list: async (root, _ifEmpty, notes, take) => listFiles(root, notes, take),
  stream: filesInOrder,
  open: (file, { start }) => openFile(file, start),
  read: async (file, extent) => readFileRange(file, extent),
  openAhead: null,
  openOutput: openLocalFolder,
  isRemote: false,
};

/** The path without links. Where the path does not exist yet, the links of its nearest existing parent are resolved. */
function realPath(full: string): string {
  try {
    return fs.realpathSync(full);
  } catch {
    const parent = path.dirname(full);
    return parent === full ? full : path.join(realPath(parent), path.basename(full));
  }
}
