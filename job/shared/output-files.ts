/** The files of an output, whose names the job, the stacks and the report all know. Imports nothing. */

/**
 * The version of the format of outputs: hash, canonical order, part boundaries. A new version makes old outputs
 * unmergeable.
 */
export const FORMAT_VERSION = 1;
/**
 * The version of an output whose spec has deletes. It differs only in `_deleted/`. Programs that know nothing of that
 * folder would merge into the output without it, and bring deleted keys back, so that they have to refuse the output.
 */
export const DELETES_FORMAT_VERSION = 2;
/**
 * The version of an output of JSON Lines whose spec has a bar: between alternatives of a name, or with a backslash before it
 * within a name. To programs that know no alternatives a bar is a character of a name, so that they have to refuse the
 * output. It may have deletes.
 */
export const ALTERNATIVES_FORMAT_VERSION = 3;
/**
 * The version of an output whose spec has a condition of deletes that other values meet than the one that it names. Programs
 * that know only the value would take the other records for deletes, so that they have to refuse the output. It may have
 * alternatives.
 */
export const OTHER_VALUES_FORMAT_VERSION = 4;
export const FORMAT_VERSIONS: readonly number[] = [
  FORMAT_VERSION,
  DELETES_FORMAT_VERSION,
  ALTERNATIVES_FORMAT_VERSION,
  OTHER_VALUES_FORMAT_VERSION,
];
/** The versions in words, for messages. */
export const FORMATS_WORDS = `formats ${FORMAT_VERSION} to ${OTHER_VALUES_FORMAT_VERSION}`;

/** Files of an output folder, relative to it. Hadoop's readers and this kit skip names that start with `_`. */
export const SUCCESS_FILE = '_SUCCESS';
export const KIT_FOLDER = '_dedup';
export const SUMMARY_FILE = `${KIT_FOLDER}/summary.json`;
export const REPORT_FILE = `${KIT_FOLDER}/report.html`;
export const JOURNAL_FILE = `${KIT_FOLDER}/journal.json`;
export const LEASE_FILE = `${KIT_FOLDER}/lease.json`;
/** The latest records of keys where these are deletes: `_deleted/part-…` beside each part that has any. */
export const DELETED_FOLDER = '_deleted';
export const REJECTED_FOLDER = '_rejected';
/** Parts that are written but not yet visible: `_temporary/<run>/…`. */
export const STAGING_FOLDER = '_temporary';
/** Where `--overwrite` moves files that dedup did not write: `_replaced/<run>/…`. */
export const REPLACED_FOLDER = '_replaced';

export const MAX_PARTS = 100_000;

/**
 * `partName(3, '20261122t152504z-3f9a1c')` is `part-00003-20261122t152504z-3f9a1c`. The number has five digits, as in
 * Hadoop's names, so that name order is part order up to MAX_PARTS.
 */
export function partName(part: number, run: string, suffix = ''): string {
  return `part-${String(part).padStart(5, '0')}-${run}${suffix}`;
}

/**
 * The name of a file of rejects. These files are numbered from 0 in the order of the input, and there are at most
 * MAX_PARTS of them.
 */
export function rejectName(number: number, run: string): string {
  return `${REJECTED_FOLDER}/${partName(number, run, '.jsonl')}`;
}

/** The name of the ledger, which lists the input files whose records an output holds. */
export function ledgerName(run: string): string {
  return `${KIT_FOLDER}/ledger-${run}.jsonl.gz`;
}

/** The name of the file with the deletes of a part, which is called `part`. */
export function deletesName(part: string): string {
  return `${DELETED_FOLDER}/${part}`;
}

/** Whether a file of an output holds deletes. */
export function isDeleted(name: string): boolean {
  return name.startsWith(`${DELETED_FOLDER}/`);
}

/** Whether a file of an output holds rejects. */
export function isReject(name: string): boolean {
  return name.startsWith(`${REJECTED_FOLDER}/`);
}
