/** The entry of the job's bundle, which is shipped to a cluster. Its runs draw the report too. */

import { complain } from '../job/command/complain';
import { end } from '../job/command/end';
import { main } from '../job/command/program';
import { drawReport } from '../lib/report/page';

main(process.argv.slice(2), { drawReport }, complain).then(end);
