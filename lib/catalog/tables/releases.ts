/**
 * EMR's releases, as of 2026-11-22. Sources, of AWS's documentation: emr-standard-support (ends of support),
 * emr-release-components (labels), emr-release-app-versions-7.x (Hadoop, Java), private-subnet-iampolicy (operating
 * systems), linux/al2023/ug/glibc-gcc-and-binutils (glibc), emr-7100-release and emr-7130-release (logs that are lost).
 */

export const RELEASES_AS_OF = '2026-11-22';

export interface Release {
  readonly label: string;
  readonly os: string;
  /** The system's glibc. A program runs on it if it was built with this version or an older one. */
  readonly glibc: string;
  readonly hadoop: string;
  readonly java: number;
  /** The last day of standard support. Extended support, which AWS gives on request, is not counted. */
  readonly supportEnds: string;
  /** A defect of the release that AWS documents and mends in a later release. */
  readonly defect: string | null;
}

const LOSES_LOGS = 'can lose the logs of a step that runs for more than 3 hours';

/** The oldest release comes first. */
export const RELEASES: readonly Release[] = [
  emr7('emr-7.0.0', '3.3.6', '2026-08-31'),
  emr7('emr-7.1.0', '3.3.6', '2026-08-31'),
  emr7('emr-7.2.0', '3.3.6', '2026-08-31'),
  emr7('emr-7.3.0', '3.3.6', '2026-10-16'),
  emr7('emr-7.4.0', '3.4.0', '2026-11-13'),
  emr7('emr-7.5.0', '3.4.0', '2026-11-21'),
  emr7('emr-7.6.0', '3.4.0', '2027-01-10'),
  emr7('emr-7.7.0', '3.4.0', '2027-02-06'),
  emr7('emr-7.8.0', '3.4.1', '2027-03-07'),
  emr7('emr-7.9.0', '3.4.1', '2027-05-19', LOSES_LOGS),
  emr7('emr-7.10.0', '3.4.1', '2027-08-15', LOSES_LOGS),
  emr7('emr-7.11.0', '3.4.1', '2027-11-03', LOSES_LOGS),
  emr7('emr-7.12.0', '3.4.1', '2027-11-21', LOSES_LOGS),
  emr7('emr-7.13.0', '3.4.2', '2028-04-20'),
  emr7('emr-7.14.0', '3.4.2', '2028-09-08'),
];

function emr7(label: string, hadoop: string, supportEnds: string, defect: string | null = null): Release {
  return { label, os: 'Amazon Linux 2023', glibc: '2.34', hadoop, java: 17, supportEnds, defect };
}
