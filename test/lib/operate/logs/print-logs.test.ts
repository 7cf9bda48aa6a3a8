import type { LogFile } from '../../../../lib/operate/logs/log-bucket';
import { printLogs } from '../../../../lib/operate/logs/print-logs';

const PLACE = 's3://logs/emr/j-1/steps/s-2/';
const END = 'INFO total process run time: 2 seconds\nINFO Step ended with exit code 0\n';

/** A place to which the logs of each round are added when the command sleeps. */
function delivered(...rounds: readonly (readonly [name: string, text: string])[][]) {
  const logs = new Map<string, string>(rounds[0]);
  const printed: string[] = [];
  let round = 0;
  return {
    source: {
      place: PLACE,
      why: 'step s-2 never ran',
      list: async () =>
        [...logs].map(([name, text]): LogFile => {
          return { location: `${PLACE}${name}`, modified: new Date(0), etag: text };
        }),
      read: async ({ location }: LogFile) => logs.get(location.slice(PLACE.length)) as string,
      canCome: async () => round < rounds.length + 3,
    },
    printed,
    around: {
      print: (text: string) => printed.push(text.replace(/^.*\n/, '')),
      printed: async () => true,
      now: () => new Date(0),
      tell: () => {},
      sleep: async () => {
        for (const [name, text] of rounds[++round] ?? []) logs.set(name, text);
      },
    },
    rounds: () => round,
  };
}

const FOLLOW = { pollMs: 1000, deadlineMs: Number.POSITIVE_INFINITY, follow: true, json: false };

test('a log that comes after the one that tells the end is printed too', async () => {
  const { source, printed, around, rounds } = delivered(
    [['controller', END]],
    [['stdout', 'out\n']],
    [['late', 'unread']],
  );
  await printLogs(source, FOLLOW, around);
  expect(printed).toEqual([END.trimEnd(), 'out']);
  expect(rounds()).toBe(1);
});

test('of a log that has grown only the new text is printed', async () => {
  const { source, printed, around } = delivered([['stdout', 'a\n']], [['stdout', 'a\nb\n']], [['controller', END]]);
  await printLogs(source, FOLLOW, around);
  expect(printed).toEqual(['a', 'b', END.trimEnd()]);
});

test('without --follow the logs that are there are enough', async () => {
  const { source, printed, around, rounds } = delivered([['stdout', 'a\n']], [['controller', END]]);
  await printLogs(source, { ...FOLLOW, follow: false }, around);
  expect(printed).toEqual(['a']);
  expect(rounds()).toBe(0);
});
