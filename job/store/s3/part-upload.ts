import { crc32 } from 'node:zlib';
import type { PartSink, StagedPart } from '../store';
import type { Bucket } from './bucket';
import { nextPartBytes, partsInFlight } from './part-bytes';
import type { S3Upload, UploadedPart } from './receipt';
import { createUpload, uploadPart } from './uploads';

/**
 * The first size of the buffer, which grows up to the size of a part of the upload: many parts of outputs are small.
 */
const FIRST_BUFFER_BYTES = 256 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * A part of an output as a multipart upload, which is not completed before publication. Written bytes are copied at
 * once. A write waits only while as much is being sent as memory should hold.
 */
export class PartUpload implements PartSink {
  private upload: Promise<string> | undefined;
  private readonly sent: Promise<UploadedPart>[] = [];
  private readonly onTheWay = new Set<Promise<unknown>>();
  private failure: unknown;
  private sentBytes = 0;
  private buffer = NOTHING;
  private filled = 0;
  private partBytes = nextPartBytes(0);

  constructor(
    private readonly bucket: Bucket,
    private readonly key: string,
    private readonly part: Omit<StagedPart, 'sizeBytes'>,
  ) {}

  write(bytes: Uint8Array): void | Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    if (this.filled + bytes.length <= this.partBytes) {
      this.add(bytes);
      return;
    }
    return this.writeOn(bytes);
  }

  async finish(): Promise<StagedPart> {
    if (this.filled > 0 || this.sent.length === 0) this.send();
    const parts = await Promise.all(this.sent);
    const id = await (this.upload as Promise<string>);
    return { ...this.part, sizeBytes: this.sentBytes, receipt: { id, parts } satisfies S3Upload };
  }

  /** The caller may overwrite `bytes` as soon as this method waits, so the rest is copied before. */
  private async writeOn(bytes: Uint8Array): Promise<void> {
    let rest = bytes;
    while (this.filled + rest.length > this.partBytes) {
      const room = this.partBytes - this.filled;
      this.add(rest.subarray(0, room));
      rest = rest.subarray(room);
      this.send();
      if (this.onTheWay.size < partsInFlight(this.partBytes)) continue;
      if (rest.buffer === bytes.buffer) rest = Uint8Array.from(rest);
      while (this.onTheWay.size >= partsInFlight(this.partBytes)) await Promise.race(this.onTheWay);
      if (this.failure !== undefined) throw this.failure;
    }
    this.add(rest);
  }

  private add(bytes: Uint8Array): void {
    const filled = this.filled + bytes.length;
    if (filled > this.buffer.length) {
      const isFirst = this.sent.length === 0;
      const wanted = isFirst ? Math.max(filled, 2 * this.buffer.length, FIRST_BUFFER_BYTES) : this.partBytes;
      const larger = Buffer.allocUnsafe(Math.min(wanted, this.partBytes));
      larger.set(this.buffer.subarray(0, this.filled));
      this.buffer = larger;
    }
    this.buffer.set(bytes, this.filled);
    this.filled = filled;
  }

  private send(): void {
    const body = this.buffer.subarray(0, this.filled);
    const number = this.sent.length + 1;
    const sending = this.sendPart(number, body);
    this.sent.push(sending);
    const done: Promise<unknown> = sending.then(
      () => this.onTheWay.delete(done),
      (error) => {
        this.failure = error;
        this.onTheWay.delete(done);
      },
    );
    this.onTheWay.add(done);
    this.sentBytes += this.filled;
    this.partBytes = nextPartBytes(this.sentBytes);
    this.buffer = NOTHING;
    this.filled = 0;
  }

  private async sendPart(number: number, body: Buffer): Promise<UploadedPart> {
    if (this.upload === undefined) this.upload = createUpload(this.bucket, this.key);
    const id = await this.upload;
    return uploadPart(this.bucket, { key: this.key, id }, number, body, crc32(body));
  }
}
