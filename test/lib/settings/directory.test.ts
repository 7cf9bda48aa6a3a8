import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { contextOf } from '../../../lib/settings/directory';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dedup-context-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: unknown) =>
  fs.writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

it('settings of the command line override cdk.json, and cdk.json overrides looked-up context', () => {
  write('cdk.json', { app: 'x', context: { release: 'emr-7.13.0', parallelism: 8, name: 'a' } });
  write('cdk.context.json', { name: 'c', 'availability-zones:x': ['a'] });
  expect(contextOf(folder, ['parallelism=4', 'tags=a=b,c=d', 'output='])).toEqual({
    release: 'emr-7.13.0',
    parallelism: '4',
    name: 'a',
    tags: 'a=b,c=d',
    output: '',
    'availability-zones:x': ['a'],
  });
});

it('a cdk.json without context is accepted', () => {
  write('cdk.json', { app: 'x' });
  expect(contextOf(folder, [])).toEqual({});
});

it('a missing cdk.json is reported with its folder', () => {
  const message = `no cdk.json in '${folder}': run this in the clone of the kit that 'cdk deploy' is run in`;
  expect(() => contextOf(folder, [])).toThrow(expect.objectContaining({ exitCode: 66, message }));
});

it('a file that is not JSON is named on one line', () => {
  write('cdk.json', '{"context":\n\n}');
  const message = expect.stringMatching(/^cannot read '.*cdk\.json': .*$/);
  expect(() => contextOf(folder, [])).toThrow(expect.objectContaining({ exitCode: 64, message }));
});

it.each(['parallelism', '=4'])('the assignment %s is refused', (assignment) => {
  write('cdk.json', {});
  const message = `'${assignment}' sets nothing, expected key=value`;
  expect(() => contextOf(folder, [assignment])).toThrow(expect.objectContaining({ exitCode: 64, message }));
});
