import { execFileSync } from 'node:child_process';
import { rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { changeOf, previousOutput, storedFile } from '../../../job/publication/previous-output';
import { ledgerName } from '../../../job/shared/output-files';
import { openLocalFolder } from '../../../job/store/local/store';
import type { Summary, SummaryPart } from '../../../job/summary/summary';
import { BUSIEST, localPlace, makeHome, OLD, removeHome, SITUATIONS, summaryOf, write } from './publication';

let home: string;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => removeHome(home));

describe('previousOutput', () => {
  it('tells its own files from those of other programs', async () => {
    const folder = join(home, 'out');
    await SITUATIONS[BUSIEST]?.(localPlace(folder));
    rmSync(join(folder, `part-00002-${OLD}`));
    const found = await previousOutput(openLocalFolder(folder));
    expect(found).toMatchObject({
      summary: expect.objectContaining({ run: OLD }),
      hasSuccess: true,
      own: [`part-00000-${OLD}`, `_rejected/part-00000-${OLD}.jsonl`, ledgerName(OLD)],
      missing: [`part-00002-${OLD}`],
      changed: [`part-00001-${OLD}`],
      foreign: ['sub/deep.csv', 'theirs.csv'],
    });
    const path = join(folder, `part-00000-${OLD}`);
    const version = String(statSync(path).mtimeMs);
    const [first, , third] = (found.summary as Summary).output.parts;
    expect(storedFile(found, first as SummaryPart)).toEqual({ path, sizeBytes: 5, version, own: true, codec: 'none' });
    expect(storedFile(found, third as SummaryPart)).toBeUndefined();
  });

  it('treats a part that is not a file as foreign, whatever its size', async () => {
    const folder = join(home, 'out');
    await SITUATIONS['a replacement']?.(localPlace(folder));
    const [first, second, third] = [0, 1, 2].map((part) => `part-0000${part}-${OLD}`) as [string, string, string];
    for (const name of [first, second]) rmSync(join(folder, name));
    execFileSync('mkfifo', [join(folder, first)]);
    // the link is as long as the part was
    symlinkSync('x'.repeat(5), join(folder, second));
    const reject = `_rejected/part-00000-${OLD}.jsonl`;
    write(folder, { '_rejected/notes.txt': '' });
    const found = await previousOutput(openLocalFolder(folder));
    expect(found).toMatchObject({
      own: [third, reject, ledgerName(OLD)],
      changed: [first, second],
      foreignRejects: ['_rejected/notes.txt'],
    });
    expect(changeOf(found, first)).toBe('is a FIFO, not a file');
    expect(changeOf(found, second)).toBe('is a link, not a file');
    const { parts } = (found.summary as Summary).output;
    expect(parts.map((part) => storedFile(found, part) !== undefined)).toEqual([false, false, true]);
  });

  it('finds no files in an output that does not exist', async () => {
    const none = { summary: undefined, hasSuccess: false, own: [], missing: [], changed: [], foreign: [] };
    expect(await previousOutput(openLocalFolder(join(home, 'none')))).toMatchObject(none);
  });

  it.each([
    [{ version: 2 }, 'version is 2, expected 1'],
    [{ run: undefined }, 'run is missing, expected the id of a run'],
  ])('refuses a summary that it cannot read: %j', async (change, fault) => {
    write(home, { '_dedup/summary.json': JSON.stringify({ ...summaryOf(OLD, []), ...change }) });
    await expect(previousOutput(openLocalFolder(home))).rejects.toMatchObject({
      exitCode: 73,
      message:
        `${home}/_dedup/summary.json is not a summary that this program can read (${fault}): ` +
        'give the output another name, or move that folder away',
    });
  });
});
