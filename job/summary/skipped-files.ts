/** Counts and describes the files that were not read because of their names. Pure. */

import { counted, fileSize } from '../shared/figures';
import type { SkippedFiles } from './summary';

/** A file that is not read, because its own name or the name of a folder above it begins with `_` or `.`. */
export interface SkippedFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Whether the name is one that tools give to files without data. */
  readonly isOfTool: boolean;
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
 * Warns of skipped files that may hold records by mistake. Null where every skipped file is empty or has a name that
 * tools give.
 */
export function skippedWarning(skipped: readonly SkippedFile[]): string | null {
  const unusual = skippedFiles(skipped.filter(({ isOfTool, sizeBytes }) => !isOfTool && sizeBytes > 0));
  if (unusual.files === 0) return null;
  const are = unusual.files === 1 ? 'is' : 'are';
  return (
    `${skippedWords(unusual)} ${are} skipped because names that begin with '_' or '.' are not read; ` +
    'rename those that hold records'
  );
}

/** `2 files (1.5 MB: 'in/_a', 'in/_b')`. */
export function skippedWords({ files, bytes, examples }: SkippedFiles): string {
  const more = files > examples.length ? ', …' : '';
  const names = examples.map((name) => `'${name}'`).join(', ');
  return `${counted(files, 'file')} (${fileSize(bytes)}: ${names}${more})`;
}
