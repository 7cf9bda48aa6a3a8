/** Refuses a run before it reads anything: for an output that it must not touch, or for inputs without content. */

import type { Inputs } from '../input/list';
import { placeOf } from '../place/places';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { counted } from '../shared/figures';
import { overlapOf } from '../shared/overlap';
import { skippedFiles, skippedWords } from '../summary/skipped-files';
import { allowEmptyAdvice } from './allow-empty-advice';

/** Throws with exit code 66 where no input file has any content. */
export function refuseEmptyInputs(inputs: Inputs, merge: boolean): void {
  const nothing = noContentWords(inputs);
  if (nothing === null) return;
  const rename = inputs.skipped.length === 0 ? '' : 'rename them, or ';
  throw new Failure(EXIT.noInput, `${nothing}; ${rename}${allowEmptyAdvice(merge)}`);
}

/** Says that no input file has any content; null where some file has. */
export function noContentWords({ files, roots, skipped }: Inputs): string | null {
  for (const { sizeBytes } of files.sizes) if (sizeBytes > 0) return null;
  const named = roots.map((root) => `'${root}'`).join(', ');
  const what = files.length === 0 ? 'no file in' : 'only empty files in';
  const but =
    skipped.length === 0
      ? ''
      : `, but ${skippedWords(skippedFiles(skipped))} skipped for names that begin with '_' or '.'`;
  return `${what} ${named}${but}`;
}

/** Throws with exit code 73 where the output is an input, contains an input, or lies in an input. */
export function refuseOverlap(inputs: Inputs, output: string): void {
  const outputPath = placeOf(output).realPathOf(output);
  for (const root of [...inputs.roots, ...inputs.links]) {
    const inputPath = placeOf(root).realPathOf(root);
    const overlap = overlapOf(outputPath, inputPath);
    if (overlap !== null) {
      const advice = 'name another folder, or use --merge to add to a former output';
      throw new Failure(EXIT.cannotCreate, `the output '${output}' ${overlap} '${root}'; ${advice}`);
    }
  }
}

/** Throws with exit code 73 where a reader of the output sees files that dedup did not write. */
export function refuseForeign(output: string, foreign: readonly string[]): void {
  if (foreign.length === 0) return;
  const files = counted(foreign.length, 'file');
  throw new Failure(
    EXIT.cannotCreate,
    `the output '${output}' holds ${files} that dedup did not write, the first is '${foreign[0]}'; ` +
      'name another folder, or move them aside with --overwrite',
  );
}

/**
 * Throws with exit code 73 for a file whose name is not UTF-8: bytes of its name were lost when the name was read, so
 * the file cannot be moved aside by that name.
 */
export function refuseNameless(output: string, foreign: readonly string[]): void {
  const nameless = foreign.find((name) => name.includes('\uFFFD'));
  if (nameless === undefined) return;
  throw new Failure(
    EXIT.cannotCreate,
    `${output} holds '${nameless}', whose name is not UTF-8 and cannot be kept: rename it`,
  );
}
