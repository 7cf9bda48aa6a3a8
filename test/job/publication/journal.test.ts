/**
 * A journal is untrusted input, because every user who can write to an output can write a journal there. Each hostile
 * journal lies in an output whose publication could otherwise be finished. It has to be refused before any file is changed.
 */

import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { newJournal, textOf } from '../../../job/publication/journal';
import { abandon } from '../../../job/publication/publish';
import { settle, sweep } from '../../../job/publication/settle';
import { JOURNAL_FILE } from '../../../job/shared/output-files';
import { MOST_BYTES } from '../../../job/shared/stored-document';
import { openLocalFolder } from '../../../job/store/local/store';
import {
  heldLease,
  localPlace,
  makeHome,
  NEW,
  NEW_FILES,
  OLD,
  OLD_FILES,
  removeHome,
  replaceAll,
  stage,
  summaryOf,
} from './publication';

const PART = `part-00000-${NEW}`;
const DOCUMENTS = ['_dedup/summary.json', '_SUCCESS'];
const LATER = '20260303t000000z-cccccc';

type Changed = Record<string, unknown>;

let home: string;
let out: string;
let elsewhere: string;
/** A good journal, whose publication can be finished. */
let good: Changed;

beforeEach(async () => {
  home = await makeHome();
  out = join(home, 'out');
  elsewhere = join(home, 'elsewhere');
  await (await replaceAll(localPlace(out), OLD, OLD_FILES))();
  const store = openLocalFolder(out);
  const makes = await stage(store, NEW, NEW_FILES);
  await store.stage(NEW, '_dedup/summary.json', JSON.stringify(summaryOf(NEW, makes)));
  write('out/keep.txt', 'inside');
  write('out/sub/keep.txt', 'inside, in a folder');
  write('out/_temporary/0/task', 'of a Hadoop job');
  write('out/_temporary/Documents/keep.txt', 'inside, where Hadoop stages');
  write('elsewhere/keep.txt', 'outside');
  write('elsewhere/Documents/keep.txt', 'outside, in a folder');
  for (const [name, text] of Object.entries({ ...NEW_FILES, ...OLD_FILES })) write(`elsewhere/${name}`, text);
  const replaces = Object.keys(OLD_FILES);
  const setAside = ['keep.txt', 'sub/keep.txt'].map((name) => ({ name, version: '' }));
  const success = { version: '', text: '' };
  const content = { run: NEW, makes, replaces, setAside, success, documents: DOCUMENTS, withdraws: [] };
  good = { ...newJournal(store, content) };
});
afterEach(() => removeHome(home));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(home, name)), { recursive: true });
  writeFileSync(join(home, name), text);
}

function writeJournalFile(journal: unknown): void {
  write('out/_dedup/journal.json', typeof journal === 'string' ? journal : JSON.stringify(journal));
}

/** All files inside and outside the output with their contents, and all links with their targets. */
function everything(folder = home): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) found[path] = `-> ${readlinkSync(path)}`;
    else if (stat.isDirectory()) Object.assign(found, { [path]: 'a folder' }, everything(path));
    else found[path] = stat.isFile() && stat.size < 1e6 ? readFileSync(path, 'latin1') : `${stat.mode} ${stat.size}`;
  }
  return found;
}

/** Moves a folder of the output elsewhere, and puts a link to it in its place. */
function linkAway(name: string): void {
  const path = join(out, name);
  const target = join(elsewhere, name);
  mkdirSync(dirname(target), { recursive: true });
  mkdirSync(path, { recursive: true });
  rmSync(target, { recursive: true, force: true });
  renameSync(path, target);
  symlinkSync(target, path);
}

/** Requires that every operation that reads a journal refuses it and changes no file. */
async function requireRefusal(exitCode: number, reason: string | RegExp): Promise<void> {
  const before = everything();
  const store = openLocalFolder(out);
  for (const command of [() => settle(store, heldLease), () => sweep(store, heldLease)]) {
    const error = await command().then(
      () => new Error('it was taken'),
      (refusal) => refusal,
    );
    expect(error).toMatchObject({ name: 'Failure', exitCode });
    if (typeof reason === 'string') expect(error.message).toContain(reason);
    else expect(error.message).toMatch(reason);
    expect(error.message).not.toContain('\n');
    expect(everything()).toEqual(before);
  }
  await expect(abandon(store, heldLease, LATER, new Error('the cause'))).rejects.toThrow('the cause');
  expect(everything()).toEqual(before);
}

it('a journal of this kit is finished, and files of others stay or are moved aside complete', async () => {
  writeJournalFile(good);
  expect(await settle(openLocalFolder(out), heldLease)).toBe('forward');
  const now = everything();
  expect(now).toMatchObject({
    [join(out, PART)]: 'new zero',
    [join(out, `_replaced/${NEW}/keep.txt`)]: 'inside',
    [join(out, `_replaced/${NEW}/sub/keep.txt`)]: 'inside, in a folder',
    [join(out, '_temporary/0/task')]: 'of a Hadoop job',
    [join(out, '_temporary/Documents/keep.txt')]: 'inside, where Hadoop stages',
    [join(elsewhere, 'keep.txt')]: 'outside',
  });
  expect(Object.keys(now).filter((name) => name.startsWith(out) && name.includes(OLD))).toEqual([]);
});

const aside = (name: string) => [{ name, version: '' }];
const make = (change: Changed) => ({ name: PART, sizeBytes: 8, attempt: '', ...change });
/** Every change is refused in each phase, and a refusal changes no file, so that one output is enough for all phases. */
const PHASES = ['reveal', 'complete', 'back'];
describe('in every phase, settling', () => {
  it.each<[string, Changed, string]>([
    ['no run', { run: undefined }, 'run is missing'],
    ['a run without a name', { run: '' }, 'run is "", expected the id of a run'],
    ['a run that is a folder of somebody', { run: 'Documents' }, 'run is "Documents"'],
    ['a run that is a folder of Hadoop', { run: '0' }, 'run is "0"'],
    ['a run that is the folder itself', { run: '.' }, 'run is "."'],
    ['a run that is the folder above', { run: '..' }, 'run is ".."'],
    ['a run in a folder', { run: `${NEW}/x` }, `run is "${NEW}/x"`],
    ['a run of two lines', { run: `${NEW}\n` }, `run is "${NEW}\\n"`],
    ['a run that is no text', { run: [NEW] }, 'run is a list'],
    ['another run than its parts', { run: LATER }, `makes[0].name is "${PART}", expected a file of run ${LATER}`],
    ['no parts', { makes: undefined }, 'makes is missing, expected a list'],
    ['parts that are no list', { makes: { length: 1 } }, 'makes is an object, expected a list'],
    ['a part that is none', { makes: [null] }, 'makes[0] is null, expected an object'],
    ['a part that is a name', { makes: [PART] }, `makes[0] is "${PART}", expected an object`],
    ['a part that is a file of the user', { makes: [make({ name: 'keep.txt' })] }, 'makes[0].name is "keep.txt"'],
    ['a part in a folder', { makes: [make({ name: `sub/${PART}` })] }, `makes[0].name is "sub/${PART}"`],
    ['a part elsewhere', { makes: [make({ name: `../elsewhere/${PART}` })] }, 'makes[0].name is "../elsewhere/part'],
    ['a part below another folder', { makes: [make({ name: `/tmp/${PART}` })] }, 'makes[0].name is "/tmp/part'],
    ['a part that is a document', { makes: [make({ name: '_dedup/summary.json' })] }, 'makes[0].name is "_dedup/'],
    ['a part of another run', { makes: [make({ name: `part-00000-${OLD}` })] }, `expected a file of run ${NEW}`],
    ['a part of another program', { makes: [make({ name: 'part-00000' })] }, 'makes[0].name is "part-00000"'],
    ['a part of two lines', { makes: [make({ name: `${PART}\n` })] }, `makes[0].name is "${PART}\\n"`],
    ['rejects that are none', { makes: [make({ name: `_rejected/${PART}` })] }, `makes[0].name is "_rejected/${PART}"`],
    ['a part twice', { makes: [make({}), make({})] }, `makes has "${PART}" twice`],
    ['an attempt above', { makes: [make({ attempt: '../Documents' })] }, 'makes[0].attempt is "../Documents"'],
    ['an attempt in a folder', { makes: [make({ attempt: 'a/b' })] }, 'makes[0].attempt is "a/b"'],
    ['an attempt that is the folder', { makes: [make({ attempt: '.' })] }, 'makes[0].attempt is "."'],
    ['no attempt', { makes: [make({ attempt: undefined })] }, 'makes[0].attempt is missing'],
    ['a size below nothing', { makes: [make({ sizeBytes: -1 })] }, 'makes[0].sizeBytes is -1'],
    ['a size between two', { makes: [make({ sizeBytes: 1.5 })] }, 'makes[0].sizeBytes is 1.5'],
    ['the receipt of another store', { makes: [make({ receipt: { id: 'x' } })] }, 'makes[0].receipt is an object'],
    ['a file of the user to remove', { replaces: ['keep.txt'] }, 'replaces[0] is "keep.txt"'],
    ['a file in a folder to remove', { replaces: ['sub/keep.txt'] }, 'replaces[0] is "sub/keep.txt"'],
    ['a file elsewhere to remove', { replaces: ['../elsewhere/keep.txt'] }, 'replaces[0] is "../elsewhere'],
    ['a document to remove', { replaces: ['_dedup/summary.json'] }, 'replaces[0] is "_dedup/summary.json"'],
    ['the mark to remove', { replaces: ['_SUCCESS'] }, 'replaces[0] is "_SUCCESS"'],
    ['its own part to remove', { replaces: [PART] }, `replaces[0] is "${PART}", expected a file of another run`],
    ['a part in a folder to remove', { replaces: [`sub/part-00000-${OLD}`] }, 'replaces[0] is "sub/part'],
    ['nothing that has a name to remove', { replaces: [7] }, 'replaces[0] is 7'],
    ['removals that are no list', { replaces: `part-00000-${OLD}` }, 'replaces is "part-00000-'],
    [
      'a file above to move',
      { setAside: aside('../elsewhere/keep.txt') },
      'setAside[0].name is "../elsewhere/keep.txt"',
    ],
    ['a file above a folder to move', { setAside: aside('sub/../keep.txt') }, 'setAside[0].name is "sub/../keep.txt"'],
    ['a file of the system to move', { setAside: aside('/etc/hostname') }, 'setAside[0].name is "/etc/hostname"'],
    ['a document to move', { setAside: aside('_dedup/summary.json') }, 'setAside[0].name is "_dedup/summary.json"'],
    ['what Hadoop stages to move', { setAside: aside('_temporary/0/task') }, 'setAside[0].name is "_temporary/0/task"'],
    ['a hidden file to move', { setAside: aside('sub/.keep') }, 'setAside[0].name is "sub/.keep"'],
    ['its own part to move', { setAside: aside(PART) }, `setAside[0].name is "${PART}"`],
    ['nothing to move', { setAside: aside('') }, 'setAside[0].name is ""'],
    [
      'a file whose name ends to move',
      { setAside: aside('keep.txt\0.csv') },
      'setAside[0].name is "keep.txt\\u0000.csv"',
    ],
    ['half a character to move', { setAside: aside('\ud800') }, 'setAside[0].name is "\\ud800"'],
    ['a mark that is no file', { success: 7 }, 'success is 7'],
    ['a mark that says nothing', { success: { version: '' } }, 'success.text is missing'],
    [
      'a version of two lines',
      { withdraws: [{ name: '_SUCCESS', version: 'a\nb' }] },
      'withdraws[0].version is "a\\nb"',
    ],
    ['a file of the user to withdraw', { withdraws: aside('keep.txt') }, 'withdraws[0].name is "keep.txt"'],
    [
      'the journal to withdraw',
      { withdraws: aside('_dedup/journal.json') },
      'withdraws[0].name is "_dedup/journal.json"',
    ],
    ['the lease for a document', { documents: ['_dedup/lease.json'] }, 'documents[0] is "_dedup/lease.json"'],
    ['a document of the user', { documents: ['keep.txt', ...DOCUMENTS] }, 'documents[0] is "keep.txt"'],
    ['a document elsewhere', { documents: ['_dedup/../keep.txt'] }, 'documents[0] is "_dedup/../keep.txt"'],
    ['no summary', { documents: ['_SUCCESS'] }, 'documents has no _dedup/summary.json'],
    ['no mark', { documents: ['_dedup/summary.json'] }, 'documents has no _SUCCESS'],
    ['no owner', { owner: '' }, 'owner is ""'],
    ['another phase', { phase: 'forward' }, 'phase is "forward"'],
    ['documents that are no list', { documents: 'no' }, 'documents is "no"'],
    ['another version', { version: 2 }, 'version is 2, expected 3'],
  ])('refuses a journal with %s', async (_, change, reason) => {
    for (const phase of PHASES) {
      writeJournalFile({ ...good, phase, ...change });
      await requireRefusal(74, reason);
    }
  });

  it.each<[string, string]>([
    ['what is staged', '_temporary'],
    ['what a run staged', `_temporary/${NEW}`],
    ['the rejects that a run staged', `_temporary/${NEW}/_rejected`],
    ['the rejects', '_rejected'],
    ['what was moved aside', '_replaced'],
    ['what a run moved aside', `_replaced/${NEW}`],
    ['a folder whose file was moved aside', `_replaced/${NEW}/sub`],
    ['a folder whose file is moved aside', 'sub'],
  ])('refuses a journal where the folder of %s is a link', async (_, folder) => {
    linkAway(folder);
    for (const phase of PHASES) {
      writeJournalFile({ ...good, phase });
      await requireRefusal(
        73,
        `${out}/${folder} is a link, which this program does not follow: put a folder in its place`,
      );
    }
  });

  it('refuses a journal whose attempt lies behind a link', async () => {
    const attempt = 'attempt_1';
    mkdirSync(join(out, `_temporary/${NEW}/${attempt}`));
    renameSync(join(out, `_temporary/${NEW}/${PART}`), join(out, `_temporary/${NEW}/${attempt}/${PART}`));
    linkAway(`_temporary/${NEW}/${attempt}`);
    for (const phase of PHASES) {
      writeJournalFile({ ...good, phase, makes: [make({ attempt })] });
      await requireRefusal(73, `${out}/_temporary/${NEW}/${attempt} is a link`);
    }
  });
});

it('settling treats a staged part that is a link as missing, and leaves the target of the link', async () => {
  writeJournalFile(good);
  rmSync(join(out, `_temporary/${NEW}/${PART}`));
  symlinkSync(join(elsewhere, PART), join(out, `_temporary/${NEW}/${PART}`));
  expect(await settle(openLocalFolder(out), heldLease)).toBe('back');
  expect(everything()).toMatchObject({ [join(elsewhere, PART)]: 'new zero', [join(out, 'keep.txt')]: 'inside' });
  expect(existsSync(join(out, PART))).toBe(false);
});

it('a journal is read by its own fields and not by those of its prototype', async () => {
  const { phase, ...rest } = good;
  writeJournalFile(JSON.stringify(rest).replace('{', '{"__proto__":{"phase":"back"},"constructor":{},'));
  await requireRefusal(74, 'phase is missing, expected reveal or complete or back');
});

describe('settling refuses', () => {
  const path = () => join(out, '_dedup/journal.json');
  beforeEach(() => writeJournalFile(good));

  it('a folder of documents that is a link', async () => {
    linkAway('_dedup');
    await requireRefusal(73, `${out}/_dedup is a link, which this program does not follow: put a folder in its place`);
  });

  it('a journal that is a link', async () => {
    renameSync(path(), join(elsewhere, 'journal.json'));
    symlinkSync(join(elsewhere, 'journal.json'), path());
    await requireRefusal(74, `cannot read ${out}/_dedup/journal.json: it is a link, not a file`);
  });

  it('a journal that is a folder', async () => {
    rmSync(path());
    mkdirSync(path());
    await requireRefusal(74, `cannot read ${out}/_dedup/journal.json: it is a folder, not a file`);
  });

  it('a journal that is a FIFO, without waiting for a writer', async () => {
    rmSync(path());
    execFileSync('mkfifo', [path()]);
    await requireRefusal(74, `cannot read ${out}/_dedup/journal.json: it is a FIFO, not a file`);
  });

  it('a journal that is larger than any journal of this kit', async () => {
    truncateSync(path(), MOST_BYTES[JOURNAL_FILE] + 1);
    await requireRefusal(
      74,
      `cannot read ${out}/_dedup/journal.json: it has ${MOST_BYTES[JOURNAL_FILE] + 1} bytes, at most ${MOST_BYTES[JOURNAL_FILE]} are expected`,
    );
  });

  it.each<[string, string, RegExp]>([
    ['nothing', '', /Unexpected end of JSON input/],
    ['half a journal', '{"version":1,', /JSON/],
    ['null', 'null', /it is null, expected an object/],
    ['a list', '[]', /it is a list, expected an object/],
    ['a text', '"journal"', /it is "journal", expected an object/],
    ['lists in lists', '['.repeat(200_000), /it has more than 16 lists and objects in each other/],
    ['brackets in a text', JSON.stringify({ x: '[['.repeat(100) }), /version is missing/],
  ])('a journal that is %s', async (_, text, reason) => {
    writeJournalFile(text);
    await requireRefusal(74, reason);
  });
});

describe('the kit writes', () => {
  const content = () => ({
    run: NEW,
    makes: [],
    replaces: [],
    setAside: [],
    success: null,
    documents: DOCUMENTS,
    withdraws: [],
  });

  it('no journal that it would refuse to read', () => {
    expect(() => newJournal(openLocalFolder(out), { ...content(), replaces: ['keep.txt'] })).toThrow(
      expect.objectContaining({
        exitCode: 73,
        message: expect.stringContaining('replaces[0] is "keep.txt", expected a file of another run'),
      }),
    );
  });

  it('no journal that is larger than it would read', () => {
    jest.spyOn(Buffer, 'byteLength').mockReturnValue(MOST_BYTES[JOURNAL_FILE] + 1);
    expect(() => textOf(newJournal(openLocalFolder(out), content()))).toThrow(
      expect.objectContaining({
        exitCode: 73,
        message: expect.stringMatching(
          /^cannot publish run .*: its journal would have \d+ bytes, at most \d+ are possible/,
        ),
      }),
    );
  });
});
