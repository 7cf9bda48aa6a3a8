import type { Settings } from '../settings/settings';

/**
 * Services that the cluster reaches by an interface endpoint, which costs money by the hour. S3 is not among them: its
 * gateway endpoint is free. Pure.
 */
export function endpointServices({ sessionManager, diskEncryptionKey }: Settings): readonly string[] {
  return [...(sessionManager ? ['ssm', 'ssmmessages'] : []), ...(diskEncryptionKey === null ? [] : ['kms'])];
}
