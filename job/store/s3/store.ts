import { EXIT, type ExitCode } from '../../shared/exit';
import { REPLACED_FOLDER, SUMMARY_FILE } from '../../shared/output-files';
import { randomUuid } from '../../shared/random';
import { parseS3, s3Url } from '../../shared/s3-location';
import { mostBytesOf } from '../../shared/stored-document';
import type {
  Check,
  FoundFile,
  Lease,
  LeaseRequest,
  OutputStore,
  PartSink,
  PreparedBack,
  SeenFile,
  StagedPart,
  StoredFile,
  WithdrawnFile,
} from '../store';
import { refuseUnreachable } from './access';
import { Bucket } from './bucket';
import type { S3 } from './client';
import { refuseWithoutConditions } from './conditions';
import { type OutputPrefix, takeLease } from './lease';
import { PartUpload } from './part-upload';
import { RECEIPT } from './receipt';
import { S3Staging, stagedName } from './staging';

/** An output below `s3://bucket/prefix`. */
export class S3Store implements OutputStore {
  readonly location: string;
  readonly receiptSchema = RECEIPT;
  private readonly bucket: Bucket;
  /** The start of all keys of the output: '' or a text with a slash at the end. */
  private readonly prefix: string;
  private readonly staging: S3Staging;
  /**
   * Whether the conditions of this output's S3 were tried. The lease is asked for again and again while a run waits for
   * it.
   */
  private hasConditions = false;

  /** @param unreachable the exit code where the bucket does not exist, or is in another region */
  constructor(
    s3: S3,
    location: string,
    private readonly unreachable: ExitCode = EXIT.cannotCreate,
  ) {
    const { bucket, key } = parseS3(location);
    this.location = s3Url(bucket, key);
    this.bucket = new Bucket(s3, bucket);
    this.prefix = key === '' ? '' : `${key}/`;
    this.staging = new S3Staging({ bucket: this.bucket, prefix: this.prefix, location: this.location });
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
    return (await this.find(name))?.bytes;
  }

  async find(name: string): Promise<FoundFile | undefined> {
    await this.reach();
    const found = await this.bucket.read(this.key(name), mostBytesOf(name));
    return found && { bytes: found.bytes, version: found.etag };
  }

  /** There are no links in S3. */
  async refuseLinks(_names: readonly string[]): Promise<void> {}

  async put(name: string, text: string): Promise<void> {
    await this.bucket.put(this.key(name), text);
  }

  async stage(staging: string, name: string, text: string): Promise<string> {
    return (await this.bucket.put(this.key(stagedName(staging, name)), text)) as string;
  }

  /**
   * A staged file that is missing was removed by the run that took the output over. It must not be made again, since it
   * could be copied again.
   */
  stageAnew(staging: string, { name, version }: SeenFile, text: string): Promise<string> {
    return this.staging.swap({ name: stagedName(staging, name), version }, text);
  }

  async hasStaged(staging: string, name: string): Promise<boolean> {
    return (await this.bucket.head(this.key(stagedName(staging, name)))) !== undefined;
  }

  openPart(_run: string, name: string, attempt: string): PartSink {
    return new PartUpload(this.bucket, this.key(name), { name, attempt });
  }

  async enter(run: string): Promise<string> {
    return run;
  }

  /** S3 has made durable whatever it has acknowledged. */
  async persist(_staging: string): Promise<void> {}

  locate(_staging: string, part: StagedPart): Promise<'staged' | 'visible' | 'gone'> {
    return this.staging.locate(part);
  }

  commit(_staging: string, parts: readonly StagedPart[]): Promise<void> {
    return this.staging.commit(parts);
  }

  /** The staged file stays until it is discarded, since the step may have to be repeated. */
  replace(staging: string, name: string): Promise<string | undefined> {
    return this.bucket.copy(this.key(stagedName(staging, name)), this.key(name));
  }

  swap(_staging: string, file: SeenFile, text: string): Promise<string> {
    return this.staging.swap(file, text);
  }

  withdraw(_staging: string, file: SeenFile): Promise<boolean> {
    return this.staging.withdraw(file);
  }

  async retire(_staging: string, names: readonly string[]): Promise<void> {
    await this.bucket.remove(names.map((name) => this.key(name)));
  }

  setAside(_staging: string, run: string, files: readonly SeenFile[]): Promise<void> {
    return this.staging.setAside(run, files);
  }

  keepAside(_staging: string, run: string, name: string, text: string): Promise<void> {
    return this.put(`${REPLACED_FOLDER}/${run}/${name}`, text);
  }

  async showAside(): Promise<void> {}

  prepareBack(staging: string, file: WithdrawnFile): Promise<PreparedBack> {
    return this.staging.prepareBack(staging, file);
  }

  abort(staging: string, prepared: PreparedBack): Promise<void> {
    return this.staging.abort(staging, prepared);
  }

  async putBack(_staging: string, file: WithdrawnFile, prepared: PreparedBack): Promise<void> {
    if (prepared !== null) await this.staging.putBack(file, prepared);
  }

  discard(staging: string): Promise<void> {
    return this.staging.discard(staging);
  }

  fence(check: Check): Promise<void> {
    return this.staging.fence(check);
  }

  /** Changes nothing: in S3 a publication is taken over by the journal that is written next. */
  async take(run: string): Promise<string> {
    return run;
  }

  sweep(keep: readonly string[], check: Check): Promise<void> {
    return this.staging.sweep(keep, check);
  }

  /** Tries the conditions, once for each output. A summary there means that an earlier run has tried them. */
  private async refuseWithoutConditions(place: OutputPrefix, run: string): Promise<void> {
    if (this.hasConditions) return;
    const published = await this.bucket.head(this.key(SUMMARY_FILE));
    if (published === undefined) await refuseWithoutConditions(place, run, randomUuid());
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
