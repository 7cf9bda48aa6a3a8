import { Reporter } from '../../../../job/runner/yarn/reporter';

function reporter() {
  const printed: string[] = [];
  const clock = { nowMs: 5 };
  const made = new Reporter(
    (text) => printed.push(text),
    () => clock.nowMs,
  );
  return { reporter: made, printed, clock };
}

it('a task reports to Hadoop every ten seconds of work', () => {
  const { reporter: told, printed, clock } = reporter();
  for (; clock.nowMs < 25_000; clock.nowMs += 1000) told.beat('busy', () => ({}));
  expect(printed).toEqual(['reporter:status:busy\n', 'reporter:status:busy\n']);
});

it('the counters add up to the totals, whatever was reported before', () => {
  const { reporter: told, printed, clock } = reporter();
  clock.nowMs += 10_000;
  told.beat('read 7 bytes', () => ({ 'bytes-read': 7, lines: 2 }));
  told.count({ 'bytes-read': 7, lines: 3, blank: 0, rejected: 1 });
  told.count({ blank: 0, rejected: 1 });
  expect(printed).toEqual([
    'reporter:status:read 7 bytes\n',
    'reporter:counter:dedup,bytes-read,7\n',
    'reporter:counter:dedup,lines,2\n',
    'reporter:counter:dedup,lines,1\n',
    'reporter:counter:dedup,blank,0\n',
    'reporter:counter:dedup,rejected,1\n',
  ]);
});
