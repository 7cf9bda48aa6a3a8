/** Every option of the commands that operate a deployment, and the commands that have it. */

import { GENERAL, type Given, inGroup, type OptionTable } from '../../../job/options/table/option-table';
import { clusterStackName } from '../../deployment/outputs';

export const DEFAULT_STACK = clusterStackName('dedup');

export const OPERATING_OPTIONS = {
  context: {
    short: 'c',
    value: 'key=value',
    isList: true,
    meaning: 'a setting for this command, in place of its value in `cdk.json`; as often as needed',
  },
  ...inGroup('The cluster', {
    stack: { value: 'name', defaultWords: `\`${DEFAULT_STACK}\``, meaning: 'the stack of the cluster' },
    outputs: {
      value: 'file',
      meaning: 'the file that `cdk deploy --outputs-file` wrote; CloudFormation is not asked then',
    },
    cluster: {
      value: 'id',
      defaultWords: "the stack's",
      meaning: 'another cluster; its region is that of `--outputs`, if given',
    },
    newCluster: { meaning: 'run on a new cluster, which ends with the run' },
    submitted: {
      value: 'file',
      meaning: 'wait for the run in this file, which `dedup submit --json` printed, and for no other',
      more: 'The file also gives the region.',
    },
  }),
  ...inGroup('Limits', {
    maxRejected: {
      value: 'N or N%',
      defaultWords: 'any',
      meaning: 'more rejected records fail the wait',
      more: 'A percentage is a share of all records that were read, those of the merged output included.',
    },
    minKept: { value: 'N', defaultWords: 'any', meaning: 'fewer kept records fail the wait' },
    minLines: { value: 'N', defaultWords: 'any', meaning: 'fewer lines read fail the wait' },
    timeout: {
      value: 'time',
      defaultWords: 'as long as it takes',
      meaning: 'wait no longer than this: `90s`, `30m`, `2h`; the run goes on',
    },
  }),
  container: {
    value: 'name or all',
    defaultWords: "the step's own logs",
    meaning: 'print the logs of this container of the run, or of all',
  },
  follow: { meaning: 'go on printing until the step is over and its last logs have arrived' },
  poll: { value: 'time', default: '10s', meaning: 'the time between two requests to AWS, at least `1s`' },
  price: {
    value: 'dollars',
    isList: true,
    meaning: "the price of an instance hour, with EMR's share: `0.333`, or `m3.xlarge=0.333`, as often as needed",
    more: "`lookup` asks AWS's price list about types without a price.",
  },
  steps: { value: 'N', default: '20', meaning: 'the number of steps to show, beginning with the newest' },
  force: { meaning: 'end the cluster even while a step runs' },
  open: { meaning: 'open the page in a browser, and leave the output as it is' },
  ...inGroup(GENERAL, {
    json: {
      meaning: 'print the result as JSON, and nothing else, on standard output',
      more: 'Logs are printed as one object per line, `{log, modified, text}`.',
    },
    quiet: { meaning: 'print no progress' },
  }),
} as const satisfies OptionTable;

export type OperatingOption = keyof typeof OPERATING_OPTIONS;

/** The given options of a command that has these. */
export type GivenOptions<N extends OperatingOption> = Given<Pick<typeof OPERATING_OPTIONS, N>>;

const STACK = ['stack', 'outputs'] as const;
const CLUSTER = [...STACK, 'cluster'] as const;

/** The options of each command, in the order of its help. Those of `dedup yarn` stand before `--json` in `submit`. */
export const OPTIONS_OF = {
  doctor: ['context'],
  submit: [...STACK, 'newCluster', 'json'],
  wait: [...CLUSTER, 'submitted', 'maxRejected', 'minKept', 'minLines', 'timeout', 'poll', 'json', 'quiet'],
  status: [...CLUSTER, 'price', 'steps', 'json'],
  logs: [...CLUSTER, 'container', 'follow', 'poll', 'timeout', 'json'],
  cancel: [...CLUSTER, 'json'],
  terminate: [...CLUSTER, 'force', 'json'],
  report: ['open', 'json'],
} as const satisfies Readonly<Record<string, readonly OperatingOption[]>>;

export type OperatingCommand = keyof typeof OPTIONS_OF;

/** The table of the options of a command. */
export function tableOf(options: readonly OperatingOption[]): OptionTable {
  return Object.fromEntries(options.map((name) => [name, OPERATING_OPTIONS[name]]));
}

/** The commands that have an option, in the order of the help. */
export function commandsWith(option: OperatingOption): string[] {
  const all: readonly (readonly [string, readonly OperatingOption[]])[] = Object.entries(OPTIONS_OF);
  return all.filter(([, options]) => options.includes(option)).map(([command]) => command);
}
