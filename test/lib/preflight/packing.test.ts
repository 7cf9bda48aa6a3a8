import type { Context } from '../../../lib/settings/read';
import { about, found, M5 } from '../../support/preflight';

describe('the preflight of memory', () => {
  const memory = (context: Context, region?: string) => about('memory', found(context, region));

  it('refuses containers that are a megabyte a slot too large, with the arithmetic and every remedy', () => {
    expect(memory({ containerMemoryMb: 2624 })).toEqual([]);
    expect(memory({ containerMemoryMb: 2625 })).toEqual([
      'error: parallelism 16 does not fit: it is 4 containers, and 4 x m3.xlarge with 11520 MB for YARN each, ' +
        'containers of 4 x 2625 MB and a master of 1024 MB: 3 x floor(11520 / 10500) + floor((11520 - 1024) / 10500) ' +
        '= 3 x 1 + 0 is room for 3; set containerMemoryMb to 2624 or less, or coreInstanceCount to 5, or parallelism to 12, ' +
        'or coreInstanceType to one with more memory',
    ]);
  });

  it('counts containers of one slot', () => {
    expect(memory({ slots: 1, containerMemoryMb: 2624 })).toEqual([]);
    expect(memory({ slots: 1, containerMemoryMb: 2625 })).toEqual([
      'error: parallelism 16 does not fit: it is 16 containers, and 4 x m3.xlarge with 11520 MB for YARN each, ' +
        'containers of 1 x 2625 MB and a master of 1024 MB: 3 x floor(11520 / 2625) + floor((11520 - 1024) / 2625) ' +
        '= 3 x 4 + 3 is room for 15; set containerMemoryMb to 2624 or less, or coreInstanceCount to 5, or parallelism to 15, ' +
        'or coreInstanceType to one with more memory',
    ]);
  });

  it('warns of containers so small that more would fit', () => {
    expect(memory({ containerMemoryMb: 1441 })).toEqual([]);
    expect(memory({ containerMemoryMb: 1440 })).toEqual([
      'warning: parallelism 16 leaves memory idle: it is 4 containers, and 4 x m3.xlarge with 11520 MB for YARN each, ' +
        'containers of 4 x 1440 MB and a master of 1024 MB: 3 x floor(11520 / 5760) + floor((11520 - 1024) / 5760) ' +
        '= 3 x 2 + 1 is room for 7; set containerMemoryMb to 2624, or coreInstanceCount to 3, or parallelism to 28',
    ]);
  });

  it('warns of more nodes than the containers need', () => {
    expect(memory({ coreInstanceCount: 6 })).toEqual([
      'warning: parallelism 16 leaves memory idle: it is 4 containers, and 6 x m3.xlarge with 11520 MB for YARN each, ' +
        'containers of 4 x 2560 MB and a master of 1024 MB: 5 x floor(11520 / 10240) + floor((11520 - 1024) / 10240) ' +
        '= 5 x 1 + 1 is room for 6; set containerMemoryMb to 2880, or coreInstanceCount to 4, or parallelism to 24',
    ]);
  });

  it('accepts spare memory that no other setting would use', () => {
    expect(memory({ coreInstanceCount: 1, parallelism: 3, containerMemoryMb: 3498 })).toEqual([]);
  });

  it('advises only sizes and numbers that the job accepts', () => {
    expect(memory({ ...M5, coreInstanceType: 'c5.xlarge', parallelism: 100, containerMemoryMb: 8000 })).toEqual([
      'error: parallelism 100 does not fit: it is 25 containers, and 4 x c5.xlarge with 6144 MB for YARN each, ' +
        'containers of 4 x 8000 MB and a master of 1024 MB: 3 x floor(6144 / 32000) + floor((6144 - 1024) / 32000) ' +
        '= 3 x 0 + 0 is room for 0; set coreInstanceType to one with more memory',
    ]);
  });

  it('of parallelism auto needs room for one container', () => {
    const auto = { parallelism: 'auto' };
    expect(memory(auto)).toEqual([]);
    expect(memory({ ...auto, coreInstanceCount: 1 })).toEqual([]);
    expect(memory({ ...auto, coreInstanceCount: 1, containerMemoryMb: 2625 })).toEqual([
      'error: parallelism auto does not fit: it is 1 container, and 1 x m3.xlarge with 11520 MB for YARN each, ' +
        'containers of 4 x 2625 MB and a master of 1024 MB: 0 x floor(11520 / 10500) + floor((11520 - 1024) / 10500) ' +
        '= 0 x 1 + 0 is room for 0; set containerMemoryMb to 2624 or less, or coreInstanceCount to 2, or coreInstanceType to ' +
        'one with more memory',
    ]);
  });

  it('warns of core nodes that parallelism auto never uses', () => {
    expect(memory({ parallelism: 'auto', coreInstanceCount: 64 })).toEqual([]);
    expect(memory({ parallelism: 'auto', coreInstanceCount: 65, maxParallelism: 260 })).toEqual([]);
    expect(memory({ parallelism: 'auto', coreInstanceCount: 65 })).toEqual([
      'warning: parallelism auto takes at most 256 slots, and 65 x m3.xlarge with 11520 MB for YARN each, ' +
        'containers of 4 x 2560 MB and a master of 1024 MB: 64 x floor(11520 / 10240) + floor((11520 - 1024) / 10240) ' +
        '= 64 x 1 + 1 is room for 260 of them; set maxParallelism to 260',
    ]);
  });

  it('refuses an application master that fits no node', () => {
    expect(memory({ applicationMasterMemoryMb: 12_000 })).toEqual([
      'error: applicationMasterMemoryMb is 12000, and a node of m3.xlarge gives YARN 11520 MB; set it to 1024',
    ]);
  });

  it('says that the memory of an unknown type is not known', () => {
    expect(memory({ ...M5, coreInstanceType: 'm9i.xlarge' })).toEqual([
      'unchecked: what m9i.xlarge gives YARN is not known, so whether parallelism 16 fits was not checked',
    ]);
  });
});

it('no advice names a parallelism that is refused', () => {
  const said = (context: Context) => about('memory', found({ ...M5, ...context })).join();
  expect(said({ coreInstanceCount: 3000 })).toMatch(/ set (containerMemoryMb to \d+, or )?coreInstanceCount to 4$/);
  expect(said({ coreInstanceCount: 3000, parallelism: 'auto' })).toMatch(/; set maxParallelism to 10000$/);
  const most = { coreInstanceCount: 3000, parallelism: 'auto', maxParallelism: 10_000 };
  expect(said(most)).toMatch(/; set coreInstanceCount to 2500$/);
});
