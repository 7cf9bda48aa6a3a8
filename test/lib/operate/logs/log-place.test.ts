import { applicationIn, containerOf, containerPlace, stepPlace } from '../../../../lib/operate/logs/log-place';
import { clusterFacts, stepFacts } from '../cluster-facts';

it('the folders of the logs of EMR are known', () => {
  const cluster = clusterFacts();
  expect(stepPlace(cluster, stepFacts())).toBe('s3://logs/emr/j-1/steps/s-2/');
  expect(containerPlace(cluster, 'application_1_0001')).toBe('s3://logs/emr/j-1/containers/application_1_0001/');
  expect(containerPlace(cluster, null)).toBe('s3://logs/emr/j-1/containers/');
  expect(stepPlace(clusterFacts({ logs: null }), stepFacts())).toBeNull();
});

it('the logs of applications and containers are found', () => {
  const said = 'INFO impl.YarnClientImpl: Submitted application application_1732280000000_0007\n';
  expect(applicationIn(said)).toBe('application_1732280000000_0007');
  expect(applicationIn(null)).toBeNull();
  expect(containerOf('a/application_1_0001/container_e02_1_0001_01_000002/stderr.gz')).toBe(
    'container_e02_1_0001_01_000002',
  );
  expect(containerOf('container_1732280000000_0001_01_000002')).toBe('container_1732280000000_0001_01_000002');
  expect(containerOf('steps/s-1/stderr.gz')).toBeNull();
});
