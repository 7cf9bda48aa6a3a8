import { randomUUID } from 'node:crypto';
import { EXIT, type ExitCode, REJECTED_FOLDER, STAGING_FOLDER, SUMMARY_FILE } from '../../contract';
import { Failure } from '../../failure';
import { inFlight } from '../../in-flight';
import { RUN_ID } from '../../run-id';
import type { Lease, LeaseRequest, OutputStore, PartSink, StagedPart, StoredFile } from '../store';
import { refuseUnreachable } from './access';
import { Bucket } from './bucket';
import type { S3 } from './client';
import { refuseWithoutConditions } from './conditions';
import { type Place, takeLease } from './lease';
import { parseS3, s3Url } from './location';
import { move } from './move';
import { PartUpload } from './part-upload';
import { abortUpload, completeUpload, hasUpload, listUploads, type OpenUpload } from './uploads';

/** Requests of one kind at a time. */
const AT_A_TIME = 8;
/** A part that was on its way while its upload was aborted may have made it appear again. */
const ABORT_ROUNDS = 3;

/** The name of a part or of a file of rejects, and in it the run. */
const PART_NAME = new RegExp(`^(?:${REJECTED_FOLDER}/)?part-\\d{5}-([^./]+)(?:\\.[a-z.]+)?$`);

/**
 * An output below `s3://bucket/prefix`. Parts are multipart uploads that are completed by `commit`; what else is staged
 * are objects at `_temporary/<run>/<name>`.
 */
export class S3Store implements OutputStore {
  readonly location: string;
  private readonly bucket: Bucket;
  /** Of all its keys: '' or something with a slash at the end. */
  private readonly prefix: string;
  /** Known of this output, which is asked for again and again while it is waited for. */
  private hasConditions = false;

  /** @param unreachable the exit code where there is no such bucket */
  constructor(
    s3: S3,
    location: string,
    private readonly unreachable: ExitCode = EXIT.cannotCreate,
  ) {
    const { bucket, key } = parseS3(location);
    this.location = s3Url(bucket, key);
    this.bucket = new Bucket(s3, bucket);
    this.prefix = key === '' ? '' : `${key}/`;
  }

  async takeLease(request: LeaseRequest): Promise<Lease> {
    await this.reach();
    const place = { bucket: this.bucket, prefix: this.prefix, location: this.location };
    await this.refuseWithoutConditions(place, request.run);
    return takeLease(place, request);
  }

  async list(folder: string): Promise<StoredFile[]> {
    await this.reach();
    const files: StoredFile[] = [];
    for await (const page of this.bucket.list(this.key(folder === '' ? '' : `${folder}/`))) {
      for (const { key, sizeBytes, etag } of page) files.push({ name: this.name(key), sizeBytes, version: etag });
    }
    return files.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async read(name: string): Promise<Buffer | undefined> {
    await this.reach();
    const found = await this.bucket.read(this.key(name));
    return found?.bytes;
  }

  async put(name: string, text: string): Promise<void> {
    await this.bucket.put(this.key(name), text);
  }

  async create(name: string, text: string): Promise<boolean> {
    return (await this.bucket.put(this.key(name), text, { ifNoneMatch: '*' })) !== undefined;
  }

  async remove(names: readonly string[]): Promise<void> {
    await this.bucket.remove(names.map((name) => this.key(name)));
  }

  async move(from: string, to: string): Promise<void> {
    await move(this.bucket, this.key(from), this.key(to));
  }

  async stage(run: string, name: string, text: string): Promise<void> {
    await this.put(staged(run, name), text);
  }

  /** The staged one stays, for whoever has to do it again, until the run's are discarded. */
  async replace(run: string, name: string): Promise<void> {
    await this.bucket.copy(this.key(staged(run, name)), this.key(name));
  }

  openPart(_run: string, name: string, attempt: string): PartSink {
    return new PartUpload(this.bucket, this.key(name), { name, attempt });
  }

  /** S3 loses nothing that it has answered for. */
  async persist(_run: string): Promise<void> {}

  async locate(_run: string, part: StagedPart): Promise<'staged' | 'visible' | 'gone'> {
    const key = this.key(part.name);
    // a run's name is in the name, so that no other can have made it
    if ((await this.bucket.head(key))?.sizeBytes === part.sizeBytes) return 'visible';
    return part.upload !== undefined && (await hasUpload(this.bucket, key, part.upload)) ? 'staged' : 'gone';
  }

  async commit(_run: string, parts: readonly StagedPart[]): Promise<void> {
    await inFlight(AT_A_TIME, parts, (part) => this.commitPart(part));
  }

  async discard(run: string): Promise<void> {
    await this.abortUploads((each) => each === run);
    const left = await this.list(staged(run, '').replace(/\/$/, ''));
    await this.remove(left.map((file) => file.name));
  }

  async sweep(keep: readonly string[]): Promise<void> {
    const isDead = (run: string) => RUN_ID.test(run) && !keep.includes(run);
    await this.abortUploads(isDead);
    const left = await this.list(STAGING_FOLDER);
    const dead = left.map((file) => file.name).filter((name) => isDead(name.split('/')[1] as string));
    await this.remove(dead);
  }

  /** No such upload: the answer to its completion was lost, or somebody aborted it. Where the object is, it was the former. */
  private async commitPart(part: StagedPart): Promise<void> {
    const key = this.key(part.name);
    if (part.upload !== undefined && (await completeUpload(this.bucket, key, part.upload))) return;
    if ((await this.bucket.head(key))?.sizeBytes === part.sizeBytes) return;
    throw new Failure(
      EXIT.io,
      `the upload of ${this.bucket.url(key)} is gone, and so are its ${part.sizeBytes} bytes: something else aborted or ` +
        'removed it, run again',
    );
  }

  private async abortUploads(isTheirs: (run: string) => boolean): Promise<void> {
    for (let round = 0; round < ABORT_ROUNDS; round++) {
      const uploads = (await listUploads(this.bucket, this.prefix)).filter((upload) => isTheirs(this.runOf(upload)));
      if (uploads.length === 0) return;
      await inFlight(AT_A_TIME, uploads, (upload) => abortUpload(this.bucket, upload));
    }
  }

  /** The run whose part an upload is, '' where it is none of this kit's. */
  private runOf({ key }: OpenUpload): string {
    const match = PART_NAME.exec(this.name(key));
    return match === null ? '' : (match[1] as string);
  }

  /** Once an output: where something was published, it was by a run that has asked. */
  private async refuseWithoutConditions(place: Place, run: string): Promise<void> {
    if (this.hasConditions) return;
    const published = await this.bucket.head(this.key(SUMMARY_FILE));
    if (published === undefined) await refuseWithoutConditions(place, run, randomUUID());
    this.hasConditions = true;
  }

  private reach(): Promise<void> {
    return refuseUnreachable(this.bucket, this.unreachable);
  }

  private key(name: string): string {
    return this.prefix + name;
  }

  private name(key: string): string {
    return key.slice(this.prefix.length);
  }
}

function staged(run: string, name: string): string {
  return `${STAGING_FOLDER}/${run}/${name}`;
}
