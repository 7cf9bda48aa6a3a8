/** Whether a run is needed, as the deployment asks before it starts a cluster. */
export { whyLacking } from '../ledger/lacks';
