import { Interrupted, tellsOfInterruption } from '../../../job/shared/interrupted';

test.each([
  [new Interrupted('SIGTERM'), 'interrupted by SIGTERM; nothing was changed', 143],
  [
    new Interrupted('SIGHUP', 'the end of the process that started it', 'too late'),
    'interrupted by the end of the process that started it; too late',
    129,
  ],
])('the message for %s is recognized when it is read back', (interrupted, message, exitCode) => {
  expect(interrupted).toMatchObject({ message, exitCode });
  expect(tellsOfInterruption(interrupted.message)).toBe(true);
});

test('another message is not taken for an interruption', () => {
  expect(tellsOfInterruption("bad record in 'interrupted by me'")).toBe(false);
});
