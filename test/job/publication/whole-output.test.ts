import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { wholeOutput } from '../../../job/publication/whole-output';
import { JOURNAL_FILE, SUCCESS_FILE } from '../../../job/shared/output-files';
import { openLocalFolder } from '../../../job/store/local/store';
import { verify } from '../../../job/verify/verify';
import { localPlace, makeHome, removeHome, SITUATIONS, write } from './publication';

let home: string;
let out: string;
beforeEach(async () => {
  home = await makeHome();
  out = join(home, 'out');
  await SITUATIONS['a replacement']?.(localPlace(out));
});
afterEach(() => removeHome(home));

describe.each([
  ['a command that reads an output', wholeOutput],
  ['verify', verify],
])('%s', (_, work) => {
  it('asks to try again where a run has begun to publish', async () => {
    rmSync(join(out, SUCCESS_FILE));
    write(out, { [JOURNAL_FILE]: '{}' });
    await expect(work(openLocalFolder(out))).rejects.toMatchObject({
      exitCode: 75,
      message: `a run is publishing to '${out}': try again`,
    });
  });
});

it('an output without _SUCCESS, to which nobody publishes, is not whole', async () => {
  rmSync(join(out, SUCCESS_FILE));
  await expect(wholeOutput(openLocalFolder(out))).rejects.toMatchObject({
    exitCode: 65,
    message: `the output in '${out}' is not whole: it has no _SUCCESS, so no run ended here; run again, or name another output`,
  });
});
