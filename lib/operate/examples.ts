import type { Example } from '../../job/options/examples';

/** Examples of the commands that operate a deployment, by their names. */
export const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  doctor: [
    { line: 'dedup doctor', meaning: 'check what the deployment of this folder needs' },
    { line: 'dedup doctor -c coreInstanceType=m5.xlarge', meaning: 'check the same with another setting' },
  ],
  submit: [
    { line: 'dedup submit --bad-records keep', meaning: "run the stack's job again, with another option" },
    {
      line: 'dedup submit s3://my-bucket/today/ --merge --json > run.json',
      meaning: 'merge other inputs into the former output, and keep the ids of the run for dedup wait',
    },
  ],
  wait: [
    { line: 'dedup wait --max-rejected 1% --timeout 2h', meaning: 'wait for the last run of the stack, and judge it' },
    { line: 'dedup wait --submitted run.json', meaning: "wait for the run that 'dedup submit --json' told of" },
  ],
  status: [
    { line: 'dedup status', meaning: "show what the stack's cluster is doing" },
    { line: 'dedup status --price lookup --json', meaning: 'show the same with what it has cost, as JSON' },
  ],
  logs: [
    { line: 'dedup logs --follow', meaning: 'print the logs of the last run until it is over' },
    { line: 'dedup logs --container all', meaning: "print the logs of the last run's containers" },
  ],
  cancel: [
    { line: 'dedup cancel', meaning: 'end the last run; its cluster stays' },
    { line: 'dedup cancel s-1XXXXXXXXXXA', meaning: 'end a step by its id' },
  ],
  terminate: [
    { line: 'dedup terminate', meaning: "end the stack's cluster if it is idle" },
    { line: 'dedup terminate --force', meaning: 'end it whatever it is doing' },
  ],
  report: [
    { line: 'dedup report latest/', meaning: 'draw the page of a run again, beside its output' },
    { line: 'dedup report latest/ --json', meaning: 'draw it, and print where it is as JSON' },
  ],
};
