/** The facts that preflight needs beside the settings. */

import type { Architecture } from '../catalog/tables/instance-types';

export interface Facts {
  /** The build of Node that the kit ships to the cluster. */
  readonly node: {
    /** `24.21.0` */
    readonly version: string;
    readonly architecture: Architecture;
    /** The oldest glibc that this build runs on: `2.28`. */
    readonly glibc: string;
  };
  /** Id of the account that is deployed to, null where it is not known. */
  readonly account: string | null;
  /** `2026-11-22` */
  readonly today: string;
}
