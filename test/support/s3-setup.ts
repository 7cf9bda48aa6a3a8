/**
 * Before the tests that need S3, once for all of them: a server, unless the environment names one (TEST_S3_ENDPOINT, with
 * the usual AWS variables for its credentials). Where none can be had, TEST_S3_MISSING says why.
 */

import { installS3, type S3Server, startS3 } from './s3';

declare global {
  var s3Server: S3Server | undefined;
}

export default async function setUp(): Promise<void> {
  // another project has had it started
  if (globalThis.s3Server !== undefined || process.env.TEST_S3_MISSING !== undefined) return;
  // nothing of the developer's own AWS is for tests
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
