/** What each exit code means, and each variable of the environment: one table for the manual page and the README. Pure. */

import { EXIT } from '../shared/exit';

/** By its code. Backticks mark code. */
export const EXIT_WORDS: readonly (readonly [code: string, meaning: string])[] = [
  [`${EXIT.done}`, 'the command has done its work'],
  [`${EXIT.no}`, 'outputs differ (`diff`), or a key is absent or deleted (`explain`)'],
  [`${EXIT.usage}`, 'an option or an argument is wrong'],
  [
    `${EXIT.badData}`,
    'the data is bad: a bad record, too many bad records, no good record, a damaged input, or a damaged output (`verify`)',
  ],
  [`${EXIT.noInput}`, 'an input does not exist, or has no files'],
  [`${EXIT.unavailable}`, 'a necessary service is missing, or the cluster could not do the work'],
  [`${EXIT.software}`, 'the counts do not balance, or there is another defect of this program'],
  [
    `${EXIT.cannotCreate}`,
    'the output cannot be created, overlaps an input, holds files of others, or belongs to another run',
  ],
  [
    `${EXIT.io}`,
    'reading or writing failed: a full disk, an unreadable file, files that changed during the run, too few open files or threads',
  ],
  [`${EXIT.tryAgain}`, 'a later attempt may succeed: a run was just publishing, or AWS was busy or lacked machines'],
  [
    `${EXIT.underWay}`,
    'a run was submitted, or may have been, and a later step failed (`submit`, `npm run gate`). Standard output has its ids. Submit again only with the same `--run-id`',
  ],
  [
    `${EXIT.timedOut}`,
    'a time limit is over: `--max-run-time` ended the run without a change; after `--timeout` of `wait` the run goes on',
  ],
  ['128 + n', 'signal n ended the command, which changed nothing'],
];

export const ENVIRONMENT_WORDS: readonly (readonly [name: string, meaning: string])[] = [
  ['NO_COLOR', 'with any value nothing is coloured, also on a terminal'],
  ['DEBUG', 'with any value an error is printed with its stack'],
  ['TMPDIR', 'the folder for temporary files, where `--temp` is not given'],
  ['AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL', 'as the AWS SDK understands them'],
  ['AWS_MAX_ATTEMPTS', 'how often a request to AWS is tried'],
];
