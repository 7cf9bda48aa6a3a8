/** Counts and describes the files that were not read because of their names. Pure. */

import { counted, fileSize } from '../shared/figures';
import type { SkippedFiles } from './summary';

/** A file that is not read, because its own name or the name of a folder above it begins with `_` or `.`. */
export interface SkippedFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Whether the name is one that tools give to files without data. */
  readonly isOfTool: boolean;
  /** Whether it lies in the folder with the deletes of an output. */
  readonly isDelete: boolean;
}

/** The most files that a summary names. */
export const MOST_EXAMPLES = 3;

/** The field `skipped` of a summary. `skipped` are in path order. */
export function skippedFiles(skipped: readonly SkippedFile[]): SkippedFiles {
  return {
    files: skipped.length,
    bytes: skipped.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    examples: skipped.slice(0, MOST_EXAMPLES).map(({ path }) => path),
  };
}

/**
 * Warns of skipped files whose records may be missed: those without a name that tools give, and the deletes of an output
 * that is an input. No empty file is told.
 */
export function skippedWarnings(skipped: readonly SkippedFile[]): string[] {
  const filled = skipped.filter(({ sizeBytes }) => sizeBytes > 0);
  return [
    ...warningOf(
      filled.filter(({ isOfTool }) => !isOfTool),
      "skipped because names that begin with '_' or '.' are not read; rename those that hold records",
    ),
    ...warningOf(
      filled.filter(({ isDelete }) => isDelete),
      'skipped: deletes of an output that is an input here are not read, so that an older record of such a key in ' +
        'another input brings the key back; --merge into that output reads them',
    ),
  ];
}

function warningOf(skipped: readonly SkippedFile[], why: string): string[] {
  if (skipped.length === 0) return [];
  return [`${skippedWords(skippedFiles(skipped))} ${skipped.length === 1 ? 'is' : 'are'} ${why}`];
}

/** `2 files (1.5 MB: 'in/_a', 'in/_b')`. */
export function skippedWords({ files, bytes, examples }: SkippedFiles): string {
  const more = files > examples.length ? ', …' : '';
  const names = examples.map((name) => `'${name}'`).join(', ');
  return `${counted(files, 'file')} (${fileSize(bytes)}: ${names}${more})`;
}
