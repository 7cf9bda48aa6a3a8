/** Files that were not read for their names: counted, and told. Pure. */

import { counted, fileSize } from '../shared/figures';
import type { SkippedFiles } from './summary';

/** A file that is not read, for its own name or that of a folder above. */
export interface SkippedFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** The name is one that tools give to what is no data. */
  readonly isOfTool: boolean;
}

const SHOWN = 3;

/** As a summary has it. `skipped` are in path order. */
export function skippedFiles(skipped: readonly SkippedFile[]): SkippedFiles {
  return {
    files: skipped.length,
    bytes: skipped.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    examples: skipped.slice(0, SHOWN).map(({ path }) => path),
  };
}

/** What of it may be data that somebody misses; null where only tools gave such names, and files hold nothing. */
export function skippedWarning(skipped: readonly SkippedFile[]): string | null {
  const unusual = skippedFiles(skipped.filter(({ isOfTool, sizeBytes }) => !isOfTool && sizeBytes > 0));
  if (unusual.files === 0) return null;
  const are = unusual.files === 1 ? 'is' : 'are';
  return `${skippedWords(unusual)} ${are} skipped, as names that begin with '_' or '.' are; rename what holds records`;
}

/** `2 files (1.5 MB: 'in/_a', 'in/_b')`. */
export function skippedWords({ files, bytes, examples }: SkippedFiles): string {
  const more = files > examples.length ? ', …' : '';
  const names = examples.map((name) => `'${name}'`).join(', ');
  return `${counted(files, 'file')} (${fileSize(bytes)}: ${names}${more})`;
}
