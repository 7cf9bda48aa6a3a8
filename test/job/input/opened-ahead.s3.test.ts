import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listInputs } from '../../../job/input/list';
import { textOf } from '../../../job/input/open-input';
import { filesAtATime, OpenedAhead } from '../../../job/input/opened-ahead';
import { PLAIN_READING } from '../../../job/options/spec';
import type { InputFile } from '../../../job/store/place';
import { theS3 } from '../../../job/store/s3/client';
import { temporaryFolder } from '../../support/folder';
import { type S3Faults, startS3Faults } from '../../support/s3-faults';
import { newBucket, onS3 } from '../../support/s3-tests';
import { until } from '../../support/until';

const MiB = 1024 ** 2;

onS3('objects that are read one after the other', () => {
  let faults: S3Faults;
  beforeEach(async () => {
    faults = await startS3Faults(process.env.AWS_ENDPOINT_URL as string);
    theS3().client.config.endpoint = async () => ({
      protocol: 'http:',
      hostname: '127.0.0.1',
      port: Number(new URL(faults.endpoint).port),
      path: '/',
    });
  });
  afterEach(() => faults.stop());

  async function listed(files: Readonly<Record<string, string | Buffer>>): Promise<InputFile[]> {
    const bucket = await newBucket(files);
    return [...(await listInputs([`s3://${bucket}`], 'fail')).files];
  }

  const whole = (file: InputFile) => ({ file, start: 0, end: file.sizeBytes });

  /** Opens the first of them; returns what is asked of S3 until it answers, which it never does. */
  async function askedBeforeAnswer(files: readonly InputFile[], most: number, count: number): Promise<string[]> {
    const before = faults.seen.length;
    faults.judge = () => 'silence';
    const objects = new OpenedAhead(files.map(whole), most);
    const source = objects.take(whole(files[0] as InputFile));
    const reading = source.read(Buffer.alloc(1));
    await until(`${count} requests`, () => faults.seen.length >= before + count);
    // whatever else was to be asked has been
    await new Promise(setImmediate);
    source.close();
    objects.close();
    await expect(reading).rejects.toThrow();
    return faults.seen.slice(before).map(({ path }) => String(/\/([^/?]+)\?/.exec(path)?.[1]));
  }

  it('are opened ahead, as many as a process may have, in their order', async () => {
    const names = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
    const files = await listed(Object.fromEntries(names.map((name) => [name, `of ${name}`])));
    const most = filesAtATime(1);
    expect(most).toBe(48);
    expect((await askedBeforeAnswer(files, most, most)).sort()).toEqual(names.slice(0, most));
    expect((await askedBeforeAnswer(files, filesAtATime(8), 6)).sort()).toEqual(names.slice(0, 6));
    expect(filesAtATime(64)).toBe(4);
  });

  it('take no more memory than a large one has', async () => {
    const large = Buffer.alloc(7 * MiB, 'a');
    const files = await listed({ a: large, b: large, c: large, d: large, e: large, f: 'x' });
    expect((await askedBeforeAnswer(files, 48, 4)).sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are what they are, plain and packed, in parts and among files of here', async () => {
    const home = temporaryFolder({ here: 'of here' });
    const here = (await listInputs([join(home, 'here')], 'fail')).files.at(0);
    const files = await listed({ a: 'of a', 'b.gz': gzipSync('of b'), c: 'of c', 'd.gz': gzipSync('of d') });
    const [a, b, c, d] = files as [InputFile, InputFile, InputFile, InputFile];
    const segments = [whole(a), whole(b), whole(here), { file: c, start: 2, end: 4 }, whole(d)];
    const objects = new OpenedAhead(segments, 48);
    const texts: string[] = [];
    for (const { file, start, end } of segments) {
      const source = textOf(file, objects.take({ file, start, end }), start, PLAIN_READING);
      const target = Buffer.alloc(100);
      let text = '';
      for (let got = await source.read(target); got > 0; got = await source.read(target)) {
        text += target.subarray(0, got);
      }
      texts.push(text);
      source.close();
    }
    objects.close();
    expect(texts).toEqual(['of a', 'of b', 'of here', 'f c', 'of d']);
  });
});
