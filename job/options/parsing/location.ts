/**
 * Checks the locations that a command is given: paths of this machine, and S3. A location that looks like another kind
 * of place is refused. Pure.
 */

import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { isS3, parseS3 } from '../../shared/s3-location';

const UNDERSTOOD = 'expected a path, or s3://bucket/prefix';

/** `hdfs://…`, `gs://…`, and with one slash `hdfs:/…`; a path with such a name is written with `./` before it. */
const SCHEME = /^([a-z][a-z0-9+.-]*):\//i;
/** `user@host:/data`, as scp and rsync write it. */
const REMOTE = /^[\w.-]+@[\w.-]+:/;
const DRIVE = /^[a-z]:\\/i;
const HOME = /^~([\w.-]*\/|$)/;
/** `$HOME/in`, and `${DAY}` anywhere: quotes, or a caller without a shell, have left the variable as it was. */
const VARIABLE = /^\$[A-Za-z_]|\$\{[A-Za-z_]/;

/**
 * Resolves a location: a URL of `file://` becomes its path. `what` names the location in messages (`input`,
 * `--output`). Throws with exit code 64 for a place of another kind, which would otherwise be taken for a folder of
 * that very name.
 */
export function resolveLocation(what: string, location: string): string {
  if (/^file:\//i.test(location)) return pathOfUrl(what, location);
  if (isS3(location)) {
    parseS3(location);
    return location;
  }
  const problem = problemOf(location);
  if (problem !== null) throw new Failure(EXIT.usage, `${what} '${location}' ${problem}`);
  return location;
}

/** Like `resolveLocation`, for a place that has to be on this machine. */
export function resolvePath(what: string, location: string): string {
  if (!isS3(location)) return resolveLocation(what, location);
  throw new Failure(EXIT.usage, `${what} '${location}' is in S3, expected a path of this machine`);
}

/** The problem of a location, as it follows the location in a message; null where the location is a path. */
function problemOf(location: string): string | null {
  if (location === '-') {
    return `does not mean standard input or output here, ${UNDERSTOOD}; './-' is a file of that name`;
  }
  if (HOME.test(location)) return `was not expanded by a shell: write $HOME, or './${location}' for a name like that`;
  if (VARIABLE.test(location)) return 'holds a variable that no shell has replaced, expected its value';
  if (/^arn:/i.test(location)) return arnProblem(location);
  if (DRIVE.test(location) || REMOTE.test(location)) return `is on another machine, ${UNDERSTOOD}`;
  const scheme = SCHEME.exec(location)?.[1];
  if (scheme === undefined) return null;
  const url = s3UrlOfWeb(location);
  if (url !== null) return `is an address for browsers, write '${url}'`;
  return `is a place of '${scheme}:', which is not understood, ${UNDERSTOOD}`;
}

function arnProblem(arn: string): string {
  const path = /^arn:[a-z-]+:s3:::([^:]+)$/i.exec(arn)?.[1];
  return path === undefined ? `is an ARN, ${UNDERSTOOD}` : `is an ARN, write 's3://${path}'`;
}

/**
 * The `s3://` location of a web address of S3, such as `https://bucket.s3.eu-west-1.amazonaws.com/in` or
 * `https://s3.eu-west-1.amazonaws.com/bucket/in`; null for any other address.
 */
function s3UrlOfWeb(location: string): string | null {
  const host = /^https?:\/\/(?:([a-z0-9][a-z0-9.-]*)\.)?s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?\/([^?#]+)/i;
  const [, bucket, path] = host.exec(location) ?? [];
  if (path === undefined) return null;
  return bucket === undefined ? `s3://${path}` : `s3://${bucket}/${path}`;
}

function pathOfUrl(what: string, url: string): string {
  const path = /^file:(?:\/\/(?:localhost)?)?(\/(?!\/).*)$/is.exec(url)?.[1];
  if (path === undefined) {
    throw new Failure(EXIT.usage, `${what} '${url}' is a file of another machine, expected file:///path, or the path`);
  }
  // some programs read %20 as a space, and some as three characters
  if (path.includes('%')) throw new Failure(EXIT.usage, `${what} '${url}' has '%' in it, expected the path itself`);
  return path;
}
