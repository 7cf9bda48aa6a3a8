// Keeps the CDK from checking each template that a test makes by its own rules, which takes several seconds in each file
// of tests. test/lib/nag.synth.test.ts makes that check once, and requires that it finds nothing.
process.env.CDK_VALIDATION = 'false';
