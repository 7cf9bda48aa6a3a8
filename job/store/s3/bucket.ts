import type { _Object, CopyObjectCommandInput, OptionalObjectAttributes } from '@aws-sdk/client-s3';
import { attemptsOf, hasStatus, isNamed, s3Failure } from './failure';
import { type DatedObject, etagIn, readObject, readPiece } from './read-object';
import { BucketRequests } from './requests';
import { backOff, isPassing } from './retry';

export interface FoundObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly etag: string;
}

/** The condition of a write: `*` means that no object has the key, an ETag that the object has this ETag. */
export type Condition = { readonly ifNoneMatch: '*' } | { readonly ifMatch: string };

const REMOVE_AT_ONCE = 1000;

/** The objects of one bucket. Each error of S3 is thrown as a Failure that names the object. */
export class Bucket extends BucketRequests {
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
    return found && { key, sizeBytes: found.ContentLength as number, etag: etagIn(this.url(key), found) };
  }

  /**
   * Reads a small object; undefined where there is none. Throws with exit code 74 where it has more than `mostBytes`,
   * before they are read.
   */
  read(key: string, mostBytes: number): Promise<DatedObject | undefined> {
    return readObject(this, key, mostBytes);
  }

  /** Reads the bytes `start` .. `end` of an object, in the version that was found. */
  readPiece(found: FoundObject, start: number, end: number): Promise<Buffer> {
    return readPiece(this, found, start, end);
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
