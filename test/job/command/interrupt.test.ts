import { interruptible } from '../../../job/command/interrupt';

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('work with a time limit', () => {
  const OVERDUE = {
    exitCode: 124,
    message: 'the run was not done within the 0.02 s of --max-run-time, and was ended; nothing was changed',
  };

  it('ends when its time is over, and the error says so', async () => {
    const work = interruptible({ leavesWithParent: false, limitMs: 20 }, ({ signal }) => untilAborted(signal));
    await expect(work).rejects.toMatchObject(OVERDUE);
  });

  it('begins no change after its time is over', async () => {
    const work = interruptible({ leavesWithParent: false, limitMs: 20 }, async ({ signal, throwIfEnded }) => {
      await untilAborted(signal).catch(() => {});
      throwIfEnded();
    });
    await expect(work).rejects.toMatchObject(OVERDUE);
  });

  it('is not ended when it finishes in time or has no limit', async () => {
    for (const limitMs of [60_000, null]) {
      expect(await interruptible({ leavesWithParent: false, limitMs }, async () => 'done')).toBe('done');
    }
  });
});
