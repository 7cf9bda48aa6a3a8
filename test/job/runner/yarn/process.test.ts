import childProcess from 'node:child_process';
import { EventEmitter } from 'node:events';
import { startProgram } from '../../../../job/runner/yarn/process';
import { systemError } from '../../../support/system-error';

afterEach(() => {
  jest.restoreAllMocks();
});

it('killing a program that has already ended leaves no timer behind', async () => {
  const program = startProgram(['sh', '-c', 'echo said; exit 3'], process.env);
  expect(await program.ended).toEqual({ exitCode: 3, said: ['said'] });
  const wait = jest.spyOn(globalThis, 'setTimeout');
  program.kill();
  expect(wait).not.toHaveBeenCalled();
});

it.each([
  ['TERM', 143],
  ['KILL', 137],
])('a program that SIG%s ended has the exit code by which shells tell this signal', async (signal, exitCode) => {
  const program = startProgram(['sh', '-c', `kill -${signal} $$`], process.env);
  expect(await program.ended).toEqual({ exitCode, said: [] });
});

it.each([
  ['EMFILE', 74, 'too many open files; allow more (ulimit -n)'],
  ['EAGAIN', 74, 'the system has no more processes for this user or container; allow more (ulimit -u)'],
  ['ENOENT', 69, 'ENOENT'],
] as const)('a program that cannot be started fails with the reason: %s', async (code, exitCode, why) => {
  // the error of Node when it has no descriptors left for pipes
  const child = Object.assign(new EventEmitter(), { stdout: undefined, stderr: undefined, exitCode: null });
  jest.spyOn(childProcess, 'spawn').mockReturnValue(child as unknown as childProcess.ChildProcess);
  const program = startProgram(['hadoop'], process.env);
  child.emit('error', systemError(code));
  await expect(program.ended).rejects.toMatchObject({ exitCode, message: `cannot start 'hadoop': ${why}` });
});
