import { MAX_PARTS } from '../../shared/output-files';
import { count, localFolder } from '../parsing/parsers';
import { inGroup } from './option-table';

/** The most threads: each has at least 16 MiB of the 4 GiB that a run can use. */
export const MAX_THREADS = 128;

/** The options for how the work is done on one machine. */
export const LOCAL_OPTIONS = inGroup('This machine', {
  parts: {
    value: 'N',
    parser: count(MAX_PARTS),
    defaultWords: 'one per thread',
    meaning: 'the number of output parts',
    more: 'Each part is written by one thread.',
  },
  threads: {
    value: 'N',
    parser: count(MAX_THREADS),
    defaultWords: 'one per processor',
    meaning: 'the number of worker threads',
  },
  // resolveRun in options.ts reads this value, since the smallest allowed memory depends on the threads
  memory: {
    value: 'size',
    defaultWords: 'half of the free memory, at most `3g`',
    meaning: 'the memory for records, at least `16m` per thread',
  },
  temp: {
    value: 'folder',
    parser: localFolder,
    defaultWords: "the system's",
    meaning: 'the folder for records that do not fit the memory',
  },
});
