import type { Context } from '../../../lib/settings/read';
import { about, found } from '../../support/preflight';

describe('the preflight of the lifetime', () => {
  const lifetime = (context: Context) => about('lifetime', found(context));

  it.each([30, 10_080])('accepts %d idle minutes', (idleMinutes) => expect(lifetime({ idleMinutes })).toEqual([]));

  it.each([1, 29])('warns of %d idle minutes, in which a run may still wait for its output', (idleMinutes) => {
    expect(lifetime({ idleMinutes })).toEqual([
      `warning: idleMinutes is ${idleMinutes}, and a run may wait 30 minutes for an output that another run has, ` +
        'without an application, for which EMR may end the cluster; set it to 30 or more',
    ]);
  });

  it('warns of a region where idle clusters may never end', () => {
    expect(about('lifetime', found({}, 'me-south-1'))).toEqual([
      'warning: region me-south-1 is not among those where EMR ends idle clusters, by its page of 2026-10-15: the ' +
        'cluster may be refused, or wait and be paid for without an end; set keepAlive to false',
    ]);
    expect(about('lifetime', found({ keepAlive: false }, 'me-south-1'))).toEqual([]);
    expect(about('lifetime', found({}, ''))).toEqual([]);
  });

  it('warns of an idle time that a transient cluster never has', () => {
    expect(lifetime({ keepAlive: false })).toEqual([]);
    expect(lifetime({ keepAlive: false, idleMinutes: 30 })).toEqual([
      'warning: idleMinutes is 30, but keepAlive is false, so that the cluster ends with its steps and never idles; ' +
        'set keepAlive to true, or leave idleMinutes out',
    ]);
  });
});
