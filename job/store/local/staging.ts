import { posix } from 'node:path';
import { inFlight } from '../../shared/in-flight';
import { REPLACED_FOLDER, STAGING_FOLDER } from '../../shared/output-files';
import { randomInteger, randomUuid } from '../../shared/random';
import { ioFailure, isAbsence } from '../io-failure';
import { LostStaging } from '../lost';
import type { Check } from '../store';
import { aside, LocalAside } from './aside';
import { FolderSteps } from './folder-steps';
import { type Folders, UNFINISHED } from './folders';
import { byRun, parseStaging, type StagingName, stagingName } from './staging-name';
import { writeWhole } from './write-whole';

const { basename, dirname, join } = posix;

/** Removing large files takes some time. Two of Node's four threads for files are left to the publication meanwhile. */
const REMOVED_MEANWHILE = 2;

/**
 * The staging folders of an output, `_temporary/<staging>`. Each change of a publication is one `rename` out of its
 * staging folder or into it, addressed by name. A run that takes the staging over renames the folder. From then on each
 * rename of the former holder, however late, finds no such folder and changes nothing. So a publication never makes a
 * staging folder again, and never addresses one by a descriptor, which would follow the folder to its new name:
 * `Folders.at` sees to that.
 *
 * A lock file, with a check and a change while it is held, would not do: a holder that is paused between the two either
 * blocks every other run, or makes the change after its lock was broken.
 */
export class LocalStaging extends FolderSteps {
  readonly aside: LocalAside;
  /** The removals that were begun. */
  private removing: Promise<unknown> = Promise.resolve();

  constructor(folders: Folders) {
    super(folders);
    this.aside = new LocalAside(folders);
  }

  async stage(staging: string, name: string, text: string): Promise<void> {
    const file = staged(staging, name);
    // a run makes its staging folder itself; once the publication has begun, the folder must not be made again
    if (parseStaging(staging)?.takings === 0) await this.folders.make(staged(staging, ''));
    await this.makeBelow(staged(staging, ''), dirname(name));
    await this.write(staging, file, text);
    await this.folders.persist(dirname(file));
  }

  /** Renames the staging of a run: the run's late tasks know the folder by its old name alone. */
  async enter(run: string, setsAside: boolean): Promise<string> {
    const staging = stagingName({ run, takings: newTakings() });
    const hasStaged = await this.renameIfThere(staged(run, ''), staged(staging, ''));
    if (!hasStaged) await this.folders.make(staged(staging, ''));
    if (setsAside) await this.aside.make(staging);
    return staging;
  }

  /** Moves a staged file to its visible name. Returns false where the file is not staged. */
  async reveal(staging: string, from: string, to: string): Promise<boolean> {
    const source = staged(staging, from);
    if (await this.renameIfThere(source, to)) return true;
    if (!(await this.isThere(source))) {
      await this.refuseWithout(staging);
      return false;
    }
    await this.folders.make(dirname(to));
    return this.renameIfThere(source, to);
  }

  /** Moves a visible file into the staging. Returns false where there is none. */
  async withdraw(staging: string, name: string): Promise<boolean> {
    if (await this.renameIfThere(name, this.former(staging, name), 'remove')) return true;
    await this.refuseWithout(staging);
    return false;
  }

  /**
   * Begins to remove withdrawn files that nobody will bring back. `discard` waits for this, and removes the files that
   * could not be removed.
   */
  beginRemoval(staging: string, names: readonly string[]): void {
    const remove = (name: string) => this.folders.removeAll(this.former(staging, name)).catch(() => undefined);
    this.removing = Promise.all([this.removing, inFlight(REMOVED_MEANWHILE, names, remove)]);
  }

  /** Puts a withdrawn file back. Returns false where it was not withdrawn. */
  bringBack(staging: string, name: string): Promise<boolean> {
    return this.reveal(staging, basename(this.former(staging, name)), name);
  }

  hasFormer(staging: string, name: string): Promise<boolean> {
    return this.isThere(this.former(staging, name));
  }

  /** Writes a whole file: into the staging first, then renamed to its name. */
  async write(staging: string, name: string, text: string): Promise<void> {
    const unfinished = staged(staging, `${UNFINISHED}${randomUuid()}`);
    try {
      await this.folders.at(unfinished, (path) => writeWhole(path, text));
      await this.rename(unfinished, name);
    } catch (error) {
      if (isAbsence(error)) await this.refuseWithout(staging);
      await this.folders.removeAll(unfinished).catch(() => undefined);
      throw ioFailure('write', this.path(name), error);
    }
  }

  async keepAside(staging: string, run: string, name: string, text: string): Promise<void> {
    if (!(await this.aside.hasShown(run))) await this.write(staging, aside(staging, name), text);
  }

  async discard(staging: string): Promise<void> {
    await this.removing;
    await this.folders.removeAll(staged(staging, ''));
    await this.aside.discard(staging);
    await this.folders.persist(STAGING_FOLDER);
  }

  /** Gives every staging a new name, and its folder of set-aside files the same one. */
  async fence(check: Check): Promise<void> {
    const [stagings, asides] = [await this.stagings(), await this.aside.all()];
    const runs = new Set([...stagings.keys(), ...asides.keys()]);
    if (runs.size === 0) return;
    await check();
    for (const run of runs) {
      const lasts = [stagings, asides].map((names) => names.get(run)?.[0]);
      const to = stagingName({
        run,
        takings: 1 + Math.max(...lasts.map((last) => (last === undefined ? 0 : last.takings))),
      });
      const [staging, other] = lasts;
      if (staging !== undefined) await this.renameIfThere(staged(stagingName(staging), ''), staged(to, ''));
      if (other !== undefined) await this.aside.follow(stagingName(other), to);
    }
    await this.folders.persist(STAGING_FOLDER);
  }

  /**
   * Called after `fence`. Where another program has removed the staging folder, it is made under a name that was never
   * used.
   */
  async take(run: string, check: Check): Promise<string> {
    const last = await this.lastOf(run);
    const staging = stagingName(last === undefined ? { run, takings: newTakings() } : last);
    await this.folders.make(staged(staging, ''));
    await this.aside.make(staging);
    await check();
    return staging;
  }

  async sweep(keep: readonly string[], check: Check): Promise<void> {
    const all = [...(await this.stagings()).values(), ...(await this.aside.all()).values()].flat();
    const dead = all.filter(({ run }) => !keep.includes(run));
    if (dead.length === 0) return;
    await check();
    for (const name of new Set(dead.map(stagingName))) await this.discard(name);
  }

  /**
   * The present names of folders whose names a journal states: `_temporary/<run>/…` and others. The folders of a run may
   * have been renamed since the journal was written.
   */
  async namesOf(folders: ReadonlySet<string>): Promise<string[]> {
    const [stagings, asides] = [await this.stagings(), await this.aside.all()];
    return [...folders].flatMap((folder) => {
      const [top, run = '', ...below] = folder.split('/');
      if (top === STAGING_FOLDER) return namesIn(stagings, run).map((each) => staged(each, join(...below)));
      const other = top === REPLACED_FOLDER ? namesIn(asides, run) : [];
      return [folder, ...other.map((each) => aside(each, join(...below)))];
    });
  }

  private async lastOf(run: string): Promise<StagingName | undefined> {
    const all = [(await this.stagings()).get(run)?.[0], (await this.aside.all()).get(run)?.[0]];
    return all.filter((each) => each !== undefined).sort((a, b) => b.takings - a.takings)[0];
  }

  private async stagings() {
    return byRun(await this.namesIn(STAGING_FOLDER));
  }

  private async refuseWithout(staging: string): Promise<void> {
    if (!(await this.isThere(staged(staging, '')))) throw this.lost(staging);
  }

  private lost(staging: string): LostStaging {
    return new LostStaging(this.folders.root, staged(staging, ''));
  }

  private former(staging: string, name: string): string {
    return staged(staging, `former-${name.replaceAll('/', '-')}`);
  }
}

/**
 * A random start of the count of takeovers. So the name was never used before, not even by another run with the same
 * id.
 */
function newTakings(): number {
  return randomInteger(1e8, 2e8);
}

function namesIn(all: ReadonlyMap<string, readonly StagingName[]>, run: string): string[] {
  const found = all.get(run);
  return found === undefined ? [] : found.map(stagingName);
}

export function staged(staging: string, name: string): string {
  return join(STAGING_FOLDER, staging, name);
}
