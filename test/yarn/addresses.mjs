// The addresses of the daemons. No port is fixed, therefore any number of clusters can run side by side.
import { randomInt } from 'node:crypto';
import net from 'node:net';
import { Missing } from './problem.mjs';

/** Ports below the range for outgoing connections, which no other process takes by chance between choice and use. */
const PORTS = { from: 20_000, to: 32_768 };

export const MAX_NODES = 250;

/**
 * `127.0.0.2` is the first node's. Each has an address of its own because MapReduce counts failures by address: three
 * failed tasks on nodes that share one would put all of them on its list of bad nodes.
 * @param {number} node from 1
 */
export function nodeAddress(node) {
  return `127.0.0.${node + 1}`;
}

/** @param {number} nodes */
export async function requireAddresses(nodes) {
  for (let node = 1; node <= nodes; node++) {
    const address = nodeAddress(node);
    const server = await listen(address, 0).catch(() => {
      throw new Missing(
        `this machine does not have the address ${address}; on macOS: sudo ifconfig lo0 alias ${address}`,
      );
    });
    await close(server);
  }
}

/**
 * Ports of 127.0.0.1 that nobody listens on.
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export async function freePorts(count) {
  /** @type {Map<number, net.Server>} */
  const found = new Map();
  while (found.size < count) {
    const port = randomInt(PORTS.from, PORTS.to);
    const server = found.has(port) ? null : await listen('127.0.0.1', port).catch(() => null);
    if (server !== null) found.set(port, server);
  }
  await Promise.all([...found.values()].map(close));
  return [...found.keys()];
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<net.Server>}
 */
function listen(host, port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => resolve(server));
  });
}

/** @param {net.Server} server */
function close(server) {
  return new Promise((resolve) => server.close(resolve));
}
