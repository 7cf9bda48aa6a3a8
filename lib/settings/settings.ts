/** The settings of `cdk.json`'s context, resolved once. Only `lib/settings/` reads the context. */

import type { SettingValues } from '../../job/options/setting-options';
import type { RUN_OPTIONS } from '../../job/options/table/commands';
import type { CatalogTable } from './catalog-table';
import type { NotifyTarget } from './notify';

/** The settings that are options of `dedup yarn` and of `dedup run` alike. */
export type JobSettings = {
  readonly [S in keyof SettingValues as S extends keyof typeof RUN_OPTIONS ? S : never]: SettingValues[S];
};

/** The settings that are options of `dedup yarn` alone. */
type SizingSettings = Omit<SettingValues, keyof JobSettings>;

export interface Settings extends SizingSettings {
  /** Name of the deployment, with which the stacks' names begin. */
  readonly name: string;
  /**
   * Null where the CDK CLI knows no region. The templates then fit any region, and preflight says which checks it had
   * to skip.
   */
  readonly region: string | null;
  readonly release: string;
  readonly masterInstanceType: string;
  readonly coreInstanceType: string;
  readonly coreInstanceCount: number;
  readonly job: JobSettings;
  /** The user's own folders, `s3://bucket/prefix/`. An empty list means the kit's own bucket. */
  readonly input: readonly string[];
  /** The user's own folder, `s3://bucket/prefix/`. Null means the kit's own bucket. */
  readonly output: string | null;
  readonly ec2KeyName: string | null;
  readonly sessionManager: boolean;
  readonly network: Network;
  readonly keepAlive: boolean;
  readonly idleMinutes: number;
  readonly logRetentionDays: number;
  readonly alarmEmail: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** ARN of a KMS key for the disks of the cluster's nodes. */
  readonly diskEncryptionKey: string | null;
  /** A cron expression of EventBridge Scheduler: `cron(0 3 * * ? *)`. */
  readonly schedule: string | null;
  /** The output as a table in the Glue catalog. */
  readonly catalogTable: CatalogTable | null;
  /** The target that is told of each publication. */
  readonly notify: NotifyTarget | null;
  /** A change of this number makes a new cluster. */
  readonly generation: number;
  /** Whether the data buckets outlive the stack. */
  readonly retainData: boolean;
  readonly preflight: 'error' | 'warn';
  readonly pipeline: Pipeline | null;
}

/** The service that deploys from a repository and tries each deployment. */
export interface Pipeline {
  /** `owner/name`. For GitHub Actions also `owner@id/name@id`, which trusts only those ids. */
  readonly repository: string;
  readonly branch: string;
  /** Folder of the repository whose records the gate runs the job on. */
  readonly sample: string;
  readonly engine:
    | { readonly kind: 'codepipeline'; readonly connectionArn: string }
    /** Where the account has no OIDC provider to name, the kit makes one. */
    | { readonly kind: 'github-actions'; readonly oidcProviderArn: string | null };
}

export type Network =
  /** A VPC of the kit's own, with its subnet in this zone, or in the region's first zone. */
  | { readonly kind: 'own'; readonly availabilityZone: string | null }
  /** A private subnet of the user's own, with a route to S3. */
  | { readonly kind: 'subnet'; readonly vpcId: string; readonly subnetId: string };
