/** Answers of what is no S3: a proxy, a page to sign in, another server at that address. */

import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Sdk } from '../../aws/sdk';

/** What an object says of itself is its owner's affair: it may well be a page of HTML. */
const OF_OBJECTS = ['GetObjectCommand', 'HeadObjectCommand'];

interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: Readable;
}

/**
 * Makes a page of HTML an error with a name, before the SDK looks for XML in it. That a server is not there for a while
 * may be said in HTML; any other status of who is no S3 says nothing about an object.
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
