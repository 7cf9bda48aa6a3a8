/** The lease of an output folder within one process, and with a holder on another machine. */

import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { LEASE_FILE } from '../../../../job/shared/output-files';
import { MOST_BYTES } from '../../../../job/shared/stored-document';
import { type Claimant, thisProcess } from '../../../../job/store/local/lease';
import { openLocalFolder } from '../../../../job/store/local/store';
import type { Lease } from '../../../../job/store/store';
import { runNamed } from '../../../support/run-named';
import { Faults } from '../faults';
import { holderNow, homeOfOutput, leaseFile, outputFolder, silentFor, take } from './leased-output';

const MINUTE = 60_000;

/** A lease of a process on another machine, which cannot be observed from this one. */
async function heldElsewhere(): Promise<Lease> {
  const { self } = await thisProcess();
  return take('elsewhere', {
    self: { ...self, pid: 7, bootId: 'another', host: 'far-away' },
    now: () => new Date('2026-01-01T00:00:00Z'),
  });
}

describe('the lease within one process', () => {
  /** Lets many contenders take the lease of a dead holder at the same time. They see each other as alive. */
  async function race(dead: string | undefined): Promise<void> {
    const livenessOf = async (holder: { pid: number }) => (holder.pid === 1e9 ? 'dead' : 'alive') as 'dead' | 'alive';
    const rivals = Array.from({ length: 12 }, (_, index) => take(`rival-${index}`, { livenessOf }));
    const outcomes = await Promise.allSettled(rivals);
    const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(winners).toHaveLength(1);
    expect(winners[0]).toMatchObject({ run: holderNow().run, tookOver: dead });
    await winners[0]?.check();
    await winners[0]?.release();
  }

  it('is granted to exactly one of many contenders for a free output', async () => {
    for (let round = 0; round < 20; round++) await race(undefined);
    expect(existsSync(join(outputFolder(), '_dedup'))).toBe(false);
  });

  it('is taken over by exactly one of many contenders, even if another one died while it took over', async () => {
    const { self } = await thisProcess();
    const dead: Partial<Claimant> = { self: { ...self, pid: 1e9 }, livenessOf: async () => 'dead' };
    for (let at = 1; ; at++) {
      await take('dead', dead);
      const { struck } = await new Faults('kill', at).strike(() => take('died too', dead));
      const holder = holderNow().run;
      await race(holder);
      if (!struck) break;
    }
  });

  it('is taken over when the process id belongs to another process now, or the machine was restarted', async () => {
    const { self } = await thisProcess();
    await take('before', { self: { ...self, startTime: 'another' } });
    const again = await take('after');
    expect(again.tookOver).toBe(runNamed('before'));
    await again.release();
    await take('before', { self: { ...self, bootId: 'another' } });
    expect((await take('after')).tookOver).toBe(runNamed('before'));
  });
});

describe('a holder on another machine', () => {
  it('counts as alive while it renews its lease', async () => {
    await heldElsewhere();
    silentFor(4 * MINUTE + 1000);
    await expect(take('here')).rejects.toMatchObject({
      exitCode: 73,
      message: expect.stringMatching(
        new RegExp(
          `^${outputFolder()} is in use by run ${runNamed('elsewhere')} \\(process 7 on far-away, since 2026-01-01T00:00:00.000Z, last sign of life ` +
            `24[012] s ago\\): if nothing writes there, try again in (59|60) s or remove ${leaseFile()}$`,
        ),
      ),
    });
  });

  it('stays alive by renewing, without a change to the content of the lease', async () => {
    const lease = await heldElsewhere();
    const before = readFileSync(leaseFile());
    silentFor(6 * MINUTE);
    await lease.renew();
    expect(readFileSync(leaseFile())).toEqual(before);
    await expect(take('here')).rejects.toThrow('last sign of life');
  });

  it('counts as dead after five minutes without renewal, and learns that it lost the lease', async () => {
    const lost = await heldElsewhere();
    silentFor(5 * MINUTE + 1000);
    expect((await take('here')).tookOver).toBe(runNamed('elsewhere'));
    await expect(lost.check()).rejects.toMatchObject({
      exitCode: 73,
      message: `lost ${outputFolder()} to run ${runNamed('here')} on ${hostname()}: run ${runNamed('elsewhere')} gave no sign of life for too long; run it again`,
    });
    const theirs = readFileSync(leaseFile());
    silentFor(MINUTE);
    await lost.renew();
    await lost.release();
    expect(readFileSync(leaseFile())).toEqual(theirs);
  });

  it('counts as dead after five minutes even if its lease was only half written', async () => {
    mkdirSync(join(outputFolder(), '_dedup'), { recursive: true });
    writeFileSync(leaseFile(), '{"version":1,"run":"ha');
    await expect(take('here')).rejects.toMatchObject({
      exitCode: 73,
      message: expect.stringMatching(
        /lease\.json cannot be read as a lease and changed \d+ s ago: if nothing writes there, /,
      ),
    });
    silentFor(6 * MINUTE);
    expect((await take('here')).tookOver).toBeUndefined();
  });
});

describe('a lease', () => {
  it('that is a FIFO blocks neither a contender nor the holder', async () => {
    const lease = await take('one');
    rmSync(leaseFile());
    execFileSync('mkfifo', [leaseFile()]);
    const refusal = { exitCode: 74, message: `cannot read ${leaseFile()}: it is a FIFO, not a file; remove it` };
    for (const work of [() => take('two'), () => lease.check(), () => lease.renew()]) {
      await expect(work()).rejects.toMatchObject(refusal);
    }
    rmSync(leaseFile());
  });

  it('that is a link leaves the target of the link as it is', async () => {
    const lease = await take('one');
    const theirs = join(homeOfOutput(), 'theirs.json');
    renameSync(leaseFile(), theirs);
    const before = readFileSync(theirs);
    symlinkSync(theirs, leaseFile());
    const message = `cannot read ${leaseFile()}: it is a link, not a file; remove it`;
    for (const work of [() => take('two'), () => lease.check(), () => lease.renew(), () => lease.release()]) {
      await expect(work()).rejects.toMatchObject({ exitCode: 74, message });
    }
    expect(readFileSync(theirs)).toEqual(before);
    rmSync(leaseFile());
  });

  it('that is larger than any lease of this kit is refused', async () => {
    mkdirSync(join(outputFolder(), '_dedup'), { recursive: true });
    writeFileSync(leaseFile(), '');
    truncateSync(leaseFile(), MOST_BYTES[LEASE_FILE] + 1);
    await expect(take('here')).rejects.toThrow(
      `cannot read ${leaseFile()}: it has ${MOST_BYTES[LEASE_FILE] + 1} bytes`,
    );
  });

  it('can be checked, and its file and folders are removed on release', async () => {
    const lease = await openLocalFolder(join(homeOfOutput(), 'a/b/out')).takeLease({ run: runNamed('only') });
    await lease.check();
    await lease.release();
    await lease.release();
    expect(readdirSync(homeOfOutput())).toEqual([]);
  });

  it('leaves folders that existed before, and new folders in which another program put a file', async () => {
    mkdirSync(outputFolder());
    await (await take('one')).release();
    expect(readdirSync(homeOfOutput())).toEqual(['out']);
    const lease = await openLocalFolder(join(homeOfOutput(), 'new/out')).takeLease({ run: runNamed('two') });
    writeFileSync(join(homeOfOutput(), 'new/theirs'), '');
    await lease.release();
    expect(readdirSync(join(homeOfOutput(), 'new'))).toEqual(['theirs']);
  });

  it('is lost when its file is removed', async () => {
    const lease = await take('one');
    rmSync(leaseFile());
    await expect(lease.check()).rejects.toThrow(
      `lost ${outputFolder()}: run ${runNamed('one')} gave no sign of life for too long; run it again`,
    );
  });
});
