/** The objects that an input in S3 names: an object, or a folder with all it contains. */

import { codecOfName } from '../../codec/codecs';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { DELETED_FOLDER } from '../../shared/output-files';
import { deletesOfPart } from '../../shared/part-name';
import { parseS3 } from '../../shared/s3-location';
import { isHidden, refuseHiddenRoot, skippedFile } from '../hidden';
import type { InputFile, ListingNotes } from '../place';
import { refuseUnreachable } from './access';
import { Bucket, type FoundObject } from './bucket';
import { theS3 } from './client';

/**
 * Throws with exit code 66 where the root does not exist. A root without objects is fine where it is written with a
 * slash at the end or `ifEmpty` is 'ok'.
 */
export async function listObjects(
  root: string,
  ifEmpty: 'ok' | 'fail',
  notes: ListingNotes,
  take: (file: InputFile) => void,
): Promise<void> {
  for await (const page of pagesOf(root, ifEmpty, notes)) page.forEach(take);
}

/** As `Place.stream`: S3 lists keys in the order of their bytes. */
export async function* streamObjects(
  root: string,
  ifEmpty: 'ok' | 'fail',
  notes: ListingNotes,
): AsyncGenerator<InputFile> {
  for await (const page of pagesOf(root, ifEmpty, notes)) yield* page;
}

async function* pagesOf(root: string, ifEmpty: 'ok' | 'fail', notes: ListingNotes): AsyncGenerator<InputFile[]> {
  const { bucket: bucketName, key, isFolder } = parseS3(root);
  const name = key.slice(key.lastIndexOf('/') + 1);
  refuseHiddenRoot(root, name);
  const bucket = new Bucket(theS3(), bucketName);
  await refuseUnreachable(bucket, EXIT.noInput);
  const object = isFolder ? undefined : await bucket.head(key);
  let isEmpty = true;
  for await (const page of pagesBelow(bucket, key === '' ? '' : `${key}/`, notes)) {
    if (page.length === 0) continue;
    if (object !== undefined) {
      throw new Failure(
        EXIT.noInput,
        `input '${root}' is an object and a folder at once; name the folder '${root}/', or rename the object`,
      );
    }
    if (isEmpty) await refuseUnreadable(bucket, page);
    isEmpty = false;
    yield page;
  }
  if (object !== undefined) {
    await noteDeletesOf(bucket, object, notes);
    yield [listedFile(bucket, object)];
  } else if (isEmpty && !isFolder && ifEmpty === 'fail') throw missing(root);
}

/** Notes the deletes of an object that is a part of an output, and is an input by itself. */
async function noteDeletesOf(bucket: Bucket, { key }: FoundObject, { skipped }: ListingNotes): Promise<void> {
  const at = key.lastIndexOf('/') + 1;
  const deletes = deletesOfPart(key.slice(at));
  const found = deletes === undefined ? undefined : await bucket.head(key.slice(0, at) + deletes);
  if (found !== undefined) noteSkipped(bucket.url(found.key), found, DELETED_FOLDER, skipped);
}

/**
 * Throws with exit code 74 where the right to read is missing, which is another one than the right to list. The first
 * object stands for all of them.
 */
async function refuseUnreadable(bucket: Bucket, [first]: readonly InputFile[]): Promise<void> {
  if (first !== undefined) await bucket.head(parseS3(first.path).key);
}

/** The objects below a folder, page by page, without those that have a hidden name on their path below it. */
async function* pagesBelow(bucket: Bucket, prefix: string, { skipped }: ListingNotes): AsyncGenerator<InputFile[]> {
  for await (const page of bucket.list(prefix)) {
    const files: InputFile[] = [];
    for (const object of page) {
      const hidden = object.key.slice(prefix.length).split('/').find(isHidden);
      if (hidden !== undefined) noteSkipped(bucket.url(object.key), object, hidden, skipped);
      else {
        refuseFolderName(bucket, object);
        files.push(listedFile(bucket, object));
      }
    }
    yield files;
  }
}

/** Notes an object with a hidden name on its path, unless it is the marker that some tools leave for an empty folder. */
function noteSkipped(url: string, { sizeBytes }: FoundObject, hidden: string, skipped: ListingNotes['skipped']): void {
  // the key of a marker ends with a slash
  if (!url.endsWith('/')) skipped.set(url, skippedFile(url, sizeBytes, hidden));
}

/**
 * Throws with exit code 66 for an object that no location can name: a location that ends with a slash means a folder.
 */
function refuseFolderName(bucket: Bucket, { key, sizeBytes }: FoundObject): void {
  if (!key.endsWith('/')) return;
  throw new Failure(
    EXIT.noInput,
    `'${bucket.url(key)}' has the name of a folder and holds ${sizeBytes} bytes; rename it`,
  );
}

function listedFile(bucket: Bucket, { key, sizeBytes, etag }: FoundObject): InputFile {
  const path = bucket.url(key);
  return { path, sizeBytes, version: etag, own: false, codec: codecOfName(path).name };
}

function missing(root: string): Failure {
  if (!/[*?[\]{}]/.test(root)) return new Failure(EXIT.noInput, `no such input: '${root}'`);
  return new Failure(EXIT.usage, `'${root}' is a pattern, which S3 does not understand; name a folder or an object`);
}
