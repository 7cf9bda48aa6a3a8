/** Hadoop silently ignores unknown properties, therefore every property that a run sets must be known to it. */

import { resolveYarn, type Sizing } from '../../job/options/yarn';
import { planYarn } from '../../job/runner/yarn/plan';
import { streamingArguments } from '../../job/runner/yarn/streaming';
import { newSubmission } from '../../job/runner/yarn/submission';
import { HadoopJars } from '../support/jars';
import { onYarn } from '../support/yarn';
import { yarnOptions } from '../support/yarn-options';

/** The properties of a run with every option that sets a property. */
function propertiesOfARun(): string[] {
  const request = resolveYarn(['in'], yarnOptions({ queue: 'night', speculative: 'on' }));
  const args = streamingArguments({
    submission: newSubmission('20261122t152504z-3f9a1c', 'out'),
    request,
    plan: planYarn([], request.sizing as Sizing),
    files: { node: '/node', bundle: '/dedup.js', job: '/job.json', secrets: '/secrets.json' },
    manifest: '/manifest',
    tokens: '/tokens',
    isVirtualMemoryChecked: true,
    classData: null,
  });
  return args.filter((_, i) => args[i - 1] === '-D').map((property) => property.slice(0, property.indexOf('=')));
}

onYarn('properties', (cluster) => {
  it('that a run sets are all known to Hadoop', () => {
    const names = propertiesOfARun();
    expect(names.length).toBeGreaterThan(25);
    expect(unknownIn(names)).toEqual([]);
  });

  it('that Hadoop does not have are detected', () => {
    const misspelt = ['mapreduce.job.tag', 'stream.map.inputs', 'mapreduce.map.memory.mbs', 'stream.map'];
    expect(unknownIn(misspelt)).toEqual(misspelt);
  });

  const jars = new HadoopJars(cluster);

  function unknownIn(names: readonly string[]): string[] {
    const defaults = jars.defaults();
    const rest = names.filter((name) => !defaults.has(name));
    const constants = jars.constants(rest);
    return rest.filter((name) => !constants.has(name));
  }
});
