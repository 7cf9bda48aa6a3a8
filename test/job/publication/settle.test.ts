import { settle } from '../../../job/publication/settle';
import { JOURNAL_FILE } from '../../../job/shared/output-files';
import { openLocalFolder } from '../../../job/store/local/store';
import { temporaryFolder } from '../../support/folder';
import { heldLease } from './publication';

const PAUSED = '20260505t000000z-aaaaaa';

test('a run that was paused before its publication cannot begin it any more once another run has settled', async () => {
  const out = temporaryFolder({});
  const store = openLocalFolder(out);
  const staging = await store.enter(PAUSED, true);
  await store.stage(staging, JOURNAL_FILE, '{}');
  expect(await settle(openLocalFolder(out), heldLease)).toBe('nothing');
  await expect(store.replace(staging, JOURNAL_FILE)).rejects.toMatchObject({ exitCode: 74 });
  expect(await store.read(JOURNAL_FILE)).toBeUndefined();
});
