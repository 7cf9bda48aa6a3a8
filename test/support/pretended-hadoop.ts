/** A stand-in for Hadoop until a driver submits its job: commands that do nothing, and an empty ResourceManager. */

import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from './folder';

export interface PretendedHadoop {
  /** The environment in which commands find the stand-in. */
  readonly environment: NodeJS.ProcessEnv;
  /** Whether a job was submitted. */
  hasJob(): boolean;
  /** The environment variables that the tasks of the job would have. */
  variables(): Record<string, string>;
  stop(): Promise<void>;
}

/** The error of `dedup yarn` when the job is refused, with exit code 69. */
export const REFUSAL =
  'hadoop-streaming ended with exit code 5 before YARN had the job: no cluster (DEBUG=1 shows all)';

/** A program that stores the secrets of the job and refuses the job. */
const STREAMING = `#!/bin/sh
for word in "$@"; do
  case $word in mapreduce.job.credentials.json=*) cp "\${word#*=}" "\${0%/*}/secrets.json" ;; esac
done
echo 'no cluster' >&2
exit 5
`;

export async function startPretendedHadoop(): Promise<PretendedHadoop> {
  const server = createServer((_, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const property = `<property><name>yarn.resourcemanager.webapp.address</name><value>${address}</value></property>`;
  const home = temporaryFolder({
    'yarn-site.xml': `<configuration>${property}</configuration>`,
    hadoop: '#!/bin/sh\n',
    yarn: '#!/bin/sh\n',
    'hadoop-streaming': STREAMING,
  });
  for (const name of ['hadoop', 'yarn', 'hadoop-streaming']) chmodSync(join(home, name), 0o755);
  const secrets = join(home, 'secrets.json');
  return {
    environment: { PATH: `${home}:${process.env.PATH}`, HADOOP_CONF_DIR: home, HADOOP_HOME: '' },
    hasJob: () => existsSync(secrets),
    variables: () => JSON.parse(JSON.parse(readFileSync(secrets, 'utf8'))['dedup.variables']),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
