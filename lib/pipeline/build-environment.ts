/** The CodeBuild environment in which the kit builds, tests and deploys itself. */

import { BuildSpec, LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import type { CodeBuildOptions } from 'aws-cdk-lib/pipelines';

/** One of the versions of Node that the image has. */
const NODE_MAJOR = 22;

export const WITH_NODE = {
  buildEnvironment: { buildImage: LinuxBuildImage.AMAZON_LINUX_2023_5 },
  partialBuildSpec: BuildSpec.fromObject({ phases: { install: { 'runtime-versions': { nodejs: NODE_MAJOR } } } }),
} as const satisfies CodeBuildOptions;
