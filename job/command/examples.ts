import type { Example } from '../options/examples';

/** Examples of the commands of the job, by their names; `dedup` is the program itself. */
export const EXAMPLES: Readonly<
  Record<
    'dedup' | 'sniff' | 'run' | 'yarn' | 'plan' | 'class-data' | 'verify' | 'diff' | 'explain' | 'completion',
    readonly Example[]
  >
> = {
  dedup: [
    { line: 'dedup sniff ratings/', meaning: 'show how files are written, and the command that reads them' },
    { line: 'dedup run ratings/ --output latest/', meaning: 'publish the latest rating of each user and movie' },
    { line: 'dedup verify latest/', meaning: 'check what was published' },
    { line: 'dedup run --help', meaning: 'show every option of a command, with examples' },
  ],
  sniff: [
    { line: 'dedup sniff ratings/', meaning: 'show how the files of a folder are written, and the command to paste' },
    { line: 'dedup sniff orders.csv --json', meaning: 'print the same as JSON, for programs' },
  ],
  run: [
    { line: 'dedup run ratings/ --output latest/', meaning: 'publish the latest rating of each user and movie' },
    {
      line: 'dedup run orders.csv --output orders/ --format csv --header --key id --order-by day:timestamp,amount:decimal:least',
      meaning: 'read CSV with a header: the latest order of each id, and of one day the smallest',
    },
    {
      line: 'dedup run events.jsonl --output events/ --format json --key user.id --order-by event.time:timestamp',
      meaning: 'read JSON Lines: the latest event of each user',
    },
    {
      line: "dedup run dms/ --output rows/ --format csv --columns Op,ts,id,name --key id --order-by 'ts:timestamp,Op:rank(I<U<D)' --delete-when Op=D",
      meaning: 'read a change log: a row whose latest change is a delete is left out',
    },
    {
      line: 'dedup run today/ --output latest/ --merge --bad-records keep',
      meaning: 'merge new ratings into the former output, and keep bad records apart',
    },
    { line: 'dedup run ratings/ --output nightly/ --new-only', meaning: 'read only the files that the output lacks' },
  ],
  yarn: [
    {
      line: 'dedup yarn s3://my-bucket/ratings/ --output s3://my-bucket/latest/',
      meaning: 'publish the latest ratings of a bucket with the containers of a cluster',
    },
    {
      line: 'dedup yarn /mnt/ratings --output /mnt/latest --parallelism 64 --queue nightly --run-id 20261122t030000z-nightly',
      meaning: 'run on 64 containers of a queue, once, however often this is started',
    },
  ],
  plan: [
    { line: 'dedup plan ratings/', meaning: 'show how many tasks an input makes, and the memory that they need' },
    { line: 'dedup plan ratings/ --parallelism 64 --json', meaning: 'show the same for 64 containers, as JSON' },
  ],
  'class-data': [
    { line: 'dedup class-data /var/lib/dedup/class-data', meaning: "make the folder once, on the cluster's master" },
    {
      line: 'dedup yarn s3://my-bucket/ratings/ --output s3://my-bucket/latest/ --class-data /var/lib/dedup/class-data',
      meaning: 'run with containers that start faster',
    },
  ],
  verify: [
    { line: 'dedup verify latest/', meaning: 'check an output, and tell what is wrong and where' },
    { line: 'dedup verify latest/ --json > problems.json', meaning: 'write the same as JSON' },
  ],
  diff: [
    {
      line: 'dedup run today/ --output next/ && dedup diff latest/ next/',
      meaning: 'count the keys that another run would add, change and remove',
    },
    { line: 'dedup diff latest/ next/ --records', meaning: 'print their records too' },
  ],
  explain: [
    { line: 'dedup explain latest/ --key heat,ann', meaning: 'find the record of a key' },
    {
      line: 'dedup explain latest/ --key heat,ann --inputs',
      meaning: 'tell of all its records in the inputs, and why each was kept or not',
    },
  ],
  completion: [
    { line: 'eval "$(dedup completion bash)"', meaning: 'complete commands and options in this bash' },
    {
      line: 'dedup completion fish > dedup.fish',
      meaning: 'write the script for fish, which looks for it in ~/.config/fish/completions',
    },
  ],
};
