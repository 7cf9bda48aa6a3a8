import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { previousOutput, storedFile } from '../../job/previous-output';
import { openLocalFolder } from '../../job/store/local-folder';
import type { Summary, SummaryPart } from '../../job/summary';
import { BUSIEST, localPlace, makeHome, OLD, removeHome, SITUATIONS, summaryOf, write } from './publication';

let home: string;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => removeHome(home));

describe('previousOutput', () => {
  it('knows its own files from those of others', async () => {
    const folder = join(home, 'out');
    await SITUATIONS[BUSIEST]?.(localPlace(folder));
    rmSync(join(folder, `part-00002-${OLD}`));
    const found = await previousOutput(openLocalFolder(folder));
    expect(found).toMatchObject({
      summary: expect.objectContaining({ run: OLD }),
      hasSuccess: true,
      own: [`part-00000-${OLD}`, `_rejected/part-00000-${OLD}.jsonl`],
      missing: [`part-00002-${OLD}`],
      changed: [`part-00001-${OLD}`],
      foreign: ['sub/deep.csv', 'theirs.csv'],
    });
    const path = join(folder, `part-00000-${OLD}`);
    const version = String(statSync(path).mtimeMs);
    const [first, , third] = (found.summary as Summary).output.parts;
    expect(storedFile(found, first as SummaryPart)).toEqual({ path, sizeBytes: 5, version, own: true });
    expect(storedFile(found, third as SummaryPart)).toBeUndefined();
  });

  it('finds nothing where there is nothing', async () => {
    const none = { summary: undefined, hasSuccess: false, own: [], missing: [], changed: [], foreign: [] };
    expect(await previousOutput(openLocalFolder(join(home, 'none')))).toMatchObject(none);
  });

  it.each([
    [{ version: 2 }, 'version is 2'],
    [{ run: undefined }, 'run is missing'],
    [{ counts: { lines: -1 } }, 'counts.lines is -1'],
    [
      { output: { compress: 'none', bytes: 0, parts: [{ name: '../x', bytes: 1, lines: 1, crc32: 0 }], rejected: [] } },
      'output.parts is [{"name":"../x","bytes":1,"lines":1,"crc32":0}]',
    ],
  ])('refuses a summary it cannot read: %j', async (change, fault) => {
    write(home, { '_dedup/summary.json': JSON.stringify({ ...summaryOf(OLD, []), ...change }) });
    await expect(previousOutput(openLocalFolder(home))).rejects.toMatchObject({
      exitCode: 73,
      message:
        `${home}/_dedup/summary.json is not a summary that this program can read (${fault}): ` +
        'give the output another name, or move that folder away',
    });
  });
});
