import { add, all, alter, type Breaches, neverRenewed, remove, unprotect } from "../breach";
import { text } from "../resource";

const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const instance = "aws:rds/instance:Instance";
const cache = "aws:elasticache/replicationGroup:ReplicationGroup";
const parameters = "aws:rds/parameterGroup:ParameterGroup";
const definition = "aws:ecs/taskDefinition:TaskDefinition";
const service = "aws:ecs/service:Service";
const listener = "aws:lb/listener:Listener";

/** A security group rule that lets the whole internet in. */
const open = (group: string, port: number) =>
  add({
    type: ingress,
    name: "open",
    component: "api",
    inputs: {
      cidrIpv4: "0.0.0.0/0",
      fromPort: port,
      toPort: port,
      ipProtocol: "tcp",
      securityGroupId: group,
    },
  });

const container = (change: (json: string) => string) =>
  alter(definition, ({ containerDefinitions }) => ({
    containerDefinitions: change(text(containerDefinitions)),
  }));

/** One way to break each promise on AWS. */
export const breachesOnAws: Breaches = {
  "Only the load balancer takes connections from outside, on 80 and 443": open("api-group-id", 8000),
  "The data tier has no way to the internet": (resources) => [
    ...resources,
    ...resources
      .filter(
        ({ type, name }) =>
          type === "aws:ec2/routeTableAssociation:RouteTableAssociation" && name.startsWith("network-data"),
      )
      .map((association) => ({
        ...association,
        type: "aws:ec2/route:Route",
        inputs: {
          routeTableId: association.inputs["routeTableId"] ?? null,
          destinationCidrBlock: "0.0.0.0/0",
        },
      })),
  ],
  "The network's traffic is recorded": remove("aws:ec2/flowLog:FlowLog"),
  "The loss of one zone does not cut the way out where egress is zonal": remove(
    "aws:ec2/natGateway:NatGateway",
    ({ name }) => name.endsWith("-2"),
  ),
  "With a domain, HTTPS with a managed certificate, TLS 1.2 or newer, and HTTP sent there": alter(listener, {
    sslPolicy: "ELBSecurityPolicy-TLS13-1-0-2021-06",
  }),
  "Requests pass a web application firewall where asked for, and are logged": remove(
    "aws:wafv2/webAclAssociation:WebAclAssociation",
  ),
  "Every service of the stack file runs, by digest": container((json) =>
    json.replace(/@sha256:\w+/, ":latest"),
  ),
  "Each secret reaches its service as a reference, never as a value": container((json) =>
    json.replace('"environment":[', '"environment":[{"name":"DATABASE_URL","value":"postgresql://"},'),
  ),
  "Each reference is to one version of a secret, so that a new value is a new rollout": container((json) =>
    json.replaceAll(/:::version[^"]*"/g, ':::"'),
  ),
  "What the platform makes as secrets is made anew with each secret generation": neverRenewed,
  "Each identity may read only its own secrets": alter("aws:iam/rolePolicy:RolePolicy", ({ policy }) => ({
    policy: text(policy).replace(/:secret:worker-secrets[^"]*/, ":secret:*"),
  })),
  "Each service has an identity of its own": alter(definition, { taskRoleArn: "arn:aws:iam::1:role/shared" }),
  "Each service has the replicas that were asked for": alter("aws:appautoscaling/target:Target", {
    minCapacity: 0,
  }),
  "Each service is scaled on CPU, memory and requests, in slower than out": remove(
    "aws:appautoscaling/policy:Policy",
    ({ name }) => name.endsWith("-memory"),
  ),
  "Where egress is zonal, each service's replicas are spread over the zones": alter(service, {
    networkConfiguration: { subnets: ["network-private-1-id"] },
  }),
  "Each public service is asked whether it is ready, and each one with a client whether it is alive": alter(
    "aws:lb/targetGroup:TargetGroup",
    { healthCheck: { path: "/" } },
  ),
  "A new version that does not become healthy never takes the old one's place": alter(service, {
    deploymentCircuitBreaker: { enable: true, rollback: false },
  }),
  "A new version that raises errors goes back by itself where the cloud can do that": alter(service, {
    alarms: { enable: true, rollback: true, alarmNames: ["gone"] },
  }),
  "Where the cloud can say so, no container is root, writes to its image or has rights of the kernel":
    container((json) =>
      json.replace(/("name":"collector".*)"readonlyRootFilesystem":true/, '$1"readonlyRootFilesystem":false'),
    ),
  "Images are kept unchangeable, scanned, and encrypted with our key": alter(
    "aws:ecr/repository:Repository",
    { imageTagMutability: "MUTABLE" },
  ),
  "Nobody pulls an image without a right to, and untagged ones go after a week": remove(
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  ),
  "The database is reachable only from the services that were given it": open(
    "database-security-group-id",
    5432,
  ),
  "The database is encrypted with our key, and speaks TLS only": alter(parameters, { parameters: [] }),
  "The database has a standby in another zone where it is highly available": alter(instance, {
    multiAz: false,
  }),
  "The cache is reachable only from the services that were given it": open("cache-security-group-id", 6379),
  "The cache is encrypted with our key, and speaks TLS only": alter(cache, {
    transitEncryptionMode: "preferred",
  }),
  "The cache has a standby in another zone where it is highly available": alter(cache, {
    multiAzEnabled: false,
  }),
  "The cache asks for a password": alter(cache, { authToken: null }),
  "The database can be restored to any point in time within its retention": alter(instance, {
    backupRetentionPeriod: 1,
  }),
  "Queries that are slower than 1 s are logged": alter(parameters, {
    parameters: [{ name: "log_min_duration_statement", value: "5000" }],
  }),
  "Where protection is on, what holds data refuses its deletion": unprotect("aws:kms/key:Key"),
  "Each secret is encrypted with our key": alter("aws:secretsmanager/secret:Secret", { kmsKeyId: null }),
  "Our keys rotate at least once a year, and wait before they are deleted": alter("aws:kms/key:Key", {
    enableKeyRotation: false,
  }),
  "Every log is kept as long as the stack says, and not for ever": alter("aws:cloudwatch/logGroup:LogGroup", {
    retentionInDays: null,
  }),
  "Every log is encrypted with our key": alter("aws:cloudwatch/logGroup:LogGroup", { kmsKeyId: null }),
  "Every alert reaches the notification channel": alter("aws:cloudwatch/metricAlarm:MetricAlarm", {
    alarmActions: ["arn:aws:sns:eu-west-1:1:gone"],
  }),
  "The notification channel reaches the address that was given": remove(
    "aws:sns/topicSubscription:TopicSubscription",
  ),
  "Every burn rate of every objective of a public service raises an alert": alter(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    { threshold: 2 },
    ({ name }) => name.endsWith("-short"),
  ),
  "Where requests are traced, as many are as the stack says, and their traces arrive": remove(
    "aws:iam/rolePolicy:RolePolicy",
    ({ name }) => name.endsWith("-task-policy"),
  ),
  "A dashboard shows each service and what it keeps data in": alter("aws:cloudwatch/dashboard:Dashboard", {
    dashboardBody: '{"widgets":[]}',
  }),
  "With a domain, somebody asks from outside whether the first public service is alive": alter(
    "aws:route53/healthCheck:HealthCheck",
    { resourcePath: "/" },
  ),
  "Who did what is recorded unchangeably where asked for": remove(
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  ),
  "Threat detection and posture checks are on where asked for": alter("aws:guardduty/detector:Detector", {
    enable: false,
  }),
  "A budget tells its owner at 80 % and at 100 %": alter("aws:budgets/budget:Budget", { notifications: [] }),
  "Everything carries the stack's tags": alter("pulumi:providers:aws", { defaultTags: "{}" }),
  "Backups are kept as long as the stack says": remove("aws:backup/selection:Selection"),
  "Backups reach the second region": alter("aws:backup/vault:Vault", { region: "eu-west-1" }),
  "Nobody can delete a backup before its time where that is asked for": remove(
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
  ),
  "A logical dump is made every night where asked for, and reaches the second region": all(
    remove("aws:s3/bucketReplicationConfig:BucketReplicationConfig"),
  ),
  "A backup that fails raises an alert": remove("aws:cloudwatch/eventRule:EventRule"),
};
