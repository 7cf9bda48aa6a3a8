import type { StepSubjects } from '../../../lib/cluster/steps';

export const SUBJECTS: StepSubjects = {
  region: 'us-east-1',
  copyScriptUri: 's3://assets/copy.sh',
  jobUri: 's3://assets/job.js',
  nodeUri: 's3://assets/node.tgz',
  folder: 'dedup/0123456789abcdef',
  inputs: ['s3://input/'],
  output: 's3://output/',
};
