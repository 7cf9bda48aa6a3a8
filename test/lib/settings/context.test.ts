import { Failure } from '../../../job/shared/failure';
import { readSettings } from '../../../lib/settings/read';

/** The error of a context with this key alone. */
function refused(key: string): string {
  try {
    readSettings({ [key]: 'x' }, {});
  } catch (error) {
    if (error instanceof Failure && error.exitCode === 64) return error.message;
    throw error;
  }
  return 'not refused';
}

it.each([
  ['email', 'the nearest is alarmEmail'],
  ['vpc', 'the nearest is vpcId'],
  ['zone', 'the nearest are timeZone, availabilityZone'],
  ['instanceType', 'the nearest are coreInstanceType, masterInstanceType'],
  ['memory', 'the nearest are containerMemoryMb, applicationMasterMemoryMb'],
  ['Name', 'the nearest is name'],
  ['INPUT', 'the nearest is input'],
  ['coreInstancesCount', 'the nearest is coreInstanceCount'],
  ['in', 'the nearest is key'],
])('the unknown setting %s is refused with the settings that it may stand for', (key, advice) => {
  expect(refused(key)).toBe(`no setting is called '${key}'; ${advice}, and lib/README.md has them all`);
});

it('region and account are no settings, and the error says where they come from', () => {
  expect(refused('region')).toBe(
    "no setting is called 'region'; the region is that of AWS_REGION, or of the AWS profile",
  );
  expect(refused('account')).toBe("no setting is called 'account'; the account is that of the AWS credentials");
});
