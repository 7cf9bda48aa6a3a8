import { startProgram } from '../../../../job/runner/yarn/process';

it('leaves nothing to wait for where a program that has ended is told to end', async () => {
  const program = startProgram(['sh', '-c', 'echo said; exit 3'], process.env);
  expect(await program.ended).toEqual({ exitCode: 3, said: ['said'] });
  const wait = jest.spyOn(globalThis, 'setTimeout');
  program.kill();
  expect(wait).not.toHaveBeenCalled();
});
