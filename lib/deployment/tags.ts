/** Names of the tags that rights rest on. */

/** With the value `true`: what AmazonEMRServicePolicy_v2 lets EMR use. */
export const EMR_TAG = 'for-use-with-amazon-emr-managed-policies';

/** On every cluster of a stack, with the stack's name: who may end one, or start one, may do so with this alone. */
export const STACK_TAG = 'dedup-stack';
