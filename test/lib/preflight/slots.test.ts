import type { Context } from '../../../lib/settings/read';
import { about, found, M5 } from '../../support/preflight';

describe('the preflight of slots', () => {
  const slots = (context: Context) => about('slots', found(context));

  it('accepts as many slots as the core nodes have vCPUs, and one', () => {
    expect(slots({})).toEqual([]);
    expect(slots({ slots: 1 })).toEqual([]);
    expect(slots({ ...M5, coreInstanceType: 'm5.2xlarge', slots: 8 })).toEqual([]);
    expect(slots({ ...M5, coreInstanceType: 'm5.2xlarge', slots: 1 })).toEqual([]);
  });

  it.each([
    [{ ...M5, coreInstanceType: 'm5.2xlarge' }, 'slots is 4, and m5.2xlarge has 8 vCPUs; set slots to 8'],
    [{ slots: 2 }, 'slots is 2, and m3.xlarge has 4 vCPUs; set slots to 4'],
    [{ slots: 5 }, 'slots is 5, and m3.xlarge has 4 vCPUs; set slots to 4'],
  ])('refuses other ones with the number to take: %j', (context, message) => {
    expect(slots(context)).toEqual([`error: ${message}, or to 1 for containers of one thread`]);
  });

  it('accepts any number where the type is not known', () => {
    expect(slots({ ...M5, coreInstanceType: 'm9i.xlarge', slots: 16 })).toEqual([]);
  });
});
