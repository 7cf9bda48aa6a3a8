import { defaultsOf } from '../../../../job/options/table/option-table';
import { SIZING_OPTIONS } from '../../../../job/options/table/yarn';
import { resolveSizing } from '../../../../job/options/yarn';
import { hadoopConfigurations } from '../../../../lib/cluster/hadoop-configurations';
import { refuseUnfit } from '../../../../lib/operate/run/fit';
import { SAMPLE_SETTINGS } from '../../sample-settings';

const sizing = (more: object = {}) => resolveSizing({ ...defaultsOf(SIZING_OPTIONS), ...more });
const definition = (InstanceType: string, InstanceCount: number, Configurations: object[] = []) => ({
  Instances: {
    InstanceGroups: [
      { InstanceRole: 'MASTER', InstanceType: 'm5.xlarge', InstanceCount: 1 },
      { InstanceRole: 'CORE', InstanceType, InstanceCount },
    ],
  },
  Configurations,
});
const OURS = definition('m3.xlarge', 4, hadoopConfigurations(SAMPLE_SETTINGS));

it('the run of the stack itself fits its cluster', () => {
  expect(() => refuseUnfit(OURS, sizing())).not.toThrow();
  expect(() => refuseUnfit(OURS, sizing({ parallelism: '4', slots: '1', containerMemory: '10g' }))).not.toThrow();
});

it.each([
  [
    { containerMemory: '100g' },
    '--container-memory 102400m for each of 4 slots is more than a node of the cluster has for YARN: m3.xlarge has 11520 MB',
  ],
  [
    { parallelism: '3', slots: '1', containerMemory: '11521m' },
    '--container-memory 11521m is more than a node of the cluster has for YARN: m3.xlarge has 11520 MB',
  ],
  [
    { applicationMasterMemory: '12g' },
    '--application-master-memory 12288m is more than a node of the cluster has for YARN: m3.xlarge has 11520 MB',
  ],
  [
    { parallelism: '1000' },
    '--parallelism 1000 does not fit: its 250 containers of 10240 MB need more than 4 x m3.xlarge with 11520 MB for YARN each, which have room for 4 beside an application master of 1024 MB',
  ],
  [
    { slots: '1', containerMemory: '5g' },
    '--parallelism 16 does not fit: its 16 containers of 5120 MB need more than 4 x m3.xlarge with 11520 MB for YARN each, which have room for 8 beside an application master of 1024 MB',
  ],
])('a run with %j is refused because it does not fit', (more, message) => {
  expect(() => refuseUnfit(OURS, sizing(more))).toThrow(expect.objectContaining({ exitCode: 64, message }));
});

it('a run of --parallelism auto has to have room for one container', () => {
  const auto = { parallelism: 'auto' };
  expect(() => refuseUnfit(OURS, sizing({ ...auto, slots: '4' }))).not.toThrow();
  expect(() => refuseUnfit(OURS, sizing({ ...auto, containerMemory: '10g' }))).not.toThrow();
  expect(() => refuseUnfit(OURS, sizing({ ...auto, slots: '5' }))).toThrow(
    '--container-memory 2560m for each of 5 slots is more than a node of the cluster has for YARN: m3.xlarge has 11520 MB',
  );
});

it('the memory of an instance type comes from the tables if the definition has none', () => {
  expect(() => refuseUnfit(definition('m5.xlarge', 1), sizing({ parallelism: '5' }))).toThrow(/have room for 1 beside/);
  for (const unknown of [definition('z9.xlarge', 1), {}, null]) {
    expect(() => refuseUnfit(unknown, sizing({ parallelism: '10000' }))).not.toThrow();
  }
});
