/** What a cluster is sent: the job, the Node that runs it, and the script that copies both. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { AssetHashType, Aws, Stack } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { oneFile } from './local-bundling';
import type { NodeRelease } from './node-release';
import { nodeTarball } from './node-tarball';

const ROOT = path.resolve(__dirname, '../..');
const NODE_CACHE = path.join(ROOT, '.node-tarballs');

/** Of keys in the bucket that `cdk bootstrap` made: there the kit's files are apart from all others. */
export const ARTIFACTS_PREFIX = 'dedup/';

/** Objects of the bucket that `cdk bootstrap` made, each named by a hash of what it is. */
export class Artifacts extends Construct {
  /** `s3://bucket/key` of each. */
  readonly jobUri: string;
  readonly nodeUri: string;
  readonly copyScriptUri: string;
  /**
   * What may read them needs this of S3. By the prefix, where there is one: rights change some ten minutes before a new
   * cluster is up, and what the old one or the schedule starts until then has the former files to copy.
   */
  readonly objectArns: readonly string[];
  /** Below the home folder of who runs the steps. Another job, or another Node, has another. */
  readonly folder: string;

  constructor(scope: Construct, id: string, release: NodeRelease) {
    super(scope, id);
    const job = jobAsset(this);
    const node = nodeAsset(this, release);
    const copyScript = new Asset(this, 'CopyScript', { path: path.join(ROOT, 'assets/copy-job.sh') });
    const assets = [job, node, copyScript];
    this.jobUri = job.s3ObjectUrl;
    this.nodeUri = node.s3ObjectUrl;
    this.copyScriptUri = copyScript.s3ObjectUrl;
    this.objectArns = [...new Set(assets.map(readableArn))];
    const hash = createHash('sha256').update(assets.map(({ assetHash }) => assetHash).join(' '));
    this.folder = `dedup/${hash.digest('hex').slice(0, 16)}`;
  }
}

function readableArn({ s3BucketName, s3ObjectKey }: Asset): string {
  const keys = s3ObjectKey.startsWith(ARTIFACTS_PREFIX) ? `${ARTIFACTS_PREFIX}*` : s3ObjectKey;
  return `arn:${Aws.PARTITION}:s3:::${s3BucketName}/${keys}`;
}

/** Named by the bundle's own bytes: what does not change them replaces no cluster. */
function jobAsset(scope: Construct): Asset {
  const build = (folder: string) => {
    execFileSync(process.execPath, ['esbuild.config.mjs', path.join(folder, 'job.js')], {
      cwd: ROOT,
      stdio: ['ignore', 2, 2],
    });
  };
  return new Asset(scope, 'Job', {
    path: path.join(ROOT, 'job'),
    bundling: oneFile(build),
    assetHashType: AssetHashType.OUTPUT,
  });
}

/** Named by the integrity that it has to have, which is known before it is fetched. */
function nodeAsset(scope: Construct, release: NodeRelease): Asset {
  // here and not while it is bundled, where CDK would put its own words before what is wrong
  const tarball = Stack.of(scope).bundlingRequired ? nodeTarball(release, NODE_CACHE) : '';
  const copy = (folder: string) => fs.copyFileSync(tarball, path.join(folder, 'node.tgz'));
  return new Asset(scope, 'Node', {
    path: path.join(ROOT, 'assets'),
    bundling: oneFile(copy),
    assetHash: release.integrity,
  });
}
