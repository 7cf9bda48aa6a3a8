import { isSecret, maskedCommand, maskedProperty } from '../../../../job/options/parsing/secret-properties';

it.each([
  'fs.s3a.secret.key=x',
  'fs.s3a.access.key=x',
  'fs.s3a.session.token=x',
  'fs.s3a.bucket.one.encryption.key=x',
  'fs.azure.account.key.one.blob.core.windows.net=x',
  'fs.azure.account.oauth2.client.id=x',
  'ssl.server.keystore.keypassword=x',
  'ssl.keystore.pass=x',
  'javax.jdo.option.ConnectionPassword=x',
  'my.passwd=x',
  'my.pwd=x',
  'my_passphrase=x',
  'MY_PASS=x',
  'my.apiKey=x',
  'my.private.thing=x',
  'my.credential=x',
  'mapreduce.map.env.AWS_SECRET_ACCESS_KEY=x',
  'mapreduce.map.env=AWS_REGION=eu-west-1,MY_PASSWORD=x',
  'mapreduce.map.java.opts=-Xmx1g -Dmy.token=x',
  'my.secret=',
  'my.secret=a=b',
])('masks the value of the property %s', (property) => {
  expect(isSecret(property)).toBe(true);
  expect(maskedProperty(property)).toBe(`${property.replace(/=.*/, '')}=***`);
});

it.each([
  'mapreduce.task.timeout=600000',
  'mapreduce.job.priority=HIGH',
  'mapreduce.partition.keypartitioner.options=x',
  'mapreduce.map.java.opts=-Xmx1g -XX:+UseSerialGC',
  'mapreduce.job.queuename=secrets',
  'my.passage=x',
  'my.compass=x',
  'yarn.nodemanager.bypass=x',
  'no property',
  '=x',
])('does not mask the value of the property %s', (property) => {
  expect(isSecret(property)).toBe(false);
  expect(maskedProperty(property)).toBe(property);
});

it('masks the values of secret properties in a command line, in every notation, and no other argument', () => {
  const words = ['yarn', 'fs.s3a.secret.key=x', '--output', 'out', '--key', 'movie', '--delimiter', '^'];
  const given = ['--hadoop', 'a.password=x', '--hadoop=a.token=x', '--hadoop', 'a.b=c', '--hadoop=a.b=c', '--hadoop'];
  expect(maskedCommand([...words, ...given])).toEqual([
    ...words,
    ...['--hadoop', 'a.password=***', '--hadoop=a.token=***', '--hadoop', 'a.b=c', '--hadoop=a.b=c', '--hadoop'],
  ]);
});
