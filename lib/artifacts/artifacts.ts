/** The files that a cluster needs: the job, the Node that runs it, and the script that copies both. */

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

/** Prefix of the kit's keys in the bucket that `cdk bootstrap` made. It keeps the kit's files apart from all others. */
export const ARTIFACTS_PREFIX = 'dedup/';

/** The kit's objects in the bucket that `cdk bootstrap` made. Each is named by a hash of its content. */
export class Artifacts extends Construct {
  /** `s3://bucket/key` of each object. */
  readonly jobUri: string;
  readonly nodeUri: string;
  readonly copyScriptUri: string;
  /**
   * ARNs that a role needs `s3:GetObject` on to read these objects. They cover the whole prefix, where the objects have
   * one: rights change some ten minutes before the new cluster is up, and until then the old cluster and the schedule
   * still copy the objects of the former deployment.
   */
  readonly objectArns: readonly string[];
  /**
   * Folder of the job on the master, relative to the home folder of the user that runs the steps. Its name changes with
   * the job, its Node and the copy script.
   */
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

/**
 * The asset is named by the bundle's own bytes, so a change of the sources that leaves the bundle as it was replaces no
 * cluster.
 */
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

/** The asset is named by the tarball's expected integrity, which is known before the tarball is fetched. */
function nodeAsset(scope: Construct, release: NodeRelease): Asset {
  // The tarball is fetched here rather than during bundling, where CDK would prefix an error with its own text.
  const tarball = Stack.of(scope).bundlingRequired ? nodeTarball(release, NODE_CACHE) : '';
  const copy = (folder: string) => fs.copyFileSync(tarball, path.join(folder, 'node.tgz'));
  return new Asset(scope, 'Node', {
    path: path.join(ROOT, 'assets'),
    bundling: oneFile(copy),
    assetHash: release.integrity,
  });
}
