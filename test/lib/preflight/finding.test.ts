import { Failure } from '../../../job/shared/failure';
import { refuseErrors } from '../../../lib/preflight/finding';
import { found } from '../../support/preflight';

describe('preflight', () => {
  const WRONG = { release: 'emr-7.15.0', input: 's3://films/', output: 's3://films/', coreInstanceCount: 6 };

  it('refuses a deployment with errors, with a line for each', () => {
    const findings = found(WRONG);
    expect(findings.map(({ severity }) => severity)).toEqual(['error', 'unchecked', 'warning', 'error']);
    let refusal: unknown;
    try {
      refuseErrors(findings);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(Failure);
    expect((refusal as Failure).exitCode).toBe(64);
    expect((refusal as Failure).message.split('\n')).toEqual([findings[0]?.message, findings[3]?.message]);
  });

  it('refuses nothing with the setting preflight=warn', () => {
    const findings = found({ ...WRONG, preflight: 'warn' });
    expect(findings.map(({ severity }) => severity)).toEqual(['warning', 'unchecked', 'warning', 'warning']);
    expect(() => refuseErrors(findings)).not.toThrow();
  });
});
