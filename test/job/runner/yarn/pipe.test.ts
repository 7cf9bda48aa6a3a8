import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readerOf, readToEnd, writerOf } from '../../../../job/runner/yarn/pipe';

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = fs.constants;

let folder: string;
const open: number[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dedup-test-'));
});

afterEach(() => {
  for (const fd of open.splice(0)) fs.closeSync(fd);
  fs.rmSync(folder, { recursive: true });
});

/** Both ends of a non-blocking pipe, which returns EAGAIN when it is empty or full. */
function nonBlockingPipe(): { readonly readFd: number; readonly writeFd: number } {
  const name = path.join(folder, 'pipe');
  execFileSync('mkfifo', [name]);
  const readFd = fs.openSync(name, O_RDONLY | O_NONBLOCK);
  const writeFd = fs.openSync(name, O_WRONLY | O_NONBLOCK);
  open.push(readFd, writeFd);
  return { readFd, writeFd };
}

it('reading waits for bytes that have not arrived yet', async () => {
  const { readFd, writeFd } = nonBlockingPipe();
  const target = Buffer.alloc(10);
  const got = readerOf(readFd)(target);
  expect(got).toBeInstanceOf(Promise);
  fs.writeSync(writeFd, 'late');
  expect(await got).toBe(4);
  expect(target.toString('latin1', 0, 4)).toBe('late');
});

it('writing more than the pipe holds writes every byte once', async () => {
  const { readFd, writeFd } = nonBlockingPipe();
  const bytes = Buffer.from(Uint32Array.from({ length: 100_000 }, (_, i) => i).buffer);
  const writing = writerOf(writeFd)(bytes).then(() => fs.closeSync(open.splice(open.indexOf(writeFd), 1)[0] as number));
  const read = await readToEnd(readerOf(readFd));
  await writing;
  expect(read.equals(bytes)).toBe(true);
});

it('writing to a pipe whose reader has gone names the reader', async () => {
  const { readFd, writeFd } = nonBlockingPipe();
  fs.closeSync(open.splice(open.indexOf(readFd), 1)[0] as number);
  await expect(writerOf(writeFd)(Buffer.from('x'))).rejects.toMatchObject({
    exitCode: 74,
    message: "cannot write to the task's Java process: EPIPE; it ended first, its own log says why",
  });
});

it('a failed read is reported with its reason', async () => {
  const folderFd = fs.openSync(folder, 'r');
  open.push(folderFd);
  expect(() => readerOf(folderFd)(Buffer.alloc(1))).toThrow("cannot read from the task's Java process: EISDIR");
});
