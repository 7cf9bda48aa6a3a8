/** Reads the values of some columns from the starts of some files, to warn of options that do not fit them. */

import { formatOf } from '../format/formats';
import { inFlight } from '../shared/in-flight';
import type { InputFile } from '../store/place';
import { type Rules, readHead, specIn } from './explain';
import { sampleOf } from './sample';

/** How many files are looked at, and how much of each. */
const MOST_FILES = 4;
const LOOKED_BYTES = 16 * 1024;

/** For each column the different values in good records of the starts of files; one character for each byte. */
export async function valuesInHeads(
  files: Iterable<InputFile>,
  rules: Rules,
  columns: readonly number[],
): Promise<readonly ReadonlySet<string>[]> {
  const { spec } = rules;
  const seen = columns.map(() => new Set<string>());
  await inFlight(MOST_FILES, firstOfUsers(files), async (file) => {
    // a file that cannot be read any more is no reason to fail now: the run has read it
    const whole = await readHead(file, spec.reading).catch(() => null);
    if (whole === null) return;
    const isWhole = whole.isWhole && whole.bytes.length <= LOOKED_BYTES;
    const head = { ...whole, bytes: whole.bytes.subarray(0, LOOKED_BYTES), isWhole };
    const ofFile = await specIn(file, spec, rules.header);
    const format = formatOf(ofFile);
    const fieldOf = (column: number) => ofFile.columns.indexOf(spec.columns[column] as string);
    const places = columns.map((column) => (ofFile === spec ? column : fieldOf(column)));
    for (const { text, problem } of sampleOf(head, rules.hasHeader, -1, format, spec.reading).lines) {
      if (problem !== null) continue;
      const fields = format.fieldsOf(text);
      for (const [i, place] of places.entries()) {
        const value = fields[place];
        if (value !== undefined) seen[i]?.add(value);
      }
    }
  });
  return seen;
}

function firstOfUsers(files: Iterable<InputFile>): readonly InputFile[] {
  const found: InputFile[] = [];
  for (const file of files) {
    if (!file.own) found.push(file);
    if (found.length === MOST_FILES) break;
  }
  return found;
}
