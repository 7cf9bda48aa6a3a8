import type { Context } from '../../../lib/settings/read';
import { about, found } from '../../support/preflight';

describe('lifetime', () => {
  const lifetime = (context: Context) => about('lifetime', found(context));

  it.each([
    [0, 0],
    [10_081, 604_860],
  ])('refuses %d idle minutes', (idleMinutes, seconds) => {
    expect(lifetime({ idleMinutes })).toEqual([
      `error: idleMinutes is ${idleMinutes}, which is ${seconds} s, and EMR allows 60 to 604800 s; set it to 1 to 10080`,
    ]);
  });

  it.each([1, 10_080])('takes %d idle minutes', (idleMinutes) => expect(lifetime({ idleMinutes })).toEqual([]));

  it('warns of an idle time that a transient cluster never has', () => {
    expect(lifetime({ keepAlive: false })).toEqual([]);
    expect(lifetime({ keepAlive: false, idleMinutes: 30 })).toEqual([
      'warning: idleMinutes is 30, but keepAlive is false, so that the cluster ends with its steps and never idles; ' +
        'set keepAlive to true, or leave idleMinutes out',
    ]);
  });
});
