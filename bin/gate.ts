/** `npm run gate`: tries the deployment on a sample. */

// the warning is meant for developers of a program on the SDK, not for operators of a gate
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

import { gateProgram } from '../lib/pipeline/gate/program';

gateProgram(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
