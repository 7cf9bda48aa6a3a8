// The text that `npm run yarn` prints when the cluster is up.

/**
 * @param {import('./cluster.mjs').Description} cluster
 * @param {import('./cluster.mjs').Options} options
 */
export function howToUse({ resourceManager, jobHistory, folder, environment }, { nodes, memoryMb }) {
  const exports = Object.entries(environment).map(([name, value]) => `    export ${name}=${quoted(name, value)}\n`);
  return `YARN is up: ${nodes} nodes of ${memoryMb} MB. Ctrl-C stops it and removes what it wrote.

    applications and nodes   ${resourceManager}/cluster
    jobs that ended          ${jobHistory}/jobhistory
    logs                     ${folder}/logs
    of containers            ${folder}/nodes/node-*/logs

In another shell, first

${exports.join('')}
and then, for example

    yarn node -list
    hadoop-streaming -input file://$PWD/assets/sample -output file://$PWD/out/count -mapper cat -reducer 'wc -l'

`;
}

/** @param {string} name @param {string} value */
function quoted(name, value) {
  // npm extended the PATH of this process; another shell does not have these folders.
  const text = name === 'PATH' ? value.replace(process.env.PATH ?? '', '') : value;
  return `'${text.replaceAll("'", "'\\''")}'${name === 'PATH' ? '"$PATH"' : ''}`;
}
