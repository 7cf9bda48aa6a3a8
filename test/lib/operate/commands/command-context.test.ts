/** The effect of a signal on commands that only look, and on commands that change something. */

import { Interrupted } from '../../../../job/shared/interrupted';
import {
  type CommandContext,
  type ContextOptions,
  withContext,
} from '../../../../lib/operate/commands/command-context';

/** Runs a command that receives a signal when it calls `interrupt`. */
function interrupted(changes: boolean, work: (context: CommandContext, interrupt: () => void) => Promise<unknown>) {
  const manner: ContextOptions = { quiet: true, changes };
  return withContext(manner, (context) => work(context, () => process.emit('SIGINT', 'SIGINT')));
}

const never = () => new Promise<never>(() => {});

it('a signal ends a command that only looks, and the message says that the run continues', async () => {
  const looking = interrupted(false, async (_, interrupt) => {
    interrupt();
    await never();
  });
  await expect(looking).rejects.toMatchObject({
    exitCode: 130,
    message:
      "interrupted by SIGINT; the run and its cluster go on: 'dedup status' shows them, 'dedup cancel' and 'dedup terminate' end them",
  });
});

it('a command changes nothing after a signal, whatever it was doing', async () => {
  let hasChanged = false;
  let worked: Promise<void> = Promise.resolve();
  const changing = interrupted(true, (context, interrupt) => {
    worked = (async () => {
      interrupt();
      await Promise.resolve();
      context.commit();
      hasChanged = true;
    })();
    return worked;
  });
  await expect(changing).rejects.toMatchObject({
    exitCode: 130,
    message: 'interrupted by SIGINT; nothing was changed',
  });
  await expect(worked).rejects.toBeInstanceOf(Interrupted);
  expect(hasChanged).toBe(false);
});

it('a change that has begun is finished despite a signal, and its result is printed', async () => {
  let said = '';
  const changing = interrupted(true, async (context, interrupt) => {
    context.commit();
    interrupt();
    await new Promise((resolve) => setImmediate(resolve));
    said = 'submitted';
  });
  await expect(changing).rejects.toMatchObject({
    exitCode: 130,
    message: 'interrupted by SIGINT; too late to stop: the request to AWS is under way',
  });
  expect(said).toBe('submitted');
});

it('a change that fails after a signal is reported by its own error', async () => {
  const changing = interrupted(true, async (context, interrupt) => {
    context.commit();
    interrupt();
    await new Promise((resolve) => setImmediate(resolve));
    throw new Error('access denied');
  });
  await expect(changing).rejects.toThrow('access denied');
});

it('progress from a lease is printed on one line without control characters', async () => {
  const shown = jest.spyOn(console, 'error').mockReturnValue(undefined);
  await withContext({ quiet: false }, async ({ tell }) => tell('maps \x1b[2J3/16\n\u202e'));
  expect(shown.mock.calls).toEqual([['maps \\x1b[2J3/16\\x0a\\u{202e}']]);
  shown.mockRestore();
});
