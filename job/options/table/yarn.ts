import { MAX_PARTS } from '../../shared/output-files';
import { property, queueName } from '../parsing/hadoop-parsers';
import { count, onOrOff, size } from '../parsing/parsers';
import type { OptionTable } from './option-table';

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;
/**
 * The largest container that may be asked for. The cluster has a limit of its own; this one refuses typing errors
 * before the cluster is asked.
 */
const MAX_CONTAINER_BYTES = 256 * GiB;
const MAX_PARALLELISM = 10_000;
/** More threads than a large node has cores are typing errors. */
const MAX_SLOTS = 256;
/**
 * The smallest container of one slot: a task's JVM and Node take 1 GiB of it, and less than 256 MiB for records is not
 * worth a task.
 */
const MIN_SLOT_BYTES = 1280 * MiB;
const MIN_MASTER_BYTES = 512 * MiB;

/** The options for how the work is cut into tasks of YARN. */
export const SIZING_OPTIONS = {
  parallelism: {
    value: 'N',
    parser: count(MAX_PARALLELISM),
    default: '16',
    meaning: 'how many splits are read, or parts written, at a time',
    more: 'With `--slots 4`, 16 are 4 containers. Where a node is lost during the reduces, its maps run again, beside them if the cluster has the room.',
    setting: 'parallelism',
  },
  slots: {
    value: 'N',
    parser: count(MAX_SLOTS),
    default: '4',
    meaning: 'how many of these one container does at a time, in threads that share a memory',
    more: 'A container asks for as many cores. As many as a node has are best.',
    setting: 'slots',
  },
  parts: {
    value: 'N',
    parser: count(MAX_PARTS),
    defaultWords: 'the parallelism, or a multiple of it for large inputs',
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
} as const satisfies OptionTable;

/** The options that are passed on to Hadoop. */
export const HADOOP_OPTIONS = {
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
  hadoop: {
    value: 'name=value',
    parser: property,
    isList: true,
    meaning: 'a Hadoop property; give it as often as needed',
    more: "A value whose name looks like a secret's (`fs.s3a.secret.key`, `my.password`) is masked in the summary, the lease, the report and Hadoop's pages.",
  },
} as const satisfies OptionTable;
