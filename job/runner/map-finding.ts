/** A bad record that ends the reading of a mapper. */

import { badRecordFailure } from '../output/reject';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { RejectExample } from '../summary/summary';

/** A bad record that ended the reading, in `fail` mode or in a file of the former output. */
export interface MapFinding {
  readonly example: RejectExample;
  /** The offset of its segment. */
  readonly start: number;
  /** Whether the start of the segment's first record was guessed. The bad record may be none then: chain.ts tells. */
  readonly isGuessed: boolean;
  /** Whether its file belongs to the former output. */
  readonly isOwn: boolean;
}

export function findingFailure({ example, isOwn }: MapFinding): Failure {
  return isOwn ? damagedFailure(example) : badRecordFailure(example);
}

/** Ends the reading at a bad record. */
export class BadRecordFound extends Error {
  constructor(readonly finding: MapFinding) {
    const { file, offset } = finding.example;
    super(`a bad record in '${file}' at byte ${offset}`);
    this.name = 'BadRecordFound';
  }
}

/**
 * The failure for a bad record in the former output. This kit writes no bad records, so `--bad-records` means nothing
 * here.
 */
function damagedFailure({ file, offset, detail }: RejectExample): Failure {
  return new Failure(
    EXIT.badData,
    `cannot merge with '${file}', which is damaged at byte ${offset}: ${detail}; restore it, or run again ` +
      'without --merge on all inputs',
  );
}
