/** Tells in words by which processes a run was carried out: threads of one machine, or containers of YARN. Pure. */

import { counted, grouped } from '../shared/figures';
import type { Summary } from './summary';

export interface Carrier {
  /** The workers, how many there were at a time, and more about them. */
  readonly workers: { readonly title: string; readonly count: number; readonly note: string };
  /** Further facts, each with its name. `isName` marks a value that is the name of something. */
  readonly facts: readonly { readonly title: string; readonly value: string; readonly isName: boolean }[];
  /** Whose memory the peak is; '' for that of the whole run. */
  readonly peakOf: string;
  /** The option that gives the workers more memory. */
  readonly memoryOption: string;
  /** One line about it for a terminal; null where there is nothing to say. */
  readonly line: string | null;
}

export function carrierOf({ threads, yarn }: Pick<Summary, 'threads' | 'yarn'>): Carrier {
  if (yarn === null) {
    const workers = { title: 'Threads', count: threads, note: threads === 1 ? 'worker' : 'workers' };
    const facts = [{ title: 'Threads', value: grouped(threads), isName: false }];
    return { workers, facts, peakOf: '', memoryOption: '--memory', line: null };
  }
  const { application, parallelism, why, maps, reduces, withClassData } = yarn;
  const ofTasks = withClassData === undefined ? '' : `, ${grouped(withClassData)} with class data`;
  return {
    workers: { title: 'Slots', count: parallelism, note: `at a time, of ${counted(maps + reduces, 'task')}` },
    facts: [
      { title: 'Application', value: application, isName: true },
      { title: 'Slots', value: `${grouped(parallelism)} at a time`, isName: false },
      ...(why === undefined ? [] : [{ title: 'Chosen', value: why, isName: false }]),
      { title: 'Tasks', value: `${counted(maps, 'map')}, ${counted(reduces, 'reduce')}${ofTasks}`, isName: false },
    ],
    peakOf: 'of one container, ',
    memoryOption: '--container-memory',
    line: `${application}: ${counted(maps, 'map')}, ${counted(reduces, 'reduce')}, ${parallelism} at a time`,
  };
}
