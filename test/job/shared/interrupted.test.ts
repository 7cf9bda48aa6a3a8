import { Interrupted, tellsOfInterruption } from '../../../job/shared/interrupted';

test.each([
  [new Interrupted('SIGTERM'), 'interrupted by SIGTERM; nothing was changed', 143],
  [
    new Interrupted('SIGHUP', 'the end of the process that started it', 'too late'),
    'interrupted by the end of the process that started it; too late',
    129,
  ],
])('%s is told, and known again', (interrupted, message, exitCode) => {
  expect(interrupted).toMatchObject({ message, exitCode });
  expect(tellsOfInterruption(interrupted.message)).toBe(true);
});

test('another message does not tell of one', () => {
  expect(tellsOfInterruption("bad record in 'interrupted by me'")).toBe(false);
});
