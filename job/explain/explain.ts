/** `dedup explain`: the records of keys in an output, and on request all their records in its inputs. */

import { formatOf } from '../format/formats';
import { RecordKeys } from '../input/record-keys';
import type { RecordKey } from '../kernel/sought-table';
import { usage } from '../options/parsing/usage';
import { type Spec, specOfSummary } from '../options/spec';
import type { WholeOutput } from '../publication/whole-output';
import { EXIT } from '../shared/exit';
import { exitCodeOf, Failure, messageOf } from '../shared/failure';
import { shownOf } from '../shared/shown-bytes';
import { askingSpec, recordWithKey } from './asked-key';
import type { ToldHistory } from './history';
import { lookUp, type PartRecord } from './look-up';
import { OrderJudge } from './order-judge';
import { requestOfRun } from './request-of-run';
import { type Traced, trace } from './trace';

/** A key as the user wrote it, one character for each byte. */
export interface AskedKey {
  readonly text: string;
  /** The option that it comes from, for messages. */
  readonly option: string;
}

export interface ExplainedKey {
  readonly text: string;
  /** The record of the key, or its delete; null where the output has neither. */
  readonly found: PartRecord | null;
  /** Null where the inputs were not asked for. */
  readonly history: ToldHistory | null;
}

export interface Explanation {
  readonly keys: readonly ExplainedKey[];
  readonly spec: Spec;
  /** The run whose output was merged into this one, so that its records may come from other inputs; null for none. */
  readonly merged: string | null;
  readonly traced: Traced | null;
  readonly judge: OrderJudge;
}

/** The most keys of a command: their table and one record of each are in memory. */
const MOST_KEYS = 100_000;

/**
 * Explains keys. `inputs` are those to read; empty for those of the run that made the output, and null for none. Throws
 * with exit code 64 where no record can have one of the keys.
 */
export async function explain(
  output: WholeOutput,
  asked: readonly AskedKey[],
  inputs: readonly string[] | null,
  signal: AbortSignal,
): Promise<Explanation> {
  if (asked.length > MOST_KEYS) throw usage(`${asked.length} keys are asked for, at most ${MOST_KEYS} are possible`);
  const { summary } = output;
  const spec = specOfSummary(summary.spec);
  const format = formatOf(spec);
  const wanted = keysOf(asked, spec);
  const keys = wanted.map(({ key }) => key);
  const found = await lookUp(output, format, keys);
  const areOfRun = inputs !== null && inputs.length === 0;
  const paths = areOfRun ? summary.inputs.paths : inputs;
  const traced =
    paths === null
      ? null
      : await trace(output, requestOfRun(summary, paths), keys, found, signal).catch((error) => fail(error, areOfRun));
  return {
    keys: wanted.map(({ text }, i) => ({
      text,
      found: found[i] as PartRecord | null,
      history: traced === null ? null : (traced.histories[i] as ToldHistory),
    })),
    spec,
    merged: summary.inputs.merged,
    traced,
    judge: new OrderJudge(spec),
  };
}

/** Throws the error. The summary does not say in which folder a run was started, so its inputs may be elsewhere. */
function fail(error: unknown, areOfRun: boolean): never {
  if (!areOfRun || exitCodeOf(error) !== EXIT.noInput) throw error;
  const remedy = "the inputs are named as in the run's own folder: go there, or name them behind the output";
  throw new Failure(EXIT.noInput, `${messageOf(error)}; ${remedy}`, { cause: error });
}

/** The keys that are asked for, each once. */
function keysOf(asked: readonly AskedKey[], spec: Spec): { readonly text: string; readonly key: RecordKey }[] {
  const keys = new RecordKeys(formatOf(askingSpec(spec)));
  const seen = new Set<string>();
  return asked.flatMap(({ text, option }) => {
    const key = keys.keyOf(recordWithKey(option, text, spec));
    if (key === null)
      throw usage(`${option} '${shownOf(Buffer.from(text, 'latin1'))}' is a key that no record can have`);
    const bytes = Buffer.from(key.bytes).toString('latin1');
    if (seen.has(bytes)) return [];
    seen.add(bytes);
    return [{ text, key }];
  });
}
