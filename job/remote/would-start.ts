/**
 * Checks whether a run would start on a cluster. An input or output that the run would refuse there is refused on this
 * machine, before it costs anything.
 */

import type { Inputs } from '../input/list';
import type { ResolvedYarn } from '../options/yarn';
import { openOutput } from '../place/open-output';
import { previousOutput } from '../publication/previous-output';
import { hasLedger, lackingInputs } from '../run/lacking-inputs';
import { refuseEmptyInputs, refuseForeign, refuseOverlap } from '../run/refuse-before';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { STALE_AFTER_MS } from '../shared/lease-times';
import { JOURNAL_FILE, LEASE_FILE } from '../shared/output-files';
import { isS3, parseS3, s3Url } from '../shared/s3-location';
import type { InputFiles } from '../store/input-files';
import { Bucket } from '../store/s3/bucket';
import { theS3 } from '../store/s3/client';
import { skippedWarnings } from '../summary/skipped-files';
import { type LeaseHolder, leaseHolder } from './lease-holder';

/** The conditions that the run itself would accept, because of the options of the submission. */
export interface Tolerance {
  /** Whether an input may be without a file. */
  readonly emptyInput: boolean;
  /** Whether another run may hold the output for a while. */
  readonly lockedOutput: boolean;
}

/** The input files that the run would read. */
export interface Readable {
  readonly files: InputFiles;
  /** The warnings about files that are skipped for their names. */
  readonly warnings: readonly string[];
}

/** Throws where the run would refuse its input or its output. */
export async function refuseFutile(request: ResolvedYarn, tolerance: Tolerance): Promise<Readable> {
  refuseLocal([...request.inputs, request.output]);
  const inputs = await lackingInputs(
    { ...request, ifEmpty: tolerance.emptyInput ? 'ok' : 'fail' },
    openOutput(request.output),
  );
  if (!request.allowEmpty && !tolerance.emptyInput && !hasLedger(inputs)) refuseEmptyInputs(inputs, request.merge);
  if (!request.merge) refuseOverlap(inputs, request.output);
  await refuseArchived(inputs);
  // this request fails where the bucket of the output does not exist
  await openOutput(request.output).list(LEASE_FILE);
  const holder = await leaseHolder(request.output);
  const isTaken = holder !== null && holder.silentMs < STALE_AFTER_MS;
  if (isTaken && !tolerance.lockedOutput) throw locked(request.output, holder);
  if (!isTaken && !request.overwrite) await refuseForeignFiles(request.output);
  return { files: inputs.files, warnings: skippedWarnings(inputs.skipped) };
}

/**
 * Throws with exit code 73 where the output holds files that dedup did not write. Nothing is checked where a journal
 * exists: only a run that reads the journal can tell the files of an unfinished publication from foreign files.
 */
async function refuseForeignFiles(output: string): Promise<void> {
  const store = openOutput(output);
  if ((await store.read(JOURNAL_FILE)) !== undefined) return;
  const { foreign, changed } = await previousOutput(store);
  refuseForeign(output, [...foreign, ...changed]);
}

/** Throws with exit code 64 for a folder of this machine, because no node of a cluster sees it. */
function refuseLocal(locations: readonly string[]): void {
  const local = locations.find((each) => !isS3(each));
  if (local === undefined) return;
  throw new Failure(
    EXIT.usage,
    `'${local}' is on this machine, expected s3://bucket/prefix: the cluster does not see it`,
  );
}

/** Throws with exit code 66 for input objects that are archived and not restored. */
async function refuseArchived({ roots, files }: Inputs): Promise<void> {
  const away = new Set<string>();
  for (const root of roots) for (const path of await archivedBelow(root)) away.add(path);
  if (away.size === 0) return;
  const archived = Array.from(files, ({ path }) => path).filter((path) => away.has(path));
  const [first] = archived;
  if (first === undefined) return;
  throw new Failure(
    EXIT.noInput,
    `${archived.length === 1 ? '1 input is' : `${archived.length} inputs are`} archived, the first is '${first}': ` +
      'restore them in S3 first',
  );
}

async function archivedBelow(root: string): Promise<string[]> {
  const { bucket, key } = parseS3(root);
  const archived: string[] = [];
  for await (const page of new Bucket(theS3(), bucket).listInFull(key, ['RestoreStatus'])) {
    for (const { Key = '', StorageClass = '', RestoreStatus } of page) {
      const isAway = ['GLACIER', 'DEEP_ARCHIVE'].includes(StorageClass);
      if (isAway && RestoreStatus?.RestoreExpiryDate === undefined) archived.push(s3Url(bucket, Key));
    }
  }
  return archived;
}

function locked(output: string, { run, silentMs }: LeaseHolder): Failure {
  return new Failure(
    EXIT.cannotCreate,
    `${output} is in use by run ${run}, last sign of life ${Math.floor(silentMs / 1000)} s ago: ` +
      'submit with --wait-lock 30m to have the run wait for it',
  );
}
