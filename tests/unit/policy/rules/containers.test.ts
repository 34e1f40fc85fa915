import { rule as autoscaledServiceIgnoresCount } from "../../../../policy/rules/containers/aws-autoscaled-service-ignores-count";
import { rule as ecrImmutableTags } from "../../../../policy/rules/containers/aws-ecr-immutable-tags";
import { rule as ecrOwnKey } from "../../../../policy/rules/containers/aws-ecr-own-key";
import { rule as ecrScanOnPush } from "../../../../policy/rules/containers/aws-ecr-scan-on-push";
import { rule as ecsContainerInsights } from "../../../../policy/rules/containers/aws-ecs-container-insights";
import { rule as ecsNoPublicAddress } from "../../../../policy/rules/containers/aws-ecs-no-public-address";
import { rule as ecsNotPrivileged } from "../../../../policy/rules/containers/aws-ecs-not-privileged";
import { rule as ecsReadOnlyRoot } from "../../../../policy/rules/containers/aws-ecs-read-only-root";
import { rule as ecsSeparateRoles } from "../../../../policy/rules/containers/aws-ecs-separate-roles";
import { rule as noSecretInEnvironment } from "../../../../policy/rules/containers/aws-no-secret-in-environment";
import { rule as ecsNoShell } from "../../../../policy/rules/containers/aws-ecs-no-shell";
import { rule as ecsCapabilitiesDropped } from "../../../../policy/rules/containers/aws-ecs-capabilities-dropped";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const bucket: Given = { type: "aws:s3/bucket:Bucket", properties: { bucket: "b" } };
const service = (properties: Properties, more: Partial<Given> = {}): Given => ({
  type: "aws:ecs/service:Service",
  name: "service",
  properties,
  ...more,
});
/** Container definitions are JSON text, as the SDK sends them. */
const task = (...containers: Properties[]): Given => ({
  type: "aws:ecs/taskDefinition:TaskDefinition",
  name: "task",
  properties: { family: "api", containerDefinitions: JSON.stringify(containers) },
});
const broken: Given = {
  type: "aws:ecs/taskDefinition:TaskDefinition",
  properties: { containerDefinitions: "[{" },
};
const unknownTask: Given = {
  type: "aws:ecs/taskDefinition:TaskDefinition",
  properties: { containerDefinitions: unknown },
};

describeRule(ecsNoPublicAddress, {
  compliant: {
    off: service({ networkConfiguration: { subnets: ["s"], assignPublicIp: false } }),
    absent: service({ networkConfiguration: { subnets: ["s"] } }),
  },
  violations: {
    "a schedule": [
      {
        type: "aws:scheduler/schedule:Schedule",
        properties: { target: { ecsParameters: { networkConfiguration: { assignPublicIp: true } } } },
      },
      "assignPublicIp",
    ],
    "a rule of events": [
      {
        type: "aws:cloudwatch/eventTarget:EventTarget",
        properties: { ecsTarget: { networkConfiguration: { assignPublicIp: true } } },
      },
      "assignPublicIp",
    ],

    on: [service({ networkConfiguration: { assignPublicIp: true } }), "assignPublicIp"],
    "on, in a list of one": [service({ networkConfiguration: [{ assignPublicIp: true }] }), "assignPublicIp"],
    "a task set": [
      { type: "aws:ecs/taskSet:TaskSet", properties: { networkConfiguration: { assignPublicIp: true } } },
      "assignPublicIp",
    ],
  },
  notApplicable: { "a service without a network of its own": service({}), "another type": bucket },
  unknown: { "a network that is unknown": service({ networkConfiguration: unknown }) },
});

describeRule(ecsReadOnlyRoot, {
  compliant: { "read-only containers": task({ name: "api", readonlyRootFilesystem: true }) },
  violations: {
    absent: [task({ name: "api" }), 'container "api" can write'],
    off: [task({ name: "api", readonlyRootFilesystem: false }), "can write"],
    "the second container": [
      task({ name: "api", readonlyRootFilesystem: true }, { name: "proxy" }),
      'container "proxy" can write',
    ],
    "definitions that are not JSON": [broken, "containerDefinitions is not valid JSON"],
  },
  notApplicable: { "another type": bucket },
  unknown: { "definitions that are unknown": unknownTask },
});

describeRule(ecsNotPrivileged, {
  compliant: {
    "a plain container": task({ name: "api" }),
    "dropped capabilities": task({ name: "api", linuxParameters: { capabilities: { drop: ["ALL"] } } }),
  },
  violations: {
    privileged: [task({ name: "api", privileged: true }), 'container "api" is privileged'],
    "added capabilities": [
      task({ name: "api", linuxParameters: { capabilities: { add: ["SYS_PTRACE"] } } }),
      "adds kernel capabilities",
    ],
    "the host's processes": [
      {
        type: "aws:ecs/taskDefinition:TaskDefinition",
        properties: { pidMode: "host", containerDefinitions: "[]" },
      },
      "pidMode host",
    ],
  },
  notApplicable: { "another type": bucket },
  unknown: { "definitions that are unknown": unknownTask },
});

const roles = (
  taskRoleArn: string,
  executionRoleArn: string,
  sources: Record<string, string[]> = {},
): Given => ({
  type: "aws:ecs/taskDefinition:TaskDefinition",
  name: "task",
  properties: { taskRoleArn, executionRoleArn },
  sources,
});
const role = (name: string): Given => ({ type: "aws:iam/role:Role", name });
describeRule(ecsSeparateRoles, {
  compliant: {
    "two roles": [roles("arn:1", "arn:2")],
    "a role that is known beside one of another source": [
      roles(unknown, "arn:1", { taskRoleArn: ["a"], executionRoleArn: ["b"] }),
      role("a"),
      role("b"),
    ],
    "two roles that are unknown yet": [
      roles(unknown, unknown, { taskRoleArn: ["a"], executionRoleArn: ["b"] }),
      role("a"),
      role("b"),
    ],
  },
  violations: {
    "one role from one source": [
      [roles("arn:1", "arn:1", { taskRoleArn: ["a"], executionRoleArn: ["a", "b"] }), role("a"), role("b")],
      "are the same role",
    ],
    "one role": [[roles("arn:1", "arn:1")], "are the same role"],
    "one role that is unknown yet": [
      [roles(unknown, unknown, { taskRoleArn: ["a"], executionRoleArn: ["a"] }), role("a")],
      "are the same role",
    ],
  },
  notApplicable: {
    "a task without a role of its own": [
      { type: "aws:ecs/taskDefinition:TaskDefinition", properties: { executionRoleArn: "arn:1" } },
    ],
  },
  unknown: {
    "roles from nobody knows where": [roles(unknown, "arn:1")],
    "a role whose source is known beside one whose is not": [
      roles(unknown, unknown, { taskRoleArn: ["a"] }),
      role("a"),
    ],
  },
});

const cluster = (properties: Properties): Given => ({ type: "aws:ecs/cluster:Cluster", properties });
describeRule(ecsContainerInsights, {
  compliant: {
    enabled: cluster({ settings: [{ name: "containerInsights", value: "enabled" }] }),
    enhanced: cluster({ settings: { name: "containerInsights", value: "enhanced" } }),
  },
  violations: {
    absent: [cluster({}), "containerInsights is not enabled"],
    disabled: [cluster({ settings: [{ name: "containerInsights", value: "disabled" }] }), "is not enabled"],
  },
  notApplicable: { "another type": bucket },
  unknown: { "settings that are unknown": cluster({ settings: unknown }) },
});

const repository = (properties: Properties): Given => ({ type: "aws:ecr/repository:Repository", properties });
describeRule(ecrScanOnPush, {
  compliant: { on: repository({ imageScanningConfiguration: { scanOnPush: true } }) },
  violations: {
    absent: [repository({}), "scanOnPush is off"],
    off: [repository({ imageScanningConfiguration: { scanOnPush: false } }), "scanOnPush is off"],
  },
  notApplicable: { "another type": bucket },
  unknown: { "a setting that is unknown": repository({ imageScanningConfiguration: unknown }) },
});
describeRule(ecrImmutableTags, {
  compliant: { immutable: repository({ imageTagMutability: "IMMUTABLE" }) },
  violations: {
    absent: [repository({}), "imageTagMutability is MUTABLE"],
    mutable: [repository({ imageTagMutability: "MUTABLE" }), "is MUTABLE"],
    "immutable but for some": [
      repository({ imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" }),
      "IMMUTABLE_WITH_EXCLUSION",
    ],
  },
  notApplicable: { "another type": bucket },
  unknown: { "a setting that is unknown": repository({ imageTagMutability: unknown }) },
});
describeRule(ecrOwnKey, {
  compliant: {
    "a key": repository({ encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: "arn:key" }] }),
    "a key that is unknown yet": repository({
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: unknown }],
    }),
  },
  violations: {
    absent: [repository({}), "names no KMS key"],
    AES: [repository({ encryptionConfigurations: [{ encryptionType: "AES256" }] }), "names no KMS key"],
    "AWS's own key": [
      repository({ encryptionConfigurations: [{ encryptionType: "KMS" }] }),
      "names no KMS key",
    ],
  },
  notApplicable: { "another type": bucket },
  unknown: { "settings that are unknown": repository({ encryptionConfigurations: unknown }) },
});

const target = (properties: Properties, sources: Record<string, string[]> = {}): Given => ({
  type: "aws:appautoscaling/target:Target",
  name: "target",
  properties,
  sources,
});
const scaled = target({ resourceId: unknown }, { resourceId: ["service"] });
describeRule(autoscaledServiceIgnoresCount, {
  compliant: {
    "a service that ignores it": [service({}, { ignoreChanges: ["desiredCount"] }), scaled],
    "a service that ignores everything": [service({}, { ignoreChanges: ["*"] }), scaled],
  },
  violations: {
    "a service that does not": [[service({}), scaled], "ignoreChanges does not hold desiredCount"],
    "one that ignores something else": [[service({}, { ignoreChanges: ["tags"] }), scaled], "desiredCount"],
    "a target that names it": [
      [service({ name: "api" }), target({ resourceId: "service/main/api" })],
      "desiredCount",
    ],
  },
  notApplicable: {
    "a service of fixed size": [service({ name: "api" })],
    "another service's target": [service({ name: "api" }), target({ resourceId: "service/main/web" })],
  },
});

const environment = (name: string, value: string) => task({ name: "api", environment: [{ name, value }] });
const lambda = (variables: Properties | string): Given => ({
  type: "aws:lambda/function:Function",
  properties: { environment: { variables } },
});
describeRule(noSecretInEnvironment, {
  compliant: {
    "plain settings": task({
      name: "api",
      environment: [
        { name: "LOG_LEVEL", value: "INFO" },
        { name: "PORT", value: "8000" },
        { name: "JWT_EXPIRE_HOURS", value: "24" },
        { name: "ENABLE_TOKEN", value: "true" },
        { name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: "http://localhost:4317" },
      ],
      secrets: [{ name: "DATABASE_URL", valueFrom: "arn:aws:secretsmanager:eu-west-1:1:secret:x" }],
    }),
    "the ARN of a secret": environment("DATABASE_PASSWORD", "arn:aws:secretsmanager:eu-west-1:1:secret:x"),
    "an empty secret": environment("API_KEY", ""),
    "a URL without password": environment("DATABASE_URL", "postgresql://db.internal:5432/app"),
    "a function's plain settings": lambda({ STAGE: "prod" }),
  },
  violations: {
    "a password by name": [environment("DB_PASSWORD", "hunter2"), "DB_PASSWORD holds what looks like"],
    "a key by name, in camel case": [environment("openaiApiKey", "abcdef"), "openaiApiKey"],
    "a URL with a password": [
      environment("DATABASE_URL", "postgresql://app:hunter2@db:5432/app"),
      "a URL with a password",
    ],
    "a cache URL without user": [
      environment("REDIS_URL", "rediss://:hunter2@cache:6379"),
      "URL with a password",
    ],
    "an AWS key under a harmless name": [environment("REGION", "AKIAIOSFODNN7EXAMPLE"), "an AWS access key"],
    "a private key": [environment("CERT", "-----BEGIN RSA PRIVATE KEY-----\nMII"), "a private key"],
    "a signed token": [environment("AUTH", "eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.sig"), "a signed token"],
    "the second container": [
      task({ name: "a" }, { name: "b", environment: [{ name: "TOKEN", value: "x-y-z" }] }),
      'container "b": TOKEN',
    ],
    "a function": [lambda({ SECRET_KEY: "abc" }), "SECRET_KEY"],
    "a build": [
      {
        type: "aws:codebuild/project:Project",
        properties: { environment: { environmentVariables: [{ name: "NPM_TOKEN", value: "abc" }] } },
      },
      "NPM_TOKEN",
    ],
    "a secret beside an unknown value": [lambda({ HOST: unknown, SECRET_KEY: "abc" }), "SECRET_KEY"],
  },
  notApplicable: {
    "a build's reference": {
      type: "aws:codebuild/project:Project",
      properties: {
        environment: {
          environmentVariables: [{ name: "NPM_TOKEN", value: "npm:token", type: "SECRETS_MANAGER" }],
        },
      },
    },
    "another type": bucket,
  },
  unknown: { "definitions that are unknown": unknownTask, "variables that are unknown": lambda(unknown) },
});

describeRule(ecsNoShell, {
  compliant: {
    "the default": { type: "aws:ecs/service:Service", properties: {} },
    off: { type: "aws:ecs/service:Service", properties: { enableExecuteCommand: false } },
  },
  violations: {
    on: [
      { type: "aws:ecs/service:Service", properties: { enableExecuteCommand: true } },
      "enableExecuteCommand is on",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": { type: "aws:ecs/service:Service", properties: { enableExecuteCommand: unknown } },
  },
});

const definitions = (...containers: Properties[]): Given => ({
  type: "aws:ecs/taskDefinition:TaskDefinition",
  properties: { containerDefinitions: JSON.stringify(containers) },
});
const dropping = (drop: string[], more: Properties = {}) =>
  definitions({ name: "web", linuxParameters: { capabilities: { drop, ...more } } });
describeRule(ecsCapabilitiesDropped, {
  compliant: { "all dropped": dropping(["ALL"]), "one given back": dropping(["ALL"], { add: ["CHOWN"] }) },
  violations: {
    "nothing said": [definitions({ name: "web" }), 'container "web" does not drop ALL'],
    "some dropped": [dropping(["NET_RAW"]), "does not drop ALL"],
    "none dropped": [dropping([]), "does not drop ALL"],
    "the second container": [
      definitions({ name: "web", linuxParameters: { capabilities: { drop: ["ALL"] } } }, { name: "log" }),
      'container "log"',
    ],
  },
  notApplicable: { "another type": { type: "aws:ec2/vpc:Vpc" } },
  unknown: {
    definitions: {
      type: "aws:ecs/taskDefinition:TaskDefinition",
      properties: { containerDefinitions: unknown },
    },
  },
});
