/** Answers of a server that is no S3: a proxy, a page to sign in, another server at that address. */

import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Sdk } from '../../aws/sdk';

/** Requests whose answers carry the content type of an object, which may well be HTML. */
const OF_OBJECTS = ['GetObjectCommand', 'HeadObjectCommand'];

interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: Readable;
}

/**
 * Turns an answer in HTML into a named error, before the SDK looks for XML in it. A status of 500 or more is kept,
 * since a server may use HTML to say that it is away for a while. Any other status is dropped: from a server that is no
 * S3 it says nothing about an object.
 */
export function refuseHtml(sdk: Sdk, { middlewareStack }: S3Client): void {
  middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const result = await next(args);
        const { statusCode, headers, body } = result.response as Response;
        const isAnObjects = statusCode < 300 && OF_OBJECTS.includes(commandName);
        if (isAnObjects || !/^text\/html\b/i.test(String(headers['content-type']))) return result;
        body?.destroy();
        const error = new sdk.S3ServiceException({
          name: 'HtmlAnswer',
          message: `${originOf(args.request)} answers with a page of HTML, status ${statusCode}: is it an S3?`,
          $fault: 'server',
          $metadata: statusCode >= 500 ? { httpStatusCode: statusCode } : {},
        });
        throw Object.assign(error, { code: 'HTML' });
      },
    { step: 'deserialize', priority: 'low' },
  );
}

function originOf(request: unknown): string {
  const { protocol, hostname, port } = request as { protocol: string; hostname: string; port?: number };
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
}
