/** What can be set in `cdk.json`'s context, resolved once. `lib/settings/` reads it; nothing else reads context. */

import type { SettingValues } from '../../job/options/setting-options';
import type { RUN_OPTIONS } from '../../job/options/table/commands';

/** The settings that are options of `dedup yarn` and of `dedup run` alike. */
export type JobSettings = {
  readonly [S in keyof SettingValues as S extends keyof typeof RUN_OPTIONS ? S : never]: SettingValues[S];
};

/** The settings that are options of `dedup yarn` alone. */
type SizingSettings = Omit<SettingValues, keyof JobSettings>;

export interface Settings extends SizingSettings {
  /** Of the deployment; begins the stacks' names. */
  readonly name: string;
  /** Null where the CDK CLI knows no region: the templates then fit any, and preflight says what it could not check. */
  readonly region: string | null;
  readonly release: string;
  readonly masterInstanceType: string;
  readonly coreInstanceType: string;
  readonly coreInstanceCount: number;
  readonly job: JobSettings;
  /** `s3://bucket/prefix/` of the user's own; empty: the kit's own bucket. */
  readonly input: readonly string[];
  /** `s3://bucket/prefix/` of the user's own, or null: the kit's own bucket. */
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
  /** Of EventBridge Scheduler: `cron(0 3 * * ? *)`. */
  readonly schedule: string | null;
  /** Another number makes another cluster. */
  readonly generation: number;
  /** Whether the data buckets outlive the stack. */
  readonly retainData: boolean;
  readonly preflight: 'error' | 'warn';
  readonly pipeline: Pipeline | null;
}

/** Who deploys from a repository, and tries what was deployed. */
export interface Pipeline {
  /** `owner/name`; for GitHub Actions also `owner@id/name@id`, where no other ids are to be trusted. */
  readonly repository: string;
  readonly branch: string;
  /** Folder of the repository with records for the gate to run. */
  readonly sample: string;
  readonly engine:
    | { readonly kind: 'codepipeline'; readonly connectionArn: string }
    /** Without a provider of the account's the kit makes one. */
    | { readonly kind: 'github-actions'; readonly oidcProviderArn: string | null };
}

export type Network =
  /** A VPC of the kit's own, in this zone or in the region's first. */
  | { readonly kind: 'own'; readonly availabilityZone: string | null }
  /** A private subnet of the user's own, with a route to S3. */
  | { readonly kind: 'subnet'; readonly vpcId: string; readonly subnetId: string };
