// The work of keys that all have the same hash, compared with as many other keys. Only an attacker makes such data.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dedup } from './contenders.mjs';
import { holdContest } from './contest.mjs';
import { median } from './statistics.mjs';
import { COLLIDING } from './works.mjs';

const LINES = 1_000_000;
const MASK = (1n << 64n) - 1n;
/** The multiplier of MurmurHash64A, which is the hash of the format, and its inverse. */
const M = 0xc6a4a7935bd1e995n;
const INVERSE = inverse(M);
/** The state of the hash after each key. */
const STATE = 0x1234567890abcdefn;
const KEY_BYTES = 16;

/**
 * @param {import('./run.mjs').Bench} bench
 * @returns {import('./report.mjs').Section}
 */
export function runColliding(bench) {
  const lines = Math.round(LINES * bench.scale);
  bench.scratch.requireSpace(lines * 100, 'colliding');
  const folder = path.join(bench.scratch.dataDir, `colliding-${lines}`);
  const [colliding, others] = [path.join(folder, 'colliding.txt'), path.join(folder, 'others.txt')];
  if (!existsSync(others)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(colliding, ratings(lines, collidingUser));
    writeFileSync(
      others,
      ratings(lines, () => randomBytes(8)),
    );
  }
  const [ours, rival] = [colliding, others].map((file) => dedup(bench.product, [file], { threads: 2 }));
  if (!ours || !rival) throw new Error('unreachable: both were made');
  const named = { ...rival, name: `${rival.name}, other keys` };
  const contest = { ours, rivals: [named], floors: [], rounds: bench.pairs, warmUp: true, inspect: () => {} };
  const pairs = [...holdContest(contest, bench).pairs.values()].flat();
  return {
    title: `${lines / 1e6}M keys of one hash`,
    rows: [
      { name: named.name, runs: pairs.map((pair) => pair.theirs) },
      { name: ours.name, runs: pairs.map((pair) => pair.ours) },
    ],
    verdicts: [{ target: COLLIDING, value: median(pairs.map((pair) => pair.ours.wall / pair.theirs.wall)) }],
    notes: [],
  };
}

/**
 * Lines of keys of two blocks of eight bytes: a movie with its delimiter, and a user.
 * @param {number} lines
 * @param {(movie: bigint) => Buffer} userOf
 */
function ratings(lines, userOf) {
  const chunks = [];
  const movie = Buffer.alloc(8);
  for (let number = 0; chunks.length < lines; number++) {
    movie.write(`${String(number).padStart(7, '0')}^`);
    const user = userOf(movie.readBigUInt64LE());
    if (['\n', '\r', '^'].some((byte) => user.includes(byte))) continue;
    chunks.push(Buffer.concat([movie, user, Buffer.from(`^3.5^${1_500_000_000 + (number % 1000)}\n`)]));
  }
  return Buffer.concat(chunks);
}

/** Each block of a key is scrambled and added to the state in a way that can be undone. @param {bigint} movie */
function collidingUser(movie) {
  const start = (BigInt(KEY_BYTES) * M) & MASK;
  const state = ((start ^ scrambled(movie, M)) * M) & MASK;
  const user = Buffer.alloc(8);
  user.writeBigUInt64LE(scrambled(state ^ STATE, INVERSE));
  return user;
}

/** @param {bigint} block @param {bigint} factor */
function scrambled(block, factor) {
  const once = (block * factor) & MASK;
  return ((once ^ (once >> 47n)) * factor) & MASK;
}

/** The inverse of an odd number modulo 2^64, by Newton's method. @param {bigint} odd */
function inverse(odd) {
  let found = 1n;
  for (let bits = 1; bits < 64; bits *= 2) found = (found * (2n - odd * found)) & MASK;
  return found;
}
