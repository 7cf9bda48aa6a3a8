import type { Settings } from '../settings/settings';

/** Services that a cluster needs beside S3, each by an endpoint with an hourly price. Pure. */
export function endpointServices({ sessionManager, diskEncryptionKey }: Settings): readonly string[] {
  return [...(sessionManager ? ['ssm', 'ssmmessages'] : []), ...(diskEncryptionKey === null ? [] : ['kms'])];
}
