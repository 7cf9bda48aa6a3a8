import { once } from 'node:events';

export default async function tearDown(): Promise<void> {
  const server = globalThis.versitygw;
  if (server === undefined || server.exitCode !== null) return;
  const ended = once(server, 'exit');
  server.stdin?.end();
  await ended;
}
