/** What is refused before a submission costs anything. */

import { type Inputs, listInputs } from '../../job/input/list';
import type { ResolvedYarn } from '../../job/options/yarn';
import { openOutput } from '../../job/place/open-output';
import { previousOutput } from '../../job/publication/previous-output';
import { refuseEmptyInputs, refuseForeign, refuseOverlap } from '../../job/run/refuse-before';
import { EXIT } from '../../job/shared/exit';
import { Failure } from '../../job/shared/failure';
import { JOURNAL_FILE, LEASE_FILE } from '../../job/shared/output-files';
import { isS3, locationBelow, parseS3, s3Url } from '../../job/shared/s3-location';
import { MOST_BYTES } from '../../job/shared/stored-document';
import { parseLease } from '../../job/store/lease-record';
import type { InputFile } from '../../job/store/place';
import { Bucket } from '../../job/store/s3/bucket';
import { theS3 } from '../../job/store/s3/client';
import { STALE_AFTER_MS } from '../../job/store/s3/lease';
import { causeOf } from './cluster/causes';
import { type ClusterFacts, isLive } from './cluster/cluster-facts';

/** What was said with the submission itself, where the stack's own run is more patient. */
export interface Patience {
  /** An input without a file is fine. */
  readonly withEmpty: boolean;
  /** The output may be another run's for a while. */
  readonly withLock: boolean;
}

/** Throws where the run could not come to anything; returns what it would read. */
export async function checkData(request: ResolvedYarn, patience: Patience): Promise<Inputs> {
  refuseLocal([...request.inputs, request.output]);
  const inputs = await listInputs(request.inputs, patience.withEmpty ? 'ok' : 'fail');
  if (!request.allowEmpty && !patience.withEmpty) refuseEmptyInputs(inputs, request.merge);
  if (!request.merge) refuseOverlap(inputs, request.output);
  await refuseArchived(inputs);
  // a bucket that is not there is found out now as well
  await openOutput(request.output).list(LEASE_FILE);
  const lease = await leaseOf(request.output);
  const isTaken = lease !== null && lease.silentMs < STALE_AFTER_MS;
  if (isTaken && !patience.withLock) throw locked(request.output, lease);
  if (!isTaken && !request.overwrite) await refuseForeignFiles(request.output);
  return inputs;
}

/** What a run that publishes, or was killed while it did, has there is told from files of others by its journal alone. */
async function refuseForeignFiles(output: string): Promise<void> {
  const store = openOutput(output);
  if ((await store.read(JOURNAL_FILE)) !== undefined) return;
  const { foreign, changed } = await previousOutput(store);
  refuseForeign(output, [...foreign, ...changed]);
}

/** Throws with exit code 69 where a cluster takes no steps any more. */
export function refuseEnded(cluster: ClusterFacts): void {
  if (isLive(cluster)) return;
  const since = cluster.ended === null ? 'is ending' : `ended ${cluster.ended.toISOString()}`;
  const { words } = causeOf(cluster);
  throw new Failure(
    EXIT.unavailable,
    `cluster ${cluster.id} ${since}: ${words}; 'dedup submit --new-cluster' runs on a cluster of its own, ` +
      "'cdk deploy -c generation=<another number>' makes the next one",
  );
}

/** Throws with exit code 64: no node of a cluster sees the folders of this machine. */
function refuseLocal(locations: readonly string[]): void {
  const local = locations.find((each) => !isS3(each));
  if (local === undefined) return;
  throw new Failure(
    EXIT.usage,
    `'${local}' is on this machine, expected s3://bucket/prefix: the cluster does not see it`,
  );
}

async function refuseArchived({ roots, files }: Inputs): Promise<void> {
  const read = new Set(files.map(({ path }) => path));
  const archived: string[] = [];
  for (const root of roots) archived.push(...(await archivedBelow(root)).filter((path) => read.has(path)));
  const [first] = archived;
  if (first === undefined) return;
  throw new Failure(
    EXIT.noInput,
    `${archived.length === 1 ? '1 input is' : `${archived.length} inputs are`} archived, the first is '${first}': ` +
      'restore them in S3 first',
  );
}

async function archivedBelow(root: string): Promise<InputFile['path'][]> {
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

function locked(output: string, { run, silentMs }: LeaseFacts): Failure {
  return new Failure(
    EXIT.cannotCreate,
    `${output} is in use by run ${run}, last sign of life ${Math.floor(silentMs / 1000)} s ago: ` +
      'submit with --wait-lock 30m to have the run wait for it',
  );
}

/** Who has an output, and how far that run said it was. */
interface LeaseFacts {
  readonly run: string;
  readonly silentMs: number;
  readonly progress: string | null;
}

/** Null where nobody has the output. */
export async function leaseOf(output: string): Promise<LeaseFacts | null> {
  const { bucket, key } = parseS3(locationBelow(output, LEASE_FILE));
  const found = await new Bucket(theS3(), bucket).read(key, MOST_BYTES[LEASE_FILE]);
  if (found === undefined) return null;
  const record = parseLease(found.bytes.toString());
  const nowMs = found.answeredMs === undefined ? found.modifiedMs : found.answeredMs;
  return {
    run: record === undefined ? 'unknown' : record.run,
    silentMs: Math.max(0, nowMs - found.modifiedMs),
    progress: record?.progress === undefined ? null : record.progress,
  };
}
