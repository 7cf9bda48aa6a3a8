/** `dedup diff`: compares the records of two outputs, in constant memory. */

import { formatOf } from '../format/formats';
import { RecordKeys } from '../input/record-keys';
import { specOfSummary } from '../options/spec';
import type { WholeOutput } from '../publication/whole-output';
import { differingWords } from '../run/spec-difference';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { type ChangeSink, type DiffCounts, mergeDifferences } from './merge';
import { RecordStream } from './record-stream';

/**
 * The differences between two outputs. Throws with exit code 64 where they cannot be compared, because their records are
 * of another key, order or format, and with 65 where a part is damaged.
 */
export async function diff(former: WholeOutput, now: WholeOutput, sink: ChangeSink): Promise<DiffCounts> {
  refuseDifferentSpecs(former, now);
  // an output without records may state no header
  const [a, b] = [specOfSummary(former.summary.spec), specOfSummary(now.summary.spec)];
  const keys = new RecordKeys(formatOf(a));
  const streams = {
    former: new RecordStream(former, former.parts, formatOf(a), keys),
    now: new RecordStream(now, now.parts, formatOf(b), keys),
    deletes: new RecordStream(now, now.deleted, formatOf(b), keys),
  };
  try {
    return await mergeDifferences(streams, keys, sink);
  } finally {
    for (const stream of Object.values(streams)) stream.stop();
  }
}

function refuseDifferentSpecs(former: WholeOutput, now: WholeOutput): void {
  const [a, b] = [former.summary, now.summary];
  const words = differingWords(a.spec, b.spec, { former: a.counts.kept > 0, now: b.counts.kept > 0 });
  if (words === null) return;
  throw new Failure(
    EXIT.usage,
    `cannot compare '${former.location}' with '${now.location}': the first was made with ${words.former}, and the ` +
      `second with ${words.now}; compare outputs of one spec`,
  );
}
