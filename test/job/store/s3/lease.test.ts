/** The renewals of a lease in S3 with a simulated clock. lease.s3.test.ts tests leases on an S3 server. */

import { join } from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
import { abandon, publish } from '../../../../job/publication/publish';
import { EXIT } from '../../../../job/shared/exit';
import { Failure } from '../../../../job/shared/failure';
import { openLocalFolder } from '../../../../job/store/local/store';
import type { Bucket, Condition } from '../../../../job/store/s3/bucket';
import { takeLease } from '../../../../job/store/s3/lease';
import type { DatedObject } from '../../../../job/store/s3/read-object';
import type { Lease } from '../../../../job/store/store';
import { snapshot, temporaryFolder } from '../../../support/folder';
import { runNamed } from '../../../support/run-named';
import { NEW, publicationOf, stage } from '../../publication/publication';

const HALF_A_MINUTE = 30_000;
const LEASE = 'out/_dedup/lease.json';

/** An object with conditional writes as in S3. `asked` has the condition of each request, such as `If-None-Match *`. */
class OneObject implements Pick<Bucket, 'read' | 'put' | 'removeIfMatch'> {
  readonly puts: string[] = [];
  isAway = false;
  private object: { readonly text: string; readonly etag: string } | undefined;
  private writes = 0;

  get text(): string | undefined {
    return this.object?.text;
  }

  async put(key: string, text: string, condition?: Condition): Promise<string | undefined> {
    expect(key).toBe(LEASE);
    this.puts.push(condition === undefined ? 'whatever' : wordsOf(condition));
    if (this.isAway) throw new Failure(EXIT.io, `cannot write s3://bucket/${key}: it is away`);
    const isMet =
      condition === undefined ||
      ('ifMatch' in condition ? this.object?.etag === condition.ifMatch : this.object === undefined);
    if (!isMet) return undefined;
    this.object = { text, etag: `etag-${++this.writes}` };
    return this.object.etag;
  }

  async read(): Promise<DatedObject | undefined> {
    if (this.object === undefined) return undefined;
    const { text, etag } = this.object;
    return { bytes: Buffer.from(text), etag, modifiedMs: 0, answeredMs: 0 };
  }

  async removeIfMatch(_: string, etag: string): Promise<boolean> {
    if (this.object?.etag !== etag) return false;
    this.object = undefined;
    return true;
  }
}

function wordsOf(condition: Condition): string {
  return 'ifMatch' in condition ? `If-Match ${condition.ifMatch}` : `If-None-Match ${condition.ifNoneMatch}`;
}

let object: OneObject;
let lease: Lease;

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
  object = new OneObject();
  const place = { bucket: object as unknown as Bucket, prefix: 'out/', location: 's3://bucket/out' };
  lease = await takeLease(place, { run: NEW });
});
afterEach(async () => {
  await lease.release();
  jest.useRealTimers();
});

/** Lets time pass, and waits for the work that it started. */
async function pass(ms: number): Promise<void> {
  jest.advanceTimersByTime(ms);
  await immediate();
}

function takenByAnother(): Promise<string | undefined> {
  const holder = { ...JSON.parse(object.text as string), id: 'another', run: runNamed('another'), host: 'far-away' };
  return object.put(LEASE, JSON.stringify(holder));
}

it('the lease is renewed every 30 seconds, each time on the previous version and with the progress of the run', async () => {
  expect(object.puts).toEqual(['If-None-Match *']);
  await pass(HALF_A_MINUTE - 1);
  expect(object.puts).toHaveLength(1);
  await pass(1);
  lease.note('maps 3/16');
  await pass(HALF_A_MINUTE);
  await pass(HALF_A_MINUTE);
  expect(object.puts.slice(1)).toEqual(['If-Match etag-1', 'If-Match etag-2', 'If-Match etag-3']);
  expect(JSON.parse(object.text as string)).toMatchObject({ run: NEW, progress: 'maps 3/16', renewals: 3 });
});

it('a failed renewal is repeated, and the run continues', async () => {
  object.isAway = true;
  await pass(HALF_A_MINUTE);
  await pass(HALF_A_MINUTE);
  object.isAway = false;
  await pass(HALF_A_MINUTE);
  expect(object.puts.slice(1)).toEqual(['If-Match etag-1', 'If-Match etag-1', 'If-Match etag-1']);
  expect(JSON.parse(object.text as string).renewals).toBeGreaterThan(0);
  await lease.check();
});

it('a lease that another run took over is left alone, and the run without a lease publishes nothing', async () => {
  await takenByAnother();
  const theirs = object.text;
  await pass(HALF_A_MINUTE);
  await pass(HALF_A_MINUTE);
  expect(object.text).toBe(theirs);
  const store = openLocalFolder(join(temporaryFolder(), 'out'));
  const makes = await stage(store, NEW, { [`part-00000-${NEW}`]: 'new' });
  const error = await publish(store, lease, publicationOf(NEW, makes)).catch((thrown) => thrown);
  expect(error).toMatchObject({
    exitCode: 73,
    message: `lost s3://bucket/out to run ${runNamed('another')} on far-away: run ${NEW} gave no sign of life for too long; run it again`,
  });
  await expect(abandon(store, lease, NEW, error)).rejects.toThrow(error.message);
  expect(snapshot(store.location)).toEqual({});
  await lease.release();
  expect(object.text).toBe(theirs);
});

it('the renewals end with the release', async () => {
  expect(jest.getTimerCount()).toBe(1);
  await lease.release();
  expect(jest.getTimerCount()).toBe(0);
  expect(object.text).toBeUndefined();
  await pass(10 * HALF_A_MINUTE);
  expect(object.puts).toHaveLength(1);
});
