import type { Context } from '../../../lib/settings/read';
import { about, found, M5 } from '../../support/preflight';

describe('the preflight of memory', () => {
  const memory = (context: Context, region?: string) => about('memory', found(context, region));

  it('refuses tasks that are a megabyte too large, with the arithmetic and every remedy', () => {
    expect(memory({ containerMemoryMb: 2624 })).toEqual([]);
    expect(memory({ containerMemoryMb: 2625 })).toEqual([
      'error: parallelism 16 does not fit: 4 x m3.xlarge with 11520 MB for YARN each, tasks of 2625 MB and a master of 1024 MB: ' +
        '3 x floor(11520 / 2625) + floor((11520 - 1024) / 2625) = 3 x 4 + 3 is room for 15; ' +
        'set containerMemoryMb to 2624 or less, or coreInstanceCount to 5, or parallelism to 15, or coreInstanceType to one with more memory',
    ]);
  });

  it('refuses more parts than the memory of the application master can hold', () => {
    expect(memory({ parts: 1000 })).toEqual([]);
    expect(memory({ parts: 50_000 })).toEqual([
      'error: 1 map and 50000 reduce tasks need about 1137 MB of heap in the application master, which has 768 MB; ' +
        'set applicationMasterMemoryMb to 1536',
    ]);
  });

  it('warns of tasks so small that more would fit', () => {
    expect(memory({ containerMemoryMb: 2305 })).toEqual([]);
    expect(memory({ containerMemoryMb: 2304 })).toEqual([
      'warning: parallelism 16 leaves memory idle: 4 x m3.xlarge with 11520 MB for YARN each, tasks of 2304 MB and a master of 1024 MB: ' +
        '3 x floor(11520 / 2304) + floor((11520 - 1024) / 2304) = 3 x 5 + 4 is room for 19; ' +
        'set containerMemoryMb to 2624, or parallelism to 19',
    ]);
  });

  it('warns of more nodes than the tasks need', () => {
    expect(memory({ coreInstanceCount: 6 })).toEqual([
      'warning: parallelism 16 leaves memory idle: 6 x m3.xlarge with 11520 MB for YARN each, tasks of 2560 MB and a master of 1024 MB: ' +
        '5 x floor(11520 / 2560) + floor((11520 - 1024) / 2560) = 5 x 4 + 4 is room for 24; ' +
        'set containerMemoryMb to 3840, or coreInstanceCount to 4, or parallelism to 24',
    ]);
  });

  it('accepts spare memory that no other setting would use', () => {
    expect(memory({ coreInstanceCount: 1, parallelism: 3, containerMemoryMb: 3498 })).toEqual([]);
  });

  it('advises only task sizes and numbers that the job accepts', () => {
    expect(memory({ ...M5, coreInstanceType: 'c5.xlarge', parallelism: 100, containerMemoryMb: 8000 })).toEqual([
      'error: parallelism 100 does not fit: 4 x c5.xlarge with 6144 MB for YARN each, tasks of 8000 MB and a master of 1024 MB: ' +
        '3 x floor(6144 / 8000) + floor((6144 - 1024) / 8000) = 3 x 0 + 0 is room for 0; set coreInstanceType to one with more memory',
    ]);
  });

  it('refuses an application master that fits no node', () => {
    expect(memory({ applicationMasterMemoryMb: 12_000 })).toEqual([
      'error: applicationMasterMemoryMb is 12000, and a node of m3.xlarge gives YARN 11520 MB; set it to 1024',
    ]);
  });

  it('says that the memory of an unknown type is not known', () => {
    expect(memory({ ...M5, coreInstanceType: 'm9i.xlarge' })).toEqual([
      'unchecked: what m9i.xlarge gives YARN is not known, so whether 16 tasks fit was not checked',
    ]);
  });
});
