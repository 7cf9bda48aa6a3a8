import { s3Url } from '../../shared/s3-location';
import type { S3 } from './client';
import { hasStatus, isNamed, type S3Action, s3Failure } from './failure';

/** Sends requests about the objects of one bucket. Each error of S3 is thrown as a Failure that names the object. */
export class BucketRequests {
  constructor(
    readonly s3: S3,
    readonly name: string,
  ) {}

  url(key: string): string {
    return s3Url(this.name, key);
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
}
