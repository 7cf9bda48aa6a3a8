/** The content of a lease is checked, because every user who can write to the output can write a lease. */

import { type LeaseRecord, parseLease } from '../../../job/store/lease-record';
import { runNamed } from '../../support/run-named';

const GOOD: LeaseRecord = {
  version: 1,
  id: '9f0c3a7e-8f4c-4bd0-a9b4-8c3d1f3b7a21',
  run: runNamed('mine'),
  since: '2026-01-01T00:00:00.000Z',
  pid: 7,
  startTime: '123',
  bootId: '',
  pidNamespace: 'pid:[4026531836]',
  host: 'here',
  command: ['dedup', 'run'],
  progress: 'maps 3/16',
};

it('a lease record is read back as it was written, with or without its optional fields', () => {
  expect(parseLease(JSON.stringify(GOOD))).toEqual(GOOD);
  const { command, progress, ...rest } = GOOD;
  expect(parseLease(JSON.stringify({ ...rest, renewals: 3 }))).toEqual({ ...rest, renewals: 3 });
});

it.each<[string, Record<string, unknown>]>([
  ['a run without a name', { run: '' }],
  ['a run that is a folder of somebody', { run: 'Documents' }],
  ['a run above', { run: '../x' }],
  ['a run of two lines', { run: `${GOOD.run}\nfree` }],
  ['another version', { version: 2 }],
  ['a process that is none', { pid: -1 }],
  ['a process between two', { pid: 1.5 }],
  ['a host that is a list', { host: ['here'] }],
  ['a host that is a book', { host: 'x'.repeat(1025) }],
  ['no id', { id: undefined }],
  ['a command that is none', { command: [1] }],
  ['progress that is a book', { progress: 'x'.repeat(1025) }],
])('a lease record is invalid with %s', (_, change) => {
  expect(parseLease(JSON.stringify({ ...GOOD, ...change }))).toBeUndefined();
});

it.each(['', 'null', '[]', '"x"', '{', '['.repeat(100_000)])('the text %.20j is not a lease record', (text) => {
  expect(parseLease(text)).toBeUndefined();
});
