import { templatesOf } from '../synth';
import { resourcesOf, spelled } from '../template';

const { cluster } = templatesOf({});

const NAMES: Record<string, string> = { GroupsMaster: 'master', GroupsCore: 'core', GroupsService: 'service' };

/** The short name of a security group, such as `master`, for a reference to the group. */
function groupOf(reference: unknown): string {
  const [, id = ''] = /^<(.*)[0-9A-F]{8}\.GroupId>$/.exec(spelled(reference)) ?? [];
  return NAMES[id] ?? spelled(reference);
}

// biome-ignore lint/suspicious/noExplicitAny: templates are untyped
function ports({ IpProtocol, FromPort, ToPort }: any): string {
  return FromPort === ToPort ? `${IpProtocol} ${FromPort}` : `${IpProtocol} ${FromPort}-${ToPort}`;
}

test('the security groups allow the inbound traffic that EMR needs, and nothing else', () => {
  const rules = Object.values(resourcesOf(cluster, 'AWS::EC2::SecurityGroupIngress')).map(
    ({ Properties }) =>
      `${groupOf(Properties.GroupId)} from ${groupOf(Properties.SourceSecurityGroupId)}: ${ports(Properties)}`,
  );
  expect(rules.sort()).toEqual([
    'core from core: icmp -1',
    'core from core: tcp 0-65535',
    'core from core: udp 0-65535',
    'core from master: icmp -1',
    'core from master: tcp 0-65535',
    'core from master: udp 0-65535',
    'core from service: tcp 8443',
    'master from core: icmp -1',
    'master from core: tcp 0-65535',
    'master from core: udp 0-65535',
    'master from master: icmp -1',
    'master from master: tcp 0-65535',
    'master from master: udp 0-65535',
    'master from service: tcp 8443',
    'service from master: tcp 9443',
  ]);
});

test('the security groups allow the outbound traffic that EMR needs, and traffic to S3', () => {
  const rules = Object.values(resourcesOf(cluster, 'AWS::EC2::SecurityGroupEgress')).map(({ Properties }) => {
    const { GroupId, DestinationSecurityGroupId, CidrIp } = Properties;
    return `${groupOf(GroupId)} to ${CidrIp ?? groupOf(DestinationSecurityGroupId)}: ${ports(Properties)}`;
  });
  expect(rules.sort()).toEqual([
    'core to 0.0.0.0/0: tcp 443',
    'core to core: icmp -1',
    'core to core: tcp 0-65535',
    'core to core: udp 0-65535',
    'core to master: icmp -1',
    'core to master: tcp 0-65535',
    'core to master: udp 0-65535',
    'core to service: tcp 9443',
    'master to 0.0.0.0/0: tcp 443',
    'master to core: icmp -1',
    'master to core: tcp 0-65535',
    'master to core: udp 0-65535',
    'master to master: icmp -1',
    'master to master: tcp 0-65535',
    'master to master: udp 0-65535',
    'master to service: tcp 9443',
    'service to core: tcp 8443',
    'service to master: tcp 8443',
  ]);
});

test('each rule has a description of its purpose', () => {
  const { cluster: everything } = templatesOf({ sessionManager: true });
  const inline = Object.values(resourcesOf(everything, 'AWS::EC2::SecurityGroup')).flatMap(
    ({ Properties }) => Properties.SecurityGroupEgress,
  );
  const own = ['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'].flatMap((type) =>
    Object.values(resourcesOf(everything, type)).map(({ Properties }) => Properties),
  );
  expect(own.length).toBeGreaterThan(30);
  // the characters that EC2 allows in a description
  for (const { Description } of [...inline, ...own]) expect(Description).toMatch(/^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/);
});

test('all groups have the tag that allows EMR to change them', () => {
  for (const { Properties } of Object.values(resourcesOf(cluster, 'AWS::EC2::SecurityGroup'))) {
    expect(Properties.Tags).toContainEqual({ Key: 'for-use-with-amazon-emr-managed-policies', Value: 'true' });
  }
});
