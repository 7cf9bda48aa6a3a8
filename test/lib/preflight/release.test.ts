import { about, FACTS, found, M5 } from '../../support/preflight';

describe('the preflight of the release', () => {
  const release = (label: string, today = FACTS.today) =>
    about('release', found({ ...M5, release: label }, 'us-west-1', { ...FACTS, today }));

  it.each(['7.13.0', 'emr-7.13', 'emr-spark-8.0.0', 'latest'])('refuses the label %s', (label) => {
    expect(release(label)).toEqual([`error: release is '${label}', expected a label such as emr-7.13.0`]);
  });

  it.each(['emr-7.15.0', 'emr-7.13.1'])('does not know %s', (label) => {
    expect(about('listing', found({ ...M5, release: label }))).toEqual([
      `error: release ${label} is not on offer as of 2026-11-22, when emr-7.14.0 was the newest; ` +
        'set release to emr-7.13.0, or preflight to warn for one that came later',
    ]);
  });

  it('refuses a release from the day after the end of its support', () => {
    expect(release('emr-7.6.0', '2027-01-10')).toEqual([]);
    expect(release('emr-7.6.0', '2027-01-11')).toEqual([
      "error: release emr-7.6.0 is out of AWS's support since 2027-01-10; set release to emr-7.13.0, which is supported until 2028-04-20",
    ]);
  });

  it('advises the newest release once the default is out of support itself', () => {
    expect(release('emr-7.13.0', '2028-05-01')[0]).toMatch(
      /; set release to emr-7\.14\.0, which is supported until 2028-09-08$/,
    );
  });

  it.each(['emr-8.0.0', 'emr-6.15.0', 'emr-5.36.2', 'emr-70.1.0'])(
    'refuses %s of another major version, even with preflight=warn',
    (label) => {
      for (const preflight of ['error', 'warn']) {
        expect(
          found({ ...M5, release: label, preflight }).map((each) => `${each.severity}: ${each.message}`),
        ).toContain(
          `error: release ${label} is not of EMR 7, which alone the kit is made for; set release to emr-7.13.0`,
        );
      }
      expect(release(label)).toEqual([]);
    },
  );

  it('warns of a release that loses logs', () => {
    expect(release('emr-7.12.0')).toEqual([
      'warning: release emr-7.12.0 can lose the logs of a step that runs for more than 3 hours; set release to emr-7.13.0',
    ]);
  });
});
