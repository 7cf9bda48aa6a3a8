/** Assets that this machine builds, without Docker, and only when a stack is deployed or synthesized. */

import { type BundlingOptions, BundlingOutput, DockerImage, type ILocalBundling } from 'aws-cdk-lib';

/** `make` writes exactly one file into the folder that it is given. */
export function oneFile(make: (folder: string) => void): BundlingOptions {
  return { ...locally(make), outputType: BundlingOutput.SINGLE_FILE };
}

/** `make` writes the asset's content into the folder that it is given. */
export function locally(make: (folder: string) => void): BundlingOptions {
  const local: ILocalBundling = {
    tryBundle: (folder) => {
      make(folder);
      return true;
    },
  };
  // CDK requires a Docker image to fall back to. The local bundling always succeeds, so the image is never used.
  return { local, image: DockerImage.fromRegistry('none') };
}
