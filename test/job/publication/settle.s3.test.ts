/** Settling in S3, where the run that began the publication was only paused: its late requests change nothing. */

import { type FoundJournal, HeldJournal, readJournal } from '../../../job/publication/journal';
import { settle } from '../../../job/publication/settle';
import { JOURNAL_FILE } from '../../../job/shared/output-files';
import { LostStaging } from '../../../job/store/lost';
import { newBucket, onS3 } from '../../support/s3-tests';
import { heldLease, NEW, OLD, OLD_FILES, type Place, replaceAll } from './publication';
import { placeOnS3 } from './publication-on-s3';

onS3('a run that is paused while another one settles its publication', () => {
  afterEach(() => jest.restoreAllMocks());

  it('cannot undo a publication that is being finished', async () => {
    const place = await begun();
    const [late, settling] = [place.open(), place.open()];
    const found = (await readJournal(late)) as FoundJournal;
    const commit = settling.commit.bind(settling);
    const spy = jest.spyOn(settling, 'commit').mockImplementationOnce(async (...given) => {
      await expect(new HeldJournal(late, NEW, found).advance('back')).rejects.toBeInstanceOf(LostStaging);
      return commit(...given);
    });
    expect(await settle(settling, heldLease)).toBe('forward');
    expect(spy).toHaveBeenCalledTimes(1);
  });

  it('cannot make a part visible once its publication is undone', async () => {
    const place = await begun();
    const [late, settling] = [place.open(), place.open()];
    const { makes } = ((await readJournal(late)) as FoundJournal).journal;
    const lost = `part-00000-${NEW}`;
    expect(await place.lose(NEW, lost)).toBe(true);
    const others = makes.filter(({ name }) => name !== lost);
    const retire = settling.retire.bind(settling);
    const spy = jest.spyOn(settling, 'retire').mockImplementationOnce(async (...given) => {
      await retire(...given);
      await expect(late.commit(NEW, others)).rejects.toThrow('is gone');
    });
    expect(await settle(settling, heldLease)).toBe('back');
    expect(spy).toHaveBeenCalledTimes(1);
    expect(Object.keys(await place.snapshot()).filter((name) => name.includes(NEW))).toEqual([]);
  });
});

/** The step of a publication that follows its journal, once it was found. */
let followingStep = 1;

/** An output that a run has begun to replace: its journal stands in its place, and no new part is visible. */
async function begun(): Promise<Place> {
  const bucket = await newBucket();
  for (let at = followingStep; ; at++) {
    const place = placeOnS3(bucket, `out-${at}`);
    await (await replaceAll(place, OLD, OLD_FILES))();
    const { struck } = await place.strike('kill', at, await replaceAll(place));
    if (!struck) throw new Error('no step of the publication follows its journal');
    if (!(JOURNAL_FILE in (await place.snapshot()))) continue;
    followingStep = at;
    return place;
  }
}
