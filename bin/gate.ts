/** Tries what is deployed: `npm run gate`. */

// meant for who develops on the SDK, not for who runs a gate
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

import { gateProgram } from '../lib/pipeline/gate/program';

gateProgram(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
