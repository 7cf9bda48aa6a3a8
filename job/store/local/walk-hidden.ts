/** Local files that are skipped for a hidden name: they are counted, and never opened. */

import fs from 'node:fs';
import path from 'node:path';
import { DELETED_FOLDER } from '../../shared/output-files';
import { deletesOfPart } from '../../shared/part-name';
import type { SkippedFile } from '../../summary/skipped-files';
import { skippedFile } from '../hidden';

/**
 * The file at a path, or all files below it, that are skipped for the name `hidden`. Links are not followed. Files that
 * cannot be examined are left out, since no input asked for them.
 */
export function hiddenFiles(at: string, hidden: string): SkippedFile[] {
  try {
    const stat = fs.lstatSync(at);
    if (!stat.isDirectory()) return stat.isFile() || stat.isSymbolicLink() ? [skippedFile(at, stat.size, hidden)] : [];
    return fs.readdirSync(at).flatMap((name) => hiddenFiles(path.join(at, name), hidden));
  } catch {
    return [];
  }
}

/** The deletes of an input that is a part of an output, and is named by itself: no folder is listed that has them. */
export function deletesBeside(input: string): SkippedFile[] {
  const deletes = deletesOfPart(path.basename(input));
  return deletes === undefined ? [] : hiddenFiles(path.join(path.dirname(input), deletes), DELETED_FOLDER);
}
