/** Names of the tags that IAM policies rely on. */

/** AmazonEMRServicePolicy_v2 lets EMR use only resources that carry this tag with the value `true`. */
export const EMR_TAG = 'for-use-with-amazon-emr-managed-policies';

/**
 * Every cluster of a stack carries this tag, with the stack's name as its value. Roles may start and end only clusters
 * with the tag of their own stack.
 */
export const STACK_TAG = 'dedup-stack';
