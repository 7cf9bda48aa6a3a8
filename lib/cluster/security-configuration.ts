/** How a cluster's nodes protect what they hold, in EMR's own words. */

import type { Settings } from '../settings/settings';

export function securityConfiguration({ diskEncryptionKey }: Settings): object {
  return {
    EncryptionConfiguration: {
      EnableAtRestEncryption: true,
      // with certificates that EMR would have to get from a service for which there is no way out
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
