export default async function tearDown(): Promise<void> {
  await globalThis.s3Server?.stop();
  globalThis.s3Server = undefined;
}
