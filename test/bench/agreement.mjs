// The speed of a contender counts only if its result is right. All contenders of a work must keep the same records.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { digest } from './digest.mjs';
import { Problem } from './problem.mjs';

/**
 * The first output of each contender is compared with the first output of all. Later outputs only repeat a run.
 */
export class Agreement {
  /** @param {import('./generate.mjs').DataSet} data */
  constructor(data) {
    this.data = data;
    /** @type {Map<string, import('./digest.mjs').Digest>} by contender */
    this.seen = new Map();
  }

  get records() {
    return this.seen.values().next().value?.records ?? 0;
  }

  /** @param {string} contender @param {() => string} output gives the place of its plain records */
  check(contender, output) {
    if (this.seen.has(contender)) return;
    const theirs = digest(output(), this.data.format);
    this.seen.set(contender, theirs);
    for (const [other, expected] of this.seen) {
      if (theirs.records === expected.records && theirs.checksum === expected.checksum) continue;
      throw new Problem(
        `the results differ: ${other} kept ${expected.records} records (checksum ${expected.checksum}), ` +
          `${contender} ${theirs.records} (${theirs.checksum})`,
      );
    }
  }

  /** Requires that our run has read all files that the peers were given. @param {string} output */
  checkInputs(output) {
    const { inputs, counts } = readSummary(output);
    const { files, bytes, lines } = this.data;
    if (inputs.files === files.length && inputs.bytes === bytes && counts.lines === lines) return;
    throw new Problem(
      `dedup read ${inputs.files} files, ${inputs.bytes} bytes, ${counts.lines} lines; ` +
        `given were ${files.length} files, ${bytes} bytes, ${lines} lines`,
    );
  }
}

/**
 * The summary of a run.
 * @param {string} output
 * @returns {Pick<import('../../job/summary/summary').Summary, 'inputs' | 'counts' | 'phases'>}
 */
export function readSummary(output) {
  return JSON.parse(readFileSync(path.join(output, '_dedup', 'summary.json'), 'utf8'));
}
