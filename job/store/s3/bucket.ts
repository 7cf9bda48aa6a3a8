import type { Readable } from 'node:stream';
import type {
  _Object,
  CopyObjectCommandInput,
  GetObjectCommandOutput,
  OptionalObjectAttributes,
} from '@aws-sdk/client-s3';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { s3Url } from '../../shared/s3-location';
import { refuseLarger } from '../../shared/stored-document';
import type { S3 } from './client';
import { attemptsOf, hasStatus, isNamed, type S3Action, s3Failure } from './failure';
import { backOff, isPassing } from './retry';

export interface FoundObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly etag: string;
}

/** The content of a small object. Both times are by S3's clock. */
export interface DatedObject {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly modifiedMs: number;
  /** When S3 gave the answer; undefined where the server doesn't say. */
  readonly answeredMs: number | undefined;
}

/** The condition of a write: `*` means that no object has the key, an ETag that the object has this ETag. */
export type Condition = { readonly ifNoneMatch: '*' } | { readonly ifMatch: string };

const REMOVE_AT_ONCE = 1000;

/** The objects of one bucket. Each error of S3 is thrown as a Failure that names the object. */
export class Bucket {
  constructor(
    readonly s3: S3,
    readonly name: string,
  ) {}

  url(key: string): string {
    return s3Url(this.name, key);
  }

  /** All objects whose keys begin with `prefix`, page by page, in key order, without folder markers. */
  async *list(prefix: string): AsyncGenerator<FoundObject[]> {
    for await (const page of this.listInFull(prefix)) {
      yield page.map(({ Key = '', Size = 0, ETag = '' }) => ({ key: Key, sizeBytes: Size, etag: ETag }));
    }
  }

  /** Like `list`, with all that S3 tells of the objects. It tells some `attributes` only when it is asked for them. */
  async *listInFull(prefix: string, attributes: OptionalObjectAttributes[] = []): AsyncGenerator<_Object[]> {
    let token: string | undefined;
    do {
      const input = { Bucket: this.name, Prefix: prefix, ContinuationToken: token };
      const optional = attributes.length === 0 ? {} : { OptionalObjectAttributes: attributes };
      const page = await this.attempt('list', prefix, ({ sdk, client }) =>
        client.send(new sdk.ListObjectsV2Command({ ...input, ...optional })),
      );
      const objects = page.Contents === undefined ? [] : page.Contents;
      yield objects.filter((object) => !isFolderMarker(object));
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  async head(key: string): Promise<FoundObject | undefined> {
    const found = await this.unlessMissing('read', key, ({ sdk, client }) =>
      client.send(new sdk.HeadObjectCommand({ Bucket: this.name, Key: key })),
    );
    return found && { key, sizeBytes: found.ContentLength as number, etag: this.etagIn(key, found) };
  }

  /**
   * Reads a small object; undefined where there is none. Throws with exit code 74 where it has more than `mostBytes`,
   * before they are read.
   */
  async read(key: string, mostBytes: number): Promise<DatedObject | undefined> {
    for (let failures = 1; ; failures++) {
      const found = await this.get(key);
      if (found === undefined) return undefined;
      const { output, answeredMs } = found;
      const etag = this.etagIn(key, output);
      if ((output.ContentLength as number) > mostBytes) (output.Body as Readable).destroy();
      refuseLarger(this.url(key), output.ContentLength as number, mostBytes);
      try {
        const bytes = Buffer.from(await (output.Body as NonNullable<typeof output.Body>).transformToByteArray());
        return { bytes, etag, modifiedMs: (output.LastModified as Date).getTime(), answeredMs };
      } catch (error) {
        // the SDK retries a request, but not the reading of an answer's body
        if (failures >= this.s3.limits.attempts) throw s3Failure('read', this.url(key), error);
        await backOff(failures, this.s3.limits);
      }
    }
  }

  /** Reads the bytes `start` .. `end` of an object, in the version that was found. */
  async readPiece({ key, etag }: FoundObject, start: number, end: number): Promise<Buffer> {
    const input = { Bucket: this.name, Key: key, IfMatch: etag, Range: `bytes=${start}-${end - 1}` };
    for (let failures = 1; ; failures++) {
      const { Body } = await this.attempt('read', key, ({ sdk, client }) =>
        client.send(new sdk.GetObjectCommand(input)),
      );
      try {
        const bytes = Buffer.from(await (Body as NonNullable<typeof Body>).transformToByteArray());
        if (bytes.length === end - start) return bytes;
        throw Object.assign(new Error(`${bytes.length} bytes came of ${end - start}`), { code: 'ECONNRESET' });
      } catch (error) {
        if (failures >= this.s3.limits.attempts) throw s3Failure('read', this.url(key), error);
        await backOff(failures, this.s3.limits);
      }
    }
  }

  /**
   * Writes a whole object. Returns its ETag; undefined where the condition was not met. The text of a conditional write
   * has to be unique to its writer: where the answer to an attempt was lost, the text shows whether that attempt wrote
   * the object.
   */
  async put(key: string, text: string, condition?: Condition): Promise<string | undefined> {
    const Body = Buffer.from(text);
    const input = { Bucket: this.name, Key: key, Body, ...conditionInput(condition) };
    for (let failures = 1; ; failures++) {
      try {
        const { ETag } = await this.s3.client.send(new this.s3.sdk.PutObjectCommand(input));
        return ETag;
      } catch (error) {
        if (condition !== undefined && hasStatus(error, 412, 404) && !isNamed(error, 'NoSuchBucket')) {
          return failures > 1 || attemptsOf(error) > 1 ? this.etagOf(key, Body) : undefined;
        }
        // 409: another conditional write is in progress, and it is not decided yet which of the two wins
        const mayComeToPass = condition !== undefined && hasStatus(error, 409);
        if (!mayComeToPass || failures >= this.s3.limits.attempts) throw s3Failure('write', this.url(key), error);
        await backOff(failures, this.s3.limits);
      }
    }
  }

  /** Removes objects. Missing ones are ignored. */
  async remove(keys: readonly string[]): Promise<void> {
    for (let start = 0; start < keys.length; start += REMOVE_AT_ONCE) {
      await this.removeSome(keys.slice(start, start + REMOVE_AT_ONCE));
    }
  }

  /**
   * Removes an object, if it still has this ETag. Returns whether it was removed. Where the answer to an attempt was
   * lost, an object that is gone counts as removed.
   */
  async removeIfMatch(key: string, etag: string): Promise<boolean> {
    const input = { Bucket: this.name, Key: key, IfMatch: etag };
    try {
      await this.s3.client.send(new this.s3.sdk.DeleteObjectCommand(input));
      return true;
    } catch (error) {
      if (isNamed(error, 'NoSuchBucket') || !hasStatus(error, 404, 409, 412)) {
        throw s3Failure('remove', this.url(key), error);
      }
      return hasStatus(error, 404) && attemptsOf(error) > 1;
    }
  }

  /**
   * Copies an object of at most 5 GiB. Returns the copy's ETag; undefined where the original is gone, or has another
   * ETag.
   */
  async copy(from: string, to: string, etag?: string): Promise<string | undefined> {
    const input: CopyObjectCommandInput = { Bucket: this.name, Key: to, CopySource: copySource(this.name, from) };
    if (etag !== undefined) input.CopySourceIfMatch = etag;
    try {
      const done = await this.s3.client.send(new this.s3.sdk.CopyObjectCommand(input));
      return done.CopyObjectResult?.ETag;
    } catch (error) {
      if (hasStatus(error, 404, 412) && !isNamed(error, 'NoSuchBucket')) return undefined;
      throw s3Failure('write', this.url(to), error);
    }
  }

  /** Sends one request; its error becomes a Failure. */
  async attempt<T>(action: S3Action, key: string, request: (s3: S3) => Promise<T>): Promise<T> {
    try {
      return await request(this.s3);
    } catch (error) {
      throw s3Failure(action, this.url(key), error);
    }
  }

  /** Like `attempt`; undefined where the object, or the upload, does not exist. */
  async unlessMissing<T>(action: S3Action, key: string, request: (s3: S3) => Promise<T>): Promise<T | undefined> {
    try {
      return await request(this.s3);
    } catch (error) {
      if (hasStatus(error, 404) && !isNamed(error, 'NoSuchBucket')) return undefined;
      throw s3Failure(action, this.url(key), error);
    }
  }

  /** The ETag of an answer. Throws with exit code 74 where the answer has none: then the server is no S3. */
  private etagIn(key: string, { ETag }: { readonly ETag?: string | undefined }): string {
    if (ETag !== undefined) return ETag;
    throw new Failure(EXIT.io, `cannot read ${this.url(key)}: the answer has no ETag, as that of an S3 has`);
  }

  /** The ETag of an object that has this content; undefined where the object is missing or has another content. */
  private async etagOf(key: string, content: Buffer): Promise<string | undefined> {
    if ((await this.head(key))?.sizeBytes !== content.length) return undefined;
    const found = await this.read(key, content.length);
    return found?.bytes.equals(content) ? found.etag : undefined;
  }

  /** A successful answer may name objects that were not removed: these are tried again. */
  private async removeSome(keys: readonly string[]): Promise<void> {
    let left = keys;
    for (let failures = 1; ; failures++) {
      const input = { Bucket: this.name, Delete: { Objects: left.map((Key) => ({ Key })), Quiet: true } };
      const { Errors = [] } = await this.attempt('remove', left[0] as string, ({ sdk, client }) =>
        client.send(new sdk.DeleteObjectsCommand(input)),
      );
      const [first] = Errors;
      if (first === undefined) return;
      const lasting = Errors.find(({ Code = '' }) => !isPassing(Code));
      if (lasting !== undefined || failures >= this.s3.limits.attempts) {
        const { Key = '', Code: name = 'Error', Message: message = name } = lasting === undefined ? first : lasting;
        throw s3Failure('remove', this.url(Key), { name, message, $metadata: {} });
      }
      left = Errors.map(({ Key = '' }) => Key);
      await backOff(failures, this.s3.limits);
    }
  }

  private async get(
    key: string,
  ): Promise<{ output: GetObjectCommandOutput; answeredMs: number | undefined } | undefined> {
    const command = new this.s3.sdk.GetObjectCommand({ Bucket: this.name, Key: key, ChecksumMode: 'ENABLED' });
    let answeredMs: number | undefined;
    command.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        answeredMs = dateOf(result.response);
        return result;
      },
      { step: 'deserialize' },
    );
    const output = await this.unlessMissing('read', key, ({ client }) => client.send(command));
    return output && { output, answeredMs };
  }
}

/** The `CopySource` of a request, which is encoded like the path of a URL. */
export function copySource(bucket: string, key: string): string {
  return `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
}

/**
 * Whether an object is a marker that consoles and file system adapters make in place of a folder. It is no file of a
 * user.
 */
function isFolderMarker({ Key = '', Size }: _Object): boolean {
  return Size === 0 && (Key.endsWith('/') || Key.endsWith('_$folder$'));
}

function conditionInput(condition: Condition | undefined) {
  if (condition === undefined) return {};
  return 'ifMatch' in condition ? { IfMatch: condition.ifMatch } : { IfNoneMatch: condition.ifNoneMatch };
}

function dateOf(response: unknown): number | undefined {
  const { headers } = response as { headers: Record<string, string | undefined> };
  return headers.date === undefined ? undefined : Date.parse(headers.date);
}
