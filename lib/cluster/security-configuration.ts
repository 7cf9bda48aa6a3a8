/** EMR's security configuration of a cluster: encryption, and access to the instance metadata. */

import type { Settings } from '../settings/settings';

export function securityConfiguration({ diskEncryptionKey }: Settings): object {
  return {
    EncryptionConfiguration: {
      EnableAtRestEncryption: true,
      // Encryption in transit needs certificates, which EMR would have to fetch from a service that the subnet does not
      // reach.
      EnableInTransitEncryption: false,
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration: { EncryptionMode: 'SSE-S3' },
        ...(diskEncryptionKey === null ? {} : { LocalDiskEncryptionConfiguration: localDisk(diskEncryptionKey) }),
      },
    },
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimit: 1 },
  };
}

function localDisk(key: string): object {
  return { EncryptionKeyProviderType: 'AwsKms', AwsKmsKey: key, EnableEbsEncryption: true };
}
