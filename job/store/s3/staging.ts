import { crc32 } from 'node:zlib';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { inFlight } from '../../shared/in-flight';
import { JOURNAL_FILE, REPLACED_FOLDER, STAGING_FOLDER, SUCCESS_FILE } from '../../shared/output-files';
import { parsePartName } from '../../shared/part-name';
import { randomUuid } from '../../shared/random';
import { RUN_ID } from '../../shared/run-id';
import { LostStaging } from '../lost';
import type { Check, PreparedBack, SeenFile, StagedPart, WithdrawnFile } from '../store';
import type { OutputPrefix } from './lease';
import { move } from './move';
import { type S3Upload, uploadOf } from './receipt';
import {
  abortUpload,
  completeUpload,
  createUpload,
  hasUpload,
  listUploads,
  type OpenUpload,
  uploadPart,
} from './uploads';

/** How many requests of one kind are sent at a time. */
const AT_A_TIME = 8;
/** Aborts are repeated: a part that was being sent during the abort may have made the upload appear again. */
const ABORT_ROUNDS = 3;
/** The prefix of the folders, in a staging, of files that are to be put back. */
const AGAIN = 'again-';

/**
 * The staged files of runs below `s3://bucket/prefix`. Parts are multipart uploads, which can be completed only once.
 * Other staged files are objects at `_temporary/<run>/<name>`, of which copies become visible. A late request of a run
 * that has lost the output changes nothing: its uploads are completed or aborted, the objects that it would copy are
 * removed, and those that it would overwrite or remove have another ETag by then. The journal is the one object that
 * tells which run has the publication: a run that takes it over rewrites the journal.
 */
export class S3Staging {
  constructor(private readonly place: OutputPrefix) {}

  async locate(part: StagedPart): Promise<'staged' | 'visible' | 'gone'> {
    const key = this.key(part.name);
    // the part's name contains the id of its run, so no other run can have made this object
    if ((await this.bucket.head(key))?.sizeBytes === part.sizeBytes) return 'visible';
    const upload = uploadOf(part);
    return upload !== undefined && (await hasUpload(this.bucket, key, upload)) ? 'staged' : 'gone';
  }

  async commit(parts: readonly StagedPart[]): Promise<void> {
    await inFlight(AT_A_TIME, parts, (part) => this.commitPart(part));
  }

  async swap({ name, version }: SeenFile, text: string): Promise<string> {
    const written = await this.bucket.put(this.key(name), text, { ifMatch: version });
    if (written === undefined) throw this.lost(name);
    return written;
  }

  async withdraw({ name, version }: SeenFile): Promise<boolean> {
    if (await this.bucket.removeIfMatch(this.key(name), version)) return true;
    if ((await this.bucket.head(this.key(name))) !== undefined) throw this.lost(name);
    return false;
  }

  async setAside(run: string, files: readonly SeenFile[]): Promise<void> {
    for (const { name, version } of files) {
      await move(this.bucket, { key: this.key(name), etag: version }, this.key(`${REPLACED_FOLDER}/${run}/${name}`));
    }
  }

  /**
   * Prepares to put the file back with another ETag than before, so that a removal that is still in progress does not
   * match it. A multipart upload has a hyphen in its ETag and a plain write has none, so the file is written in the
   * other of the two ways.
   */
  async prepareBack(staging: string, { name, version, text }: WithdrawnFile): Promise<PreparedBack> {
    if (version.includes('-')) {
      const copied = stagedName(staging, `${AGAIN}${randomUuid()}/${name}`);
      await this.bucket.put(this.key(copied), text);
      return { name: copied };
    }
    const bytes = Buffer.from(text);
    const upload = { key: this.key(name), id: await createUpload(this.bucket, this.key(name)) };
    const receipt: S3Upload = { id: upload.id, parts: [await uploadPart(this.bucket, upload, 1, bytes, crc32(bytes))] };
    return { name, receipt };
  }

  async abort(staging: string, prepared: PreparedBack): Promise<void> {
    const kept = prepared === null ? undefined : uploadOf(prepared);
    await this.abortUploads((upload) => {
      if (this.runOf(upload) === staging) return true;
      return upload.key === this.key(SUCCESS_FILE) && upload.id !== kept?.id;
    });
    const others = (await this.namesBelow(stagedName(staging, AGAIN))).filter((name) => name !== prepared?.name);
    await this.remove(others);
  }

  async putBack({ name, version }: SeenFile, prepared: NonNullable<PreparedBack>): Promise<void> {
    const key = this.key(name);
    const found = await this.bucket.head(key);
    if (found !== undefined && found.etag !== version) return;
    const upload = uploadOf(prepared);
    const isDone =
      upload === undefined
        ? (await this.bucket.copy(this.key(prepared.name), key)) !== undefined
        : await completeUpload(this.bucket, key, upload);
    if (!isDone && (await this.bucket.head(key)) === undefined) throw this.lost(name);
  }

  async discard(staging: string): Promise<void> {
    await this.abortUploads((upload) => this.runOf(upload) === staging);
    await this.remove(await this.namesBelow(stagedName(staging, '')));
  }

  /** Removes the staged journals: a publication begins with a copy of its staged journal. */
  async fence(check: Check): Promise<void> {
    const staged = await this.namesBelow(`${STAGING_FOLDER}/`);
    const journals = staged.filter((name) => name === stagedName(runOfStaged(name), JOURNAL_FILE));
    if (journals.length === 0) return;
    await check();
    await this.remove(journals);
  }

  async sweep(keep: readonly string[], check: Check): Promise<void> {
    const isDead = (run: string | undefined) => run !== undefined && RUN_ID.test(run) && !keep.includes(run);
    const isLeft = (upload: OpenUpload) =>
      isDead(this.runOf(upload)) || (keep.length === 0 && upload.key === this.key(SUCCESS_FILE));
    const uploads = (await this.uploads()).filter(isLeft);
    const dead = (await this.namesBelow(`${STAGING_FOLDER}/`)).filter((name) => isDead(runOfStaged(name)));
    if (uploads.length + dead.length === 0) return;
    await check();
    await this.abortUploads(isLeft);
    await this.remove(dead);
  }

  /**
   * Completes the upload of a part. Where there is no such upload, either the answer to its completion was lost or it
   * was aborted. In the former case the object is there.
   */
  private async commitPart(part: StagedPart): Promise<void> {
    const key = this.key(part.name);
    const upload = uploadOf(part);
    if (upload !== undefined && (await completeUpload(this.bucket, key, upload))) return;
    if ((await this.bucket.head(key))?.sizeBytes === part.sizeBytes) return;
    throw new Failure(
      EXIT.io,
      `the upload of ${this.bucket.url(key)} is gone, and so are its ${part.sizeBytes} bytes: something else aborted or ` +
        'removed it, run again',
    );
  }

  private async abortUploads(isTheirs: (upload: OpenUpload) => boolean): Promise<void> {
    for (let round = 0; round < ABORT_ROUNDS; round++) {
      const uploads = (await this.uploads()).filter(isTheirs);
      if (uploads.length === 0) return;
      await inFlight(AT_A_TIME, uploads, (upload) => abortUpload(this.bucket, upload));
    }
  }

  private uploads(): Promise<OpenUpload[]> {
    return listUploads(this.bucket, this.place.prefix);
  }

  /** The run to whose part an upload belongs; undefined where it is no part of this kit. */
  private runOf({ key }: OpenUpload): string | undefined {
    return parsePartName(key.slice(this.place.prefix.length))?.run;
  }

  private async namesBelow(prefix: string): Promise<string[]> {
    const names: string[] = [];
    for await (const page of this.bucket.list(this.key(prefix))) {
      for (const { key } of page) names.push(key.slice(this.place.prefix.length));
    }
    return names;
  }

  private async remove(names: readonly string[]): Promise<void> {
    await this.bucket.remove(names.map((name) => this.key(name)));
  }

  private lost(name: string): LostStaging {
    return new LostStaging(this.place.location, name);
  }

  private get bucket() {
    return this.place.bucket;
  }

  private key(name: string): string {
    return this.place.prefix + name;
  }
}

export function stagedName(staging: string, name: string): string {
  return `${STAGING_FOLDER}/${staging}/${name}`;
}

function runOfStaged(name: string): string {
  return name.split('/')[1] as string;
}
