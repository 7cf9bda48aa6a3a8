/**
 * Hadoop properties that a run relies on. The run gives them to Hadoop itself, in this order, and `--hadoop` must not
 * set them.
 */
export const ESSENTIAL_PROPERTIES = [
  'mapreduce.job.tags',
  'mapreduce.job.credentials.json',
  'mapreduce.map.memory.mb',
  'mapreduce.reduce.memory.mb',
  'yarn.app.mapreduce.am.resource.mb',
  'mapreduce.job.running.map.limit',
  'mapreduce.job.running.reduce.limit',
  'mapreduce.job.reduces',
  'mapreduce.input.lineinputformat.linespermap',
  'stream.map.input.ignoreKey',
  'stream.map.output',
  'stream.reduce.input',
  'stream.reduce.output',
  'mapreduce.map.speculative',
  'mapreduce.reduce.speculative',
  'mapreduce.job.ubertask.enable',
  'mapreduce.fileoutputcommitter.algorithm.version',
  'mapreduce.output.fileoutputformat.compress',
  'mapreduce.job.split.metainfo.maxsize',
] as const;

export type EssentialProperty = (typeof ESSENTIAL_PROPERTIES)[number];

export function isEssential(name: string): boolean {
  return ESSENTIAL_PROPERTIES.some((each) => each === name);
}
