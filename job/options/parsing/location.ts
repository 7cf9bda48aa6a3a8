/** Which places a command understands: paths of this machine, and S3. Whatever else a location looks like is refused. Pure. */

import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import { isS3, parseS3 } from '../../shared/s3-location';

const UNDERSTOOD = 'expected a path, or s3://bucket/prefix';

/** `hdfs://…`, `gs://…`, and with one slash `hdfs:/…`; a path with such a name is written with `./` before it. */
const SCHEME = /^([a-z][a-z0-9+.-]*):\//i;
/** `user@host:/data`, as scp and rsync have it. */
const REMOTE = /^[\w.-]+@[\w.-]+:/;
const DRIVE = /^[a-z]:\\/i;
const HOME = /^~([\w.-]*\/|$)/;
/** `$HOME/in`, and `${DAY}` anywhere: quotes, or a caller without a shell, left it as it was. */
const VARIABLE = /^\$[A-Za-z_]|\$\{[A-Za-z_]/;

/**
 * A location as the job takes it: `file://` has become the path. `what` names it in messages (`input`, `--output`). Throws
 * with exit code 64 for what is no place that this kit understands, and would be a folder of that very name otherwise.
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

/** The same of a place that has to be on this machine. */
export function resolvePath(what: string, location: string): string {
  if (!isS3(location)) return resolveLocation(what, location);
  throw new Failure(EXIT.usage, `${what} '${location}' is in S3, expected a path of this machine`);
}

/** What follows the location in a message; null where it is a path. */
function problemOf(location: string): string | null {
  if (location === '-') return `means no standard input or output here, ${UNDERSTOOD}; './-' is a file of that name`;
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

/** `https://bucket.s3.eu-west-1.amazonaws.com/in` and `https://s3.eu-west-1.amazonaws.com/bucket/in`, as S3 itself shows them. */
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
  // some take %20 for a space, and some for three characters
  if (path.includes('%')) throw new Failure(EXIT.usage, `${what} '${url}' has '%' in it, expected the path itself`);
  return path;
}
