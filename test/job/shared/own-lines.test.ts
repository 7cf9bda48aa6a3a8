import { errorLine, lastErrorIn, warningLine } from '../../../job/shared/own-lines';

test('the last error of a dedup command is found among the lines that Hadoop writes', () => {
  const log = [
    '26/11/22 10:11:12 INFO mapreduce.Job: Running job: job_1_0001',
    errorLine('the first of two'),
    warningLine('some fields begin with a double quote'),
    errorLine("bad record in 's3://in/a' at byte 12: 3 columns, expected 4"),
    warningLine('one more'),
    "Command exiting with ret '65'",
    '',
  ].join('\n');
  expect(lastErrorIn(log)).toBe("bad record in 's3://in/a' at byte 12: 3 columns, expected 4");
});

test('a warning is not taken for an error', () => {
  expect(lastErrorIn(`${warningLine('x')}\n`)).toBeNull();
  expect(lastErrorIn('')).toBeNull();
});

test('a message stays on one line, even if it quotes a line break', () => {
  const line = errorLine("'a\ndedup: b\u2028'");
  expect(line).toBe("dedup: 'a\\x0adedup: b\\u{2028}'");
  expect(lastErrorIn(`${line}\n`)).toBe("'a\\x0adedup: b\\u{2028}'");
  expect(warningLine('a\rb')).toBe('dedup: warning: a\\x0db');
});
