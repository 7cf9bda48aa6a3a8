import fs from 'node:fs';
import { join } from 'node:path';
import { commonHeader } from '../../../job/format/format';
import { findHeader } from '../../../job/input/header';
import { temporaryFolder } from '../../support/folder';
import { inputFile } from '../../support/in-process';
import { resolveSpec } from '../../support/record-options';

const SPEC = resolveSpec({
  columns: 'userId,movieId,timestamp,größe',
  key: 'userId,movieId',
});
const COMMA = { ...SPEC, delimiter: ',' };

function files(...contents: readonly (string | Buffer)[]) {
  const folder = temporaryFolder();
  return contents.map((content, i) => inputFile(join(folder, `f${i}`), Buffer.from(content as string), false));
}

it.each([
  'userId,movieId,timestamp,größe',
  'USERID,movieid,TimeStamp,GRÖSSE'.replace('SS', 'ß'),
  '"userId","movieId","timestamp","größe"',
  "'userId' , movie Id,\ttimestamp, größe",
  'userId,movieId,timestamp,gro\u0308ße',
])('takes %j for the names of the columns', async (line) => {
  const [file] = files(`\ufeff${line}\r\n1,2,3,4\n`);
  expect(await findHeader([file as never], COMMA, 'match')).toEqual(
    commonHeader(Buffer.from(line), file?.path as string),
  );
});

it('takes names in Latin-1', async () => {
  const line = Buffer.from('userId,movieId,timestamp,größe', 'latin1');
  expect(await findHeader(files(line), COMMA, 'match')).toMatchObject({ line });
});

it.each(['userId,movieId,größe,timestamp', 'user_id,movieId,timestamp,größe', '1,10,3,200', ',,,'])(
  'refuses the names %j with both, unless they are to be ignored',
  async (line) => {
    const found = files('', `${line}\n1,2,3,4\n`);
    await expect(findHeader(found, COMMA, 'match')).rejects.toMatchObject({
      exitCode: 65,
      message:
        `the header of '${found[1]?.path}' names '${line}', but --columns 'userId,movieId,timestamp,größe'; ` +
        'give --columns as the file has them, or --header-names ignore where its names mean nothing',
    });
    expect(await findHeader(found, COMMA, 'ignore')).toMatchObject({ line: Buffer.from(line) });
  },
);

it('has none where no file has a line, whatever the names of the files', async () => {
  const [file] = files('');
  fs.renameSync(file?.path as string, `${file?.path}.gz`);
  const empty = { ...file, path: `${file?.path}.gz` };
  expect(await findHeader([empty as never], COMMA, 'match')).toBeNull();
});
