import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { MOST_NOTE_BYTES } from '../../../../job/shared/stored-document';
import { openLocalFolder } from '../../../../job/store/local/store';
import { home, out, RUN, stage, store, write } from './folder-output';

describe('files', () => {
  it('are all listed, including hidden files, without following links', async () => {
    for (const name of ['b', 'a/z', 'a-', '_dedup/x', '.hidden']) write(name, name);
    symlinkSync('/', join(out, 'link'));
    mkdirSync(join(out, 'empty'));
    const files = await store.list('');
    expect(files.map((file) => file.name)).toEqual(['.hidden', '_dedup/x', 'a-', 'a/z', 'b', 'link']);
    const version = String(statSync(join(out, '_dedup/x')).mtimeMs);
    expect(files[1]).toEqual({ name: '_dedup/x', sizeBytes: 8, version });
    expect(await openLocalFolder(join(home, 'none')).list('')).toEqual([]);
  });

  it('are written atomically and can be read', async () => {
    await store.put('_dedup/summary.json', 'one');
    await store.put('_dedup/summary.json', 'ü');
    await store.put('_SUCCESS', '');
    expect((await store.read('_dedup/summary.json'))?.toString()).toBe('ü');
    expect(await store.read('none')).toBeUndefined();
    expect(await store.read('_SUCCESS/below')).toBeUndefined();
    expect((await store.list('')).map((file) => file.name)).toEqual(['_SUCCESS', '_dedup/summary.json']);
  });
});

describe('a document', () => {
  const shown = () => `${out}/_dedup/x.json`;

  it.each<[string, () => unknown]>([
    ['FIFO', () => execFileSync('mkfifo', [shown()])],
    ['link', () => symlinkSync(join(home, 'theirs'), shown())],
    ['folder', () => mkdirSync(shown())],
  ])('that is a %s is refused, and not waited for', async (what, make) => {
    writeFileSync(join(home, 'theirs'), '{}');
    write('_dedup/other', '');
    make();
    const message = `cannot read ${shown()}: it is a ${what}, not a file; remove it`;
    await expect(store.read('_dedup/x.json')).rejects.toMatchObject({ exitCode: 74, message });
  });

  it('that is a socket is refused', async () => {
    write('_dedup/other', '');
    const server = createServer().listen(shown());
    await once(server, 'listening');
    try {
      const message = `cannot read ${shown()}: it is a socket, not a file; remove it`;
      await expect(store.read('_dedup/x.json')).rejects.toMatchObject({ exitCode: 74, message });
    } finally {
      server.close();
    }
  });

  it('that is larger than any document of this kit is refused without being loaded into memory', async () => {
    write('_dedup/x.json', '');
    truncateSync(shown(), MOST_NOTE_BYTES + 1);
    const message = `cannot read ${shown()}: it has ${MOST_NOTE_BYTES + 1} bytes, at most ${MOST_NOTE_BYTES} are expected; remove it if it is not yours`;
    await expect(store.read('_dedup/x.json')).rejects.toMatchObject({ exitCode: 74, message });
    truncateSync(shown(), MOST_NOTE_BYTES);
    expect(await store.read('_dedup/x.json')).toHaveLength(MOST_NOTE_BYTES);
  });

  it.each(['../x', 'a/../../x', 'a//x', './x', '/etc/hostname', 'a/\0x'])(
    'cannot have a name that leads outside the output: %j',
    async (name) => {
      write('a/x', '');
      await stage('x');
      writeFileSync(join(home, 'x'), 'theirs');
      for (const work of [() => store.read(name), () => store.retire(RUN, [name]), () => store.put(name, 'ours')]) {
        await expect(work()).rejects.toMatchObject({
          name: 'Failure',
          message: expect.stringContaining('is no name of'),
        });
      }
      expect(readFileSync(join(home, 'x'), 'latin1')).toBe('theirs');
    },
  );
});
