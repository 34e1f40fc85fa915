import { azureFunctions, azureOutputsOf } from "./azure/mock-outputs";
import { gcpFunctions, gcpOutputsOf } from "./gcp/mock-outputs";
import { kubernetesOutputsOf } from "./kubernetes/mock-outputs";
import type { Properties, Value } from "./mocks";

/** Account and region of everything that the mocks pretend to have made. */
export const ACCOUNT = "123456789012";
export const REGION = "eu-west-1";

/** Computed outputs by resource type, beyond `id`, `arn` and `name`; shaped like the cloud's own. */
const computed: Readonly<Record<string, (name: string, inputs: Properties) => Properties>> = {
  "aws:kms/key:Key": (name) => ({ keyId: `${name}-id`, arn: arn("kms", `key/${name}`) }),
  "aws:ec2/vpc:Vpc": (name, { cidrBlock }) => ({
    id: `vpc-${name}`,
    cidrBlock: cidrBlock ?? null,
    defaultSecurityGroupId: `sg-default-${name}`,
    defaultNetworkAclId: `acl-default-${name}`,
    defaultRouteTableId: `rtb-default-${name}`,
    mainRouteTableId: `rtb-default-${name}`,
  }),
  "aws:ec2/vpcEndpoint:VpcEndpoint": (name) => ({ prefixListId: `pl-${name}` }),
  "aws:lb/loadBalancer:LoadBalancer": (name) => ({
    arn: arn("elasticloadbalancing", `loadbalancer/app/${name}/50dc6c495c0c9188`),
    arnSuffix: `app/${name}/50dc6c495c0c9188`,
    dnsName: `${name}-1234567890.${REGION}.elb.amazonaws.com`,
    zoneId: "Z32O12XQLNTSW2",
  }),
  "aws:lb/targetGroup:TargetGroup": (name) => ({
    arn: arn("elasticloadbalancing", `targetgroup/${name}/73e2d6bc24d8a067`),
    arnSuffix: `targetgroup/${name}/73e2d6bc24d8a067`,
  }),
  "aws:acm/certificate:Certificate": (_, { domainName }) => ({
    arn: arn("acm", "certificate/0f1e2d3c"),
    domainValidationOptions: [
      {
        domainName: domainName ?? null,
        resourceRecordName: `_3639ac514e785e898d2646601fa951d5.${text(domainName)}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: "_98d2646601fa951d53639ac514e785e8.acm-validations.aws.",
      },
    ],
  }),
  "aws:acm/certificateValidation:CertificateValidation": (_, { certificateArn }) => ({
    certificateArn: certificateArn ?? null,
  }),
  "aws:route53/record:Record": (_, { name }) => ({ fqdn: name ?? null }),
  "aws:ecr/repository:Repository": (name) => ({
    arn: arn("ecr", `repository/${name}`),
    registryId: ACCOUNT,
    repositoryUrl: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${name}`,
  }),
  "aws:amp/workspace:Workspace": (name) => ({
    arn: arn("aps", `workspace/ws-${name}`),
    prometheusEndpoint: `https://aps-workspaces.${REGION}.amazonaws.com/workspaces/ws-${name}/`,
  }),
  "aws:s3/bucket:Bucket": (name, { bucket }) => ({
    id: text(bucket ?? name),
    bucket: bucket ?? name,
    arn: `arn:aws:s3:::${text(bucket ?? name)}`,
    bucketRegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
  }),
  "aws:ecs/taskDefinition:TaskDefinition": (name) => ({
    arn: arn("ecs", `task-definition/${name}:1`),
    revision: 1,
  }),
  "aws:ecs/cluster:Cluster": (name) => ({ arn: arn("ecs", `cluster/${name}`) }),
  "aws:ecs/service:Service": (name) => ({
    arn: arn("ecs", `service/${name}`),
    id: arn("ecs", `service/${name}`),
  }),
  "aws:eks/cluster:Cluster": (name, { vpcConfig }) => ({
    arn: arn("eks", `cluster/${name}`),
    endpoint: `https://${"A".repeat(32)}.gr7.${REGION}.eks.amazonaws.com`,
    certificateAuthority: { data: "LS0tLS1CRUdJTg==" },
    vpcConfig: { ...record(vpcConfig), clusterSecurityGroupId: `sg-of-${name}`, vpcId: "vpc-network-vpc" },
  }),
  "aws:iam/role:Role": (name) => ({ arn: `arn:aws:iam::${ACCOUNT}:role/${name}`, uniqueId: "AROAEXAMPLE" }),
  "aws:rds/instance:Instance": (name, { port }) => ({
    address: `${name}.c9akciq32rrp.${REGION}.rds.amazonaws.com`,
    endpoint: `${name}.c9akciq32rrp.${REGION}.rds.amazonaws.com:5432`,
    port: port ?? 5432,
    identifier: name,
    resourceId: "db-ABCDEFGHIJKLMNOP",
    arn: arn("rds", `db:${name}`),
  }),
  "aws:elasticache/replicationGroup:ReplicationGroup": (name) => ({
    primaryEndpointAddress: `master.${name}.abc123.euw1.cache.amazonaws.com`,
    memberClusters: [`${name}-001`],
    arn: arn("elasticache", `replicationgroup:${name}`),
  }),
  "aws:secretsmanager/secret:Secret": (name) => ({ arn: arn("secretsmanager", `secret:${name}-AbCdEf`) }),
  "aws:secretsmanager/secretVersion:SecretVersion": (name, { secretId }) => ({
    arn: secretId ?? null,
    versionId: `version-of-${name}`,
  }),
  "random:index/randomPassword:RandomPassword": (name, { length }) => ({
    result: `generated-${name}`.padEnd(Number(length ?? 0), "x"),
  }),
  "random:index/randomString:RandomString": () => ({ result: "x7k2qm" }),
  "random:index/randomUuid:RandomUuid": () => ({ result: "6f1f0c9e-3d0b-4c55-9d2a-0a8b6f1c2d3e" }),
  "random:index/randomId:RandomId": (name) => ({ hex: `hex-${name}`, b64Url: `b64-${name}` }),
  "docker:index/image:Image": (name, { imageName }) => ({
    imageName: imageName ?? null,
    repoDigest: `${text(imageName).split(":")[0] ?? name}@sha256:${"a".repeat(64)}`,
  }),
};

/** What a made resource answers with: its id, ARN, physical name and the outputs of its type. */
export function outputsOf(type: string, name: string, inputs: Properties): Properties {
  const [, module = ""] = type.split(":");
  return {
    id: `${name}-id`,
    arn: arn(module.split("/")[0] ?? "", name),
    name: inputs.name ?? `${name}-1a2b3c4`,
    ...computed[type]?.(name, inputs),
    ...gcpOutputsOf(type, name, inputs),
    ...azureOutputsOf(type, name, inputs),
    ...kubernetesOutputsOf(type, name, inputs),
  };
}

const functions: Readonly<Record<string, (inputs: Properties) => Properties>> = {
  ...gcpFunctions,
  ...azureFunctions,
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/tester`,
    id: ACCOUNT,
    userId: "AIDAEXAMPLE",
  }),
  "aws:eks/getAddonVersion:getAddonVersion": ({ addonName, kubernetesVersion }) => ({
    id: addonName ?? null,
    addonName: addonName ?? null,
    kubernetesVersion: kubernetesVersion ?? null,
    region: REGION,
    version: "v1.2.3-eksbuild.1",
  }),
  "aws:index/getPartition:getPartition": () => ({
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    id: "aws",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getRegion:getRegion": ({ region }) => ({
    region: region ?? REGION,
    id: region ?? REGION,
    name: region ?? REGION,
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({
    names: ["a", "b", "c"].map((zone) => `${REGION}${zone}`),
    zoneIds: ["euw1-az1", "euw1-az2", "euw1-az3"],
    id: REGION,
  }),
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({
    userName: "AWS",
    password: "ecr-login-password",
    proxyEndpoint: `https://${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`,
    authorizationToken: "QVdTOmVjci1sb2dpbi1wYXNzd29yZA==",
  }),
  "aws:ecs/getService:getService": () => ({ events: [] }),
  "aws:route53/getZone:getZone": ({ name }) => ({
    zoneId: "Z0123456789ABCDEFGHIJ",
    id: "Z0123456789ABCDEFGHIJ",
    name: name ?? null,
  }),
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": ({ name }) => ({
    id: `pl-${text(name)}`,
    name: name ?? null,
  }),
};

/**
 * Answers a function (data source) of an SDK.
 *
 * @throws when the function is not known here: add what the real one returns.
 */
export function call({ token, inputs }: { token: string; inputs: Properties }): Properties {
  const answer = functions[token];
  if (answer === undefined) throw new Error(`the mocks do not know the function ${token}`);
  return answer(inputs);
}

function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

function record(value: Value | undefined): Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
