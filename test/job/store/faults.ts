import { constants } from 'node:fs';
import { fileSystem, type SmallFile } from '../../../job/store/local/file-system';

/** The operations that change a file system. A kill at any time between two of them leaves the same files. */
const CHANGES = ['mkdir', 'rename', 'unlink', 'rmdir', 'link'] as const;
const LOOKS = ['names', 'entries', 'lstat'] as const;

/** `kill`: every operation fails from there on. `error`: one operation fails once. */
export type FaultKind = 'kill' | 'error';

export interface Strike {
  /** Whether the work reached the operation to break. */
  readonly struck: boolean;
  readonly error: unknown;
}

/**
 * Breaks the file system at its k-th operation. `kill` counts changing operations and fails every later operation too,
 * as a killed process does not clean up either. `error` counts all operations and fails once.
 */
export class Faults {
  private done = 0;
  private readonly spies: jest.SpyInstance[] = [];

  constructor(
    private readonly kind: FaultKind,
    private readonly at: number,
  ) {}

  async strike(work: () => Promise<unknown>): Promise<Strike> {
    this.arm();
    try {
      await work();
      return { struck: this.done >= this.at, error: undefined };
    } catch (error) {
      return { struck: this.done >= this.at, error };
    } finally {
      for (const spy of this.spies) spy.mockRestore();
    }
  }

  private arm(): void {
    for (const name of [...CHANGES, ...LOOKS]) {
      const real = fileSystem[name] as (...args: unknown[]) => Promise<unknown>;
      const isChange = CHANGES.some((change) => change === name);
      const broken = async (...args: unknown[]) => {
        this.step(isChange);
        return real(...args);
      };
      this.spies.push(jest.spyOn(fileSystem, name).mockImplementation(broken as never));
    }
    const realOpen = fileSystem.open;
    const open = async (path: string, flags: string | number) => {
      this.step(typeof flags === 'number' ? (flags & constants.O_RDWR) !== 0 : flags !== 'r');
      return this.wrap(await realOpen(path, flags));
    };
    this.spies.push(jest.spyOn(fileSystem, 'open').mockImplementation(open as never));
  }

  private wrap(file: SmallFile): SmallFile {
    const write = file.write.bind(file);
    file.write = async (text) => {
      this.step(true);
      return write(text);
    };
    const sync = file.sync.bind(file);
    file.sync = async () => {
      this.step(false);
      return sync();
    };
    return file;
  }

  private step(isChange: boolean): void {
    if (this.kind === 'kill' && !isChange) {
      if (this.done >= this.at) throw new Error('killed');
      return;
    }
    this.done += 1;
    if (this.kind === 'kill' && this.done >= this.at) throw new Error('killed');
    if (this.kind === 'error' && this.done === this.at) {
      throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO', errno: -5 });
    }
  }
}
