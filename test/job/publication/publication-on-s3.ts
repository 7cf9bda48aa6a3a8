import { loadSdk } from '../../../job/aws/sdk';
import { theS3 } from '../../../job/store/s3/client';
import { S3Store } from '../../../job/store/s3/store';
import { client, objects, openUploads, writeObjects } from '../../support/s3-tests';
import type { FaultKind, Strike } from '../store/faults';
import type { Place } from './publication';

/** Whether a request only reads. The SDK is minified, therefore the names of its classes say nothing. */
export function isLook(command: object): boolean {
  const sdk = loadSdk();
  const looks = [
    sdk.GetObjectCommand,
    sdk.HeadBucketCommand,
    sdk.HeadObjectCommand,
    sdk.ListMultipartUploadsCommand,
    sdk.ListObjectsV2Command,
    sdk.ListPartsCommand,
  ];
  return looks.some((look) => command instanceof look);
}

/** An output at a prefix of a bucket. */
export function placeOnS3(bucket: string, folder: string): Place {
  const prefix = `${folder}/`;
  return {
    open: () => new S3Store(theS3(), `s3://${bucket}/${folder}`),
    write: (files) =>
      writeObjects(bucket, Object.fromEntries(Object.entries(files).map(([name, text]) => [prefix + name, text]))),
    async snapshot() {
      const staged = (await uploadsBelow(bucket, prefix)).map(({ name, run }) => [
        `_temporary/${run}/${name}`,
        'staged',
      ]);
      return { ...(await objects(bucket, prefix)), ...Object.fromEntries(staged) };
    },
    async lose(run, name) {
      const found = (await uploadsBelow(bucket, prefix)).find((upload) => upload.run === run && upload.name === name);
      if (found === undefined) return false;
      const { AbortMultipartUploadCommand } = loadSdk();
      const input = { Bucket: bucket, Key: prefix + name, UploadId: found.id };
      await client().send(new AbortMultipartUploadCommand(input));
      return true;
    },
    strike,
  };
}

async function uploadsBelow(bucket: string, prefix: string) {
  return (await openUploads(bucket))
    .filter(({ key }) => key.startsWith(prefix))
    .map(({ key, id }) => ({ id, name: key.slice(prefix.length), run: /part-\d+-([^.]+)/.exec(key)?.[1] as string }));
}

/** Breaks requests as `Faults` breaks operations on a folder: `kill` counts changing requests, `error` all requests. */
async function strike(kind: FaultKind, at: number, work: () => Promise<unknown>): Promise<Strike> {
  const used = theS3().client;
  const send = used.send.bind(used) as (...args: unknown[]) => Promise<unknown>;
  let done = 0;
  const spy = jest.spyOn(used, 'send').mockImplementation((async (command: object, ...more: unknown[]) => {
    if (kind === 'error' || !isLook(command)) done += 1;
    if (kind === 'kill' && done >= at) throw new Error('killed');
    if (kind === 'error' && done === at) throw Object.assign(new Error('i/o error'), { code: 'EIO' });
    return send(command, ...more);
  }) as never);
  try {
    await work();
    return { struck: done >= at, error: undefined };
  } catch (error) {
    return { struck: done >= at, error };
  } finally {
    spy.mockRestore();
  }
}
