/** Assets that this machine makes, without Docker, and only when a stack is deployed or synthesized. */

import { type BundlingOptions, BundlingOutput, DockerImage, type ILocalBundling } from 'aws-cdk-lib';

/** `make` writes one file into the folder that it is given. */
export function oneFile(make: (folder: string) => void): BundlingOptions {
  return { ...locally(make), outputType: BundlingOutput.SINGLE_FILE };
}

/** `make` writes a folder's contents. */
export function locally(make: (folder: string) => void): BundlingOptions {
  const local: ILocalBundling = {
    tryBundle: (folder) => {
      make(folder);
      return true;
    },
  };
  // CDK wants one named, to fall back to; that never comes to pass
  return { local, image: DockerImage.fromRegistry('none') };
}
