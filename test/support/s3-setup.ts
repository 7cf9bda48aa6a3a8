/**
 * Starts one S3 server for all tests that need S3, unless the environment names a server (TEST_S3_ENDPOINT, with the usual
 * AWS variables for its credentials). If no server can be started, TEST_S3_MISSING says why.
 */

import { installS3, type S3Server, startS3 } from './s3';

declare global {
  var s3Server: S3Server | undefined;
}

export default async function setUp(): Promise<void> {
  // another project has started the server already
  if (globalThis.s3Server !== undefined || process.env.TEST_S3_MISSING !== undefined) return;
  // tests must not use the AWS settings of the developer
  for (const name of ['AWS_PROFILE', 'AWS_DEFAULT_REGION', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL_S3']) {
    delete process.env[name];
  }
  const { TEST_S3_ENDPOINT } = process.env;
  if (TEST_S3_ENDPOINT !== undefined) {
    Object.assign(process.env, { AWS_ENDPOINT_URL: TEST_S3_ENDPOINT, AWS_REGION: 'us-east-1' });
    return;
  }
  const missing = installS3();
  if (missing !== null) {
    if (process.env.CI === 'true') throw new Error(`no S3 for the tests: ${missing}`);
    process.env.TEST_S3_MISSING = missing;
    return;
  }
  globalThis.s3Server = await startS3();
  Object.assign(process.env, globalThis.s3Server.env);
}
