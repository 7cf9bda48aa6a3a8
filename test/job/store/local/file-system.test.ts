import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileSystem } from '../../../../job/store/local/file-system';
import { temporaryFolder } from '../../../support/folder';

const missing = join(temporaryFolder(), 'missing');

it.each([
  ['lstat', () => fileSystem.lstat(missing)],
  ['stat', () => fileSystem.stat(missing)],
  ['names', () => fileSystem.names(missing)],
  ['entries', () => fileSystem.entries(missing)],
  ['mkdir', () => fileSystem.mkdir(join(missing, 'below'))],
  ['rmdir', () => fileSystem.rmdir(missing)],
  ['rename', () => fileSystem.rename(missing, `${missing}-2`)],
  ['link', () => fileSystem.link(missing, `${missing}-2`)],
  ['unlink', () => fileSystem.unlink(missing)],
  ['open', () => fileSystem.open(missing, 'r')],
])('%s rejects with the error of the system', async (_, operation) => {
  await expect(operation()).rejects.toMatchObject({ code: 'ENOENT' });
});

it('a file is written from its start, and read from where it was read before', async () => {
  const path = join(temporaryFolder(), 'file');
  const file = await fileSystem.open(path, 'wx+');
  await file.write('äbc');
  await file.write('x');
  await file.sync();
  expect(readFileSync(path)).toEqual(Buffer.from('x\xa4bc', 'latin1'));
  const bytes = Buffer.alloc(6);
  expect(await file.read(bytes, 1)).toBe(3);
  expect(bytes).toEqual(Buffer.from('\0\xa4bc\0\0', 'latin1'));
  expect(await file.read(bytes, 4)).toBe(0);
  expect((await file.stat()).ino).toBe(statSync(path).ino);
  await file.close();
});
