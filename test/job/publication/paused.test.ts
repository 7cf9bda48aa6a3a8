/** The drills of paused runs on a local folder. */

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileSystem, type SmallFile } from '../../../job/store/local/file-system';
import { step } from './paused';
import { testPaused, type WatchedPlace, whatIsWrong } from './paused-tests';
import { localPlace, makeHome, removeHome } from './publication';

const STEPS = ['mkdir', 'rename', 'unlink', 'rmdir', 'link', 'names', 'entries', 'lstat', 'stat'] as const;

/** The drills take long on a busy machine. */
jest.setTimeout(600_000);

let home: string;
let folders = 0;
let watched: WatchedPlace & { look(): void };

beforeEach(async () => {
  home = await makeHome();
  for (const name of STEPS) {
    const real = fileSystem[name] as (...args: unknown[]) => Promise<unknown>;
    const stepping = (...args: unknown[]) =>
      step(
        () => real(...args),
        () => watched.look(),
      );
    jest.spyOn(fileSystem, name).mockImplementation(stepping as never);
  }
  const realOpen = fileSystem.open;
  const open = async (...args: Parameters<typeof realOpen>) =>
    writing(
      await step(
        () => realOpen(...args),
        () => watched.look(),
      ),
    );
  jest.spyOn(fileSystem, 'open').mockImplementation(open as never);
});
afterEach(() => removeHome(home));

function writing(file: SmallFile): SmallFile {
  const write = file.write.bind(file);
  file.write = (text) =>
    step(
      () => write(text),
      () => watched.look(),
    );
  return file;
}

async function newPlace(): Promise<WatchedPlace> {
  folders += 1;
  const folder = join(home, `out-${folders}`);
  const wrong: string[] = [];
  const place = localPlace(folder);
  watched = {
    ...place,
    wrong,
    async expire() {
      rmSync(join(folder, '_dedup/lease.json'), { force: true });
    },
    look() {
      const found = existsSync(folder) ? whatIsWrong(readdirSync(folder)) : undefined;
      if (found !== undefined) wrong.push(found);
    },
  };
  return watched;
}

// the project `drills` pauses at every step
declare const IS_DRILL: boolean;
testPaused(
  newPlace,
  IS_DRILL ? { alone: 1, first: 23, other: 41, kills: true } : { alone: 29, first: 71, other: 109, kills: true },
);
