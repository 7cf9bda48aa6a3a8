import { Command } from 'commander';
import {
  givenOptions,
  overridingOptions,
  parseRun,
  type RunArguments,
  withOverrides,
} from '../../../../lib/operate/run/run-arguments';

const STEP = [
  'env',
  'AWS_REGION=us-east-1',
  'bash',
  '-c',
  'cd "$HOME/$1" && shift && exec bin/node job.js "$@"',
  'run dedup',
  'dedup-1',
  'yarn',
  's3://input/',
  's3://more/',
  '--output=s3://out/latest',
  '--delimiter=-',
  '--bad-records=fail',
  '--if-empty=ok',
  '--wait-lock=30m',
  '--hadoop=mapreduce.job.priority=HIGH',
];

function given(...argv: string[]) {
  const command = overridingOptions(new Command('submit').argument('[input...]'), ['json', 'quiet']);
  const { operands } = command.parseOptions(argv);
  return { inputs: operands, given: givenOptions(command) };
}

it('the request of a run is parsed from the arguments of its step', () => {
  const { prefix, request } = parseRun(STEP) as RunArguments;
  expect(prefix).toEqual(STEP.slice(0, 7));
  expect(request).toMatchObject({
    inputs: ['s3://input/', 's3://more/'],
    output: 's3://out/latest',
    run: null,
    ifEmpty: 'ok',
    waitLockMs: 1_800_000,
  });
  expect(request.record.stated.delimiter).toBe('-');
});

it.each([[['aws', 's3', 'cp', 'a', 'b']], [['yarn', 'application', '-list']], [[]], [['bash', '-c', 'yarn', 'yarn']]])(
  'the arguments %j are not those of a run',
  (args) => {
    expect(parseRun(args)).toBeNull();
  },
);

it('given options replace those of the step, and the other options stay', () => {
  const args = withOverrides(
    parseRun(STEP) as RunArguments,
    given('--bad-records', 'keep', '--merge', '--run-id', '20261122t152504z-a'),
  );
  expect(args).toEqual([
    ...STEP.slice(0, 10),
    '--output',
    's3://out/latest',
    '--if-empty',
    'ok',
    '--delimiter=-',
    '--bad-records',
    'keep',
    '--wait-lock',
    '30m',
    '--hadoop',
    'mapreduce.job.priority=HIGH',
    '--merge',
    '--run-id',
    '20261122t152504z-a',
  ]);
  expect(parseRun(args)?.request).toMatchObject({ badRecords: 'keep', merge: true, run: '20261122t152504z-a' });
});

it('given inputs replace those of the step, and given Hadoop properties are added', () => {
  const args = withOverrides(parseRun(STEP) as RunArguments, given('s3://other/', '--hadoop', 'a=b'));
  const run = parseRun(args);
  expect(run?.inputs).toEqual(['s3://other/']);
  expect(run?.request.hadoop).toEqual(['mapreduce.job.priority=HIGH', 'a=b']);
});

it('options with --no- remove those of the step', () => {
  const step = [
    ...STEP,
    '--header',
    '--merge',
    '--allow-empty',
    '--max-bad-records=5',
    '--bad-records=keep',
    '--parts=4',
  ];
  const back = [
    '--no-header',
    '--no-merge',
    '--no-allow-empty',
    '--no-max-bad-records',
    '--no-max-run-time',
    '--no-parts',
  ];
  const args = withOverrides(parseRun(step) as RunArguments, given(...back, '--bad-records', 'fail'));
  expect(parseRun(args)?.request).toMatchObject({
    header: false,
    merge: false,
    allowEmpty: false,
    badRecords: 'fail',
    maxBadRecords: null,
    maxRunMs: null,
    sizing: { parts: null },
  });
  expect(args.filter((arg) => arg.startsWith('--no-'))).toEqual([]);
});

it('conditions of deletes replace those of the step, or remove them', () => {
  const step = [...STEP, '--columns=op,id,v', '--key=id', '--order-by=v', '--delete-when=op=D', '--delete-when=v!='];
  const conditions = (...argv: string[]) => {
    const args = withOverrides(parseRun(step) as RunArguments, given(...argv));
    return parseRun(args)?.request.record.deleteWhen;
  };
  expect(conditions()).toEqual(['op=D', 'v!=']);
  expect(conditions('--delete-when', 'v!=1', '--delete-when=op=')).toEqual(['v!=1', 'op=']);
  expect(conditions('--no-delete-when')).toEqual([]);
});

it('a combination of options that contradicts itself is refused', () => {
  const args = withOverrides(parseRun(STEP) as RunArguments, given('--max-bad-records', '3'));
  expect(() => parseRun(args)).toThrow('--max-bad-records needs --bad-records drop or keep');
});

it('options that were not given are not passed on', () => {
  expect(given().given.size).toBe(0);
});
