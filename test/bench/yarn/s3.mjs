// S3 on this machine (versitygw, whose files are in the bench's data folder), which runs as long as the bench.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { freePorts } from '../../yarn/addresses.mjs';
import { Problem } from '../problem.mjs';

/** .gitignore has this name too. */
const INSTALLED = fileURLToPath(new URL('.versitygw', import.meta.url));
const MODULE = 'github.com/versity/versitygw/cmd/versitygw';
export const VERSION = '1.8.0';

const REGION = 'us-east-1';
const INPUT = 'input';
const OUTPUT = 'output';
const PAUSE_MS = 50;
const UP_WITHIN_MS = 10_000;
const SAID_LENGTH = 2000;
/** The SDK's warning about an old Node does not concern the bench. */
const SDK_IS_QUIET = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';

/** @returns {string} the program; built at first use */
function installVersitygw() {
  const folder = path.join(INSTALLED, VERSION);
  const program = path.join(folder, 'versitygw');
  if (existsSync(program)) return program;
  process.stderr.write(`building versitygw ${VERSION} (once; some minutes)\n`);
  const env = { ...process.env, GOBIN: folder };
  const built = spawnSync('go', ['install', `${MODULE}@v${VERSION}`], { env, encoding: 'utf8' });
  if (built.error) {
    throw new Problem(`--s3 needs Go, to build versitygw ${VERSION} once, but go does not start; put it on the PATH`);
  }
  if (built.status !== 0) throw new Problem(`cannot build versitygw ${VERSION}\n${built.stderr.trim()}`);
  return program;
}

/** @param {string} dataDir @returns {Promise<S3>} */
export async function startS3(dataDir) {
  const program = installVersitygw();
  const folder = path.join(dataDir, 's3');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const [port] = await freePorts(1);
  const keys = { accessKeyId: randomBytes(8).toString('hex'), secretAccessKey: randomBytes(16).toString('hex') };
  // it ends with the bench, however the bench ends
  const command = ['--pdeathsig', 'TERM', program, '--port', `127.0.0.1:${port}`, '--region', REGION, '--quiet'];
  const server = spawn('setpriv', [...command, 'posix', folder], {
    env: { PATH: process.env.PATH, ROOT_ACCESS_KEY: keys.accessKeyId, ROOT_SECRET_KEY: keys.secretAccessKey },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const s3 = new S3(server, folder, `http://127.0.0.1:${port}`, keys);
  try {
    await s3.untilUp();
  } catch (error) {
    await s3.stop();
    throw error;
  }
  return s3;
}

export class S3 {
  #server;
  #folder;
  #client;
  #said = '';

  /**
   * @param {import('node:child_process').ChildProcessByStdio<null, null, import('node:stream').Readable>} server
   * @param {string} folder of its files
   * @param {string} endpoint
   * @param {{ accessKeyId: string, secretAccessKey: string }} credentials
   */
  constructor(server, folder, endpoint, credentials) {
    this.#server = server;
    server.on('error', (error) => {
      this.#said = error.message;
    });
    server.stderr.setEncoding('utf8').on('data', (text) => {
      this.#said = `${this.#said}${text}`.slice(-SAID_LENGTH);
    });
    this.#folder = folder;
    process.env[SDK_IS_QUIET] = 'true';
    this.#client = new S3Client({ endpoint, region: REGION, credentials });
    this.output = `s3://${OUTPUT}/kept`;
    /** The environment of commands that use this S3. */
    this.environment = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
  }

  get pid() {
    return this.#server.pid ?? 0;
  }

  /** Returns when it has made both buckets. */
  async untilUp() {
    const deadline = Date.now() + UP_WITHIN_MS;
    for (const Bucket of [INPUT, OUTPUT]) {
      for (;;) {
        const error = await this.#client.send(new CreateBucketCommand({ Bucket })).then(() => null, String);
        if (error === null) break;
        if (this.#hasEnded()) throw new Problem(`versitygw does not start: ${this.#said.trim()}`);
        if (Date.now() > deadline) throw new Problem(`versitygw is not up within ${UP_WITHIN_MS / 1000} s: ${error}`);
        await delay(PAUSE_MS);
      }
    }
  }

  /** @param {readonly string[]} files @returns {Promise<string[]>} their addresses */
  async upload(files) {
    const addresses = [];
    for (const file of files) {
      const Key = path.join(path.basename(path.dirname(file)), path.basename(file));
      const [Body, ContentLength] = [createReadStream(file), statSync(file).size];
      await this.#client.send(new PutObjectCommand({ Bucket: INPUT, Key, Body, ContentLength }));
      addresses.push(`s3://${INPUT}/${Key}`);
    }
    return addresses;
  }

  /** Copies the output of a run. @param {string} folder */
  async download(folder) {
    for (const Key of await this.#outputKeys()) {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: OUTPUT, Key }));
      const file = path.join(folder, path.relative('kept', Key));
      mkdirSync(path.dirname(file), { recursive: true });
      await pipeline(/** @type {import('node:stream').Readable} */ (Body), createWriteStream(file));
    }
  }

  /** Deletes the output of the last run. */
  async clear() {
    for (const Key of await this.#outputKeys()) {
      await this.#client.send(new DeleteObjectCommand({ Bucket: OUTPUT, Key }));
    }
  }

  async stop() {
    this.#client.destroy();
    if (!this.#hasEnded()) {
      const ended = once(this.#server, 'exit');
      this.#server.kill();
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #outputKeys() {
    const keys = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: this.#client }, { Bucket: OUTPUT })) {
      keys.push(...Contents.map(({ Key = '' }) => Key));
    }
    return keys;
  }

  /** Whether the server has ended, or was never started. */
  #hasEnded() {
    const { pid, exitCode, signalCode } = this.#server;
    return pid === undefined || exitCode !== null || signalCode !== null;
  }
}
