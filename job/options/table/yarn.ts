import { GiB, KiB, MiB } from '../../shared/byte-units';
import { MAX_PARTS } from '../../shared/output-files';
import { property, queueName } from '../parsing/hadoop-parsers';
import { count, countOr, localFolder, onOrOff, size } from '../parsing/parsers';
import { inGroup } from './option-table';

/**
 * The largest container that may be asked for. The cluster has a limit of its own; this one refuses typing errors
 * before the cluster is asked.
 */
const MAX_CONTAINER_BYTES = 256 * GiB;
export const MAX_PARALLELISM = 10_000;
/** The parallelism that is chosen by the input and by what the cluster has free. */
export const AUTO = 'auto';
/** The most that `auto` chooses where `--max-parallelism` is not given. */
export const DEFAULT_MAX_PARALLELISM = 256;
/** The slots of a container where `--slots` is not given. */
export const DEFAULT_SLOTS = 4;
/** More threads than a large node has cores are typing errors. */
const MAX_SLOTS = 256;
/**
 * The smallest container of one slot: a task's JVM and Node take 1 GiB of it, and less than 256 MiB for records is not
 * worth a task.
 */
const MIN_SLOT_BYTES = 1280 * MiB;
const MIN_MASTER_BYTES = 512 * MiB;

/** The options for how the work is cut into tasks of YARN. */
export const SIZING_OPTIONS = inGroup('Tasks and containers', {
  parallelism: {
    value: 'N or auto',
    parser: countOr(AUTO, MAX_PARALLELISM),
    default: '16',
    meaning:
      'how many splits are read, or parts written, at a time; with `auto` as many as the input is worth and the cluster has free',
    more: 'With `--slots 4`, 16 are 4 containers. Where a node is lost during the reduces, its maps run again, beside them if the cluster has the room.',
    setting: 'parallelism',
  },
  maxParallelism: {
    value: 'N',
    parser: count(MAX_PARALLELISM),
    defaultWords: `\`${DEFAULT_MAX_PARALLELISM}\``,
    meaning: 'the most that `--parallelism auto` chooses; more than that is refused',
    setting: 'maxParallelism',
  },
  slots: {
    value: 'N',
    parser: count(MAX_SLOTS),
    defaultWords: `\`${DEFAULT_SLOTS}\`; with \`auto\` as many as pay on the nodes`,
    meaning: 'how many of these one container does at a time, in threads that share a memory',
    more: 'A container asks for as many cores. As many as a node has are best.',
    setting: 'slots',
    settingDefault: `${DEFAULT_SLOTS}`,
  },
  parts: {
    value: 'N',
    parser: count(MAX_PARTS),
    defaultWords: 'the parallelism, with `auto` 16, or a multiple of that for large inputs',
    meaning: 'the number of output parts',
    setting: 'parts',
  },
  splitSize: {
    value: 'size',
    parser: size(KiB, MAX_CONTAINER_BYTES),
    default: '1g',
    field: 'splitBytes',
    meaning: 'how much a split has at most',
    more: 'A packed file is never cut.',
  },
  containerMemory: {
    value: 'size',
    parser: size(MIN_SLOT_BYTES, MAX_CONTAINER_BYTES),
    default: '2560m',
    field: 'slotBytes',
    meaning: 'the memory of a task container for each of its slots',
    setting: 'containerMemoryMb',
  },
  applicationMasterMemory: {
    value: 'size',
    parser: size(MIN_MASTER_BYTES, MAX_CONTAINER_BYTES),
    default: '1024m',
    field: 'masterBytes',
    meaning: 'the memory of the container that runs the others',
    setting: 'applicationMasterMemoryMb',
  },
});

/** The options that are passed on to Hadoop. */
export const HADOOP_OPTIONS = inGroup('Hadoop', {
  queue: {
    value: 'name',
    parser: queueName,
    defaultWords: "the cluster's",
    meaning: "YARN's queue",
  },
  speculative: {
    value: 'on or off',
    parser: onOrOff,
    default: 'off',
    meaning: 'whether slow tasks are started a second time',
    more: 'They run beside the others if the cluster has the room; the result is the same.',
  },
  classData: {
    value: 'folder',
    parser: localFolder,
    meaning: 'a folder that `dedup class-data` has made, with which containers start faster',
    more: 'A container that cannot use them starts without, and the run warns.',
  },
  hadoop: {
    value: 'name=value',
    parser: property,
    isList: true,
    meaning: 'a Hadoop property; give it as often as needed',
    more: "A value whose name looks like a secret's (`fs.s3a.secret.key`, `my.password`) is masked in the summary, the lease, the report and Hadoop's pages.",
  },
});
