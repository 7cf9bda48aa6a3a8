/** Buckets of the stand-in. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Cloud } from './cloud';
import { configOf } from './cloud-emr';

export class Buckets {
  private readonly client: S3Client;

  constructor(cloud: Cloud) {
    this.client = new S3Client({ ...configOf(cloud), forcePathStyle: true });
  }

  async make(bucket: string): Promise<void> {
    await this.client.send(new CreateBucketCommand({ Bucket: bucket }));
  }

  /** @param url `s3://bucket/key` */
  async put(url: string, text: string): Promise<void> {
    await this.client.send(new PutObjectCommand({ ...placeOf(url), Body: Buffer.from(text, 'latin1') }));
  }

  async remove(url: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand(placeOf(url)));
  }

  /** The object as Latin-1, one character a byte. An object whose name ends in `.gz` is decompressed. */
  async read(url: string): Promise<string> {
    const bytes = await this.get(url);
    return (url.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
  }

  /** The `s3://bucket/key` of every object below a prefix, in the order of the keys. */
  async list(url: string): Promise<string[]> {
    const { Bucket, Key: Prefix } = placeOf(url);
    const { Contents = [] } = await this.client.send(new ListObjectsV2Command({ Bucket, Prefix }));
    return Contents.map(({ Key }) => `s3://${Bucket}/${Key}`);
  }

  /** The keys of the multipart uploads that are open. */
  async uploads(bucket: string): Promise<string[]> {
    const { Uploads = [] } = await this.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    return Uploads.map(({ Key = '' }) => Key);
  }

  /** Downloads every object below a prefix as a file. */
  async download(url: string, folder: string): Promise<void> {
    for (const each of await this.list(url)) {
      const file = join(folder, each.slice(url.length));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, await this.get(each));
    }
  }

  private async get(url: string): Promise<Buffer> {
    const { Body } = await this.client.send(new GetObjectCommand(placeOf(url)));
    return Buffer.from((await Body?.transformToByteArray()) as Uint8Array);
  }

  /** Removes the objects with all their old versions. */
  async empty(bucket: string): Promise<void> {
    const { Versions = [], DeleteMarkers = [] } = await this.client.send(
      new ListObjectVersionsCommand({ Bucket: bucket }),
    );
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length > 0) await this.client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
  }
}

/** The bucket and the key of `s3://bucket/key`. */
function placeOf(url: string): { readonly Bucket: string; readonly Key: string } {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(url) ?? [];
  return { Bucket: bucket, Key: key };
}

export function bucketOf(url: string): string {
  return placeOf(url).Bucket;
}
