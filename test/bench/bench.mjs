// `npm run bench`: the door of both benches, on one machine and on YARN.
const [first] = process.argv.slice(2);
if (first === 'yarn') {
  process.argv.splice(2, 1);
  await import('./yarn/run.mjs');
} else {
  await import('./run.mjs');
}
