import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { RENEW_EVERY_MS, STALE_AFTER_MS } from '../../shared/lease-times';
import { LEASE_FILE } from '../../shared/output-files';
import { randomUuid } from '../../shared/random';
import { MOST_BYTES } from '../../shared/stored-document';
import { InUse } from '../in-use';
import { type LeaseRecord, MOST_CHARACTERS, parseLease } from '../lease-record';
import { LostOutput } from '../lost';
import { identifyThisProcess, livenessOf } from '../process-identity';
import type { Lease, LeaseRequest } from '../store';
import type { Bucket } from './bucket';
import type { DatedObject } from './read-object';

/** A round fails when another run was quicker. That many failed rounds cannot be chance. */
const MAX_ROUNDS = 100;

/** An output in S3. */
export interface OutputPrefix {
  readonly bucket: Bucket;
  /** The start of all keys of the output: '' or a text with a slash at the end. */
  readonly prefix: string;
  readonly location: string;
}

/**
 * Takes the lease object of an output, from a dead holder if need be. A holder is dead when its process is, as far as
 * that can be seen from here, or when it has given no sign of life for five minutes, by S3's clock. Throws with exit
 * code 73 where a holder is alive.
 */
export async function takeLease(place: OutputPrefix, request: LeaseRequest): Promise<Lease> {
  const self = await identifyThisProcess();
  const record: LeaseRecord = {
    version: 1,
    id: randomUuid(),
    run: request.run,
    since: new Date().toISOString(),
    ...self,
    ...(request.command === undefined ? {} : { command: request.command }),
  };
  const object = new LeaseObject(place, record);
  let dead: string | undefined;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (await object.write({ ifNoneMatch: '*' })) return new S3Lease(object, undefined);
    const found = await object.read();
    if (found === undefined) continue;
    const holder = parseLease(found.bytes.toString());
    // written by this process in an attempt whose answer was lost
    if (holder?.id === record.id) return new S3Lease(object.adopt(found), dead);
    const isDead = holder !== undefined && (await livenessOf(holder, self)) === 'dead';
    if (!isDead) refuseUnlessStale(place, found, holder);
    dead = holder?.run;
    if (await object.write({ ifMatch: found.etag })) return new S3Lease(object, dead);
  }
  throw new Failure(EXIT.cannotCreate, `${place.location} is wanted by too many commands at once: run again`);
}

function refuseUnlessStale({ location }: OutputPrefix, found: DatedObject, holder: LeaseRecord | undefined): void {
  const silentMs = found.answeredMs === undefined ? 0 : Math.max(0, found.answeredMs - found.modifiedMs);
  if (silentMs >= STALE_AFTER_MS) return;
  const left = Math.ceil((STALE_AFTER_MS - silentMs) / 1000);
  const file = `${location}/${LEASE_FILE}`;
  const who =
    holder === undefined
      ? 'an unknown run (its lease cannot be read)'
      : `run ${holder.run} (process ${holder.pid} on ${holder.host}, since ${holder.since})`;
  throw new InUse(
    `${location} is in use by ${who}, last sign of life ${Math.floor(silentMs / 1000)} s ago: wait with --wait-lock, or if ` +
      `nothing writes there, try again in ${left} s or remove ${file}`,
  );
}

/** The object of one lease, with what its holder knows of it. */
class LeaseObject {
  private etag = '';
  /**
   * Makes each sign of life differ from the one before. Otherwise all had the same ETag, and none could be told from
   * another.
   */
  private renewals = 0;
  private progress: string | undefined;

  constructor(
    readonly place: OutputPrefix,
    readonly record: LeaseRecord,
  ) {}

  read(): Promise<DatedObject | undefined> {
    return this.place.bucket.read(this.key, MOST_BYTES[LEASE_FILE]);
  }

  /**
   * Writes the lease, and returns whether that succeeded. Where it did not, an attempt whose answer was lost may have
   * written it all the same.
   */
  async write(condition: { readonly ifNoneMatch: '*' } | { readonly ifMatch: string }): Promise<boolean> {
    const text = `${JSON.stringify({ ...this.record, progress: this.progress, renewals: this.renewals++ })}\n`;
    const etag = await this.place.bucket.put(this.key, text, condition);
    if (etag === undefined) return false;
    this.etag = etag;
    return true;
  }

  note(progress: string): void {
    this.progress = progress.slice(0, MOST_CHARACTERS);
  }

  adopt(found: DatedObject): this {
    this.etag = found.etag;
    return this;
  }

  /**
   * Rewrites the lease, if it is still this holder's. Otherwise returns the record of the present holder, or null where
   * there is none.
   */
  async renew(): Promise<'renewed' | LeaseRecord | null> {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const sentMs = performance.now();
      if (await this.write({ ifMatch: this.etag })) {
        // Other runs count the lease's age from the moment when S3 wrote it. If the request was slow, the lease may
        // already be old, so it is written again.
        if (performance.now() - sentMs < RENEW_EVERY_MS) return 'renewed';
        continue;
      }
      const found = await this.read();
      const holder = found && parseLease(found.bytes.toString());
      if (found === undefined || holder === undefined) return null;
      if (holder.id !== this.record.id) return holder;
      // written by this process in an attempt whose answer was lost, an unknown time ago: so it is written again
      this.adopt(found);
    }
    return null;
  }

  async remove(): Promise<void> {
    if (await this.place.bucket.removeIfMatch(this.key, this.etag)) return;
    const found = await this.read();
    if (found === undefined || parseLease(found.bytes.toString())?.id !== this.record.id) return;
    await this.place.bucket.removeIfMatch(this.key, found.etag);
  }

  private get key(): string {
    return this.place.prefix + LEASE_FILE;
  }
}

class S3Lease implements Lease {
  readonly run: string;
  private readonly timer: NodeJS.Timeout;
  /** The writes are made one after the other: each needs the ETag that the one before left. */
  private renewing: Promise<unknown> = Promise.resolve();
  private isReleased = false;

  constructor(
    private readonly object: LeaseObject,
    readonly tookOver: string | undefined,
  ) {
    this.run = object.record.run;
    // a failed sign of life does not end the run: check() tells whether another run has taken the output over meanwhile
    this.timer = setInterval(() => void this.renew().catch(() => undefined), RENEW_EVERY_MS).unref();
  }

  /**
   * Checks the lease by renewing it. A holder that can renew the lease has it for five more minutes, even if earlier
   * signs of life failed. Where S3 does not answer nothing is sure, so the check fails too.
   */
  async check(): Promise<void> {
    const state = await this.afterTheLast(() => this.object.renew());
    if (state === 'renewed') return;
    throw new LostOutput(this.object.place.location, this.run, state === null ? undefined : state);
  }

  note(progress: string): void {
    this.object.note(progress);
  }

  async renew(): Promise<void> {
    await this.afterTheLast(() => this.object.renew());
  }

  async release(): Promise<void> {
    if (this.isReleased) return;
    this.isReleased = true;
    clearInterval(this.timer);
    await this.afterTheLast(() => this.object.remove());
  }

  private afterTheLast<T>(work: () => Promise<T>): Promise<T> {
    const next = this.renewing.catch(() => undefined).then(work);
    this.renewing = next;
    return next;
  }
}
