import type { ContainerEvidence, Evidence, ScalingEvidence, ServiceEvidence } from "../evidence";
import { generated } from "../generated";
import { at, list, number, parsed, type Resource, type Resources, text } from "../resource";
import { traces } from "../traces";
import type { Value } from "../../unit/mocks";

const definitionType = "aws:ecs/taskDefinition:TaskDefinition";
const secretType = "aws:secretsmanager/secret:Secret";

type Services = Pick<Evidence, "services" | "secrets" | "generated" | "registries">;

export function services(resources: Resources): Services {
  return {
    generated: generated(resources),
    services: resources.of("aws:ecs/service:Service").map((service) => serviceEvidence(resources, service)),
    secrets: resources.of(secretType).map((secret) => ({
      id: text(secret.outputs["arn"]),
      component: secret.component,
      readers: readers(resources, text(secret.outputs["arn"])),
      key: text(secret.inputs["kmsKeyId"]),
      versions: resources
        .of("aws:secretsmanager/secretVersion:SecretVersion")
        .filter(({ inputs }) => inputs["secretId"] === secret.id)
        .map(({ outputs }) => text(outputs["versionId"])),
    })),
    registries: resources.of("aws:ecr/repository:Repository").map(({ name, inputs, outputs }) => ({
      name,
      openToAll: isOpenToAll(resources, text(outputs["name"])),
      untaggedDays: untaggedDays(resources, text(outputs["name"])),
      immutable: inputs["imageTagMutability"] === "IMMUTABLE",
      scanned: at(inputs, "imageScanningConfiguration.scanOnPush") === true,
      key: text(at(inputs, "encryptionConfigurations[0].kmsKey")),
    })),
  };
}

function serviceEvidence(resources: Resources, { component, inputs, outputs }: Resource): ServiceEvidence {
  const definition = resources.with(definitionType, inputs["taskDefinition"], "arn");
  const containers = list(parsed(definition?.inputs["containerDefinitions"]));
  const [container = null, ...beside] = containers;
  const references = byName(at(container, "secrets"), "valueFrom");
  const [balancer] = list(inputs["loadBalancers"]);
  const group = resources.with("aws:lb/targetGroup:TargetGroup", at(balancer, "targetGroupArn"), "arn");
  const target = resources
    .of("aws:appautoscaling/target:Target")
    .find((scaling) => text(scaling.inputs["resourceId"]).endsWith(`/${text(outputs["name"])}`));
  return {
    name: component,
    image: text(at(container, "image")),
    plain: byName(at(container, "environment"), "value"),
    // SECRET_ARN:KEY:STAGE:VERSION; an ARN has seven parts.
    references: mapped(references, (reference) => reference.split(":").slice(0, 7).join(":")),
    versions: mapped(references, (reference) => reference.split(":")[9] ?? ""),
    identity: text(definition?.inputs["taskRoleArn"]),
    min: number(target?.inputs["minCapacity"]),
    max: number(target?.inputs["maxCapacity"]),
    scaling: scaling(resources, target),
    probes: [
      text(at(group?.inputs, "healthCheck.path")),
      ...list(at(container, "healthCheck.command")).flatMap((word) => pathsAsked(text(word))),
    ],
    zones: zones(resources, at(inputs, "networkConfiguration.subnets")),
    exposed: at(inputs, "networkConfiguration.assignPublicIp") === true,
    fallsBack:
      at(inputs, "deploymentCircuitBreaker.enable") === true &&
      at(inputs, "deploymentCircuitBreaker.rollback") === true,
    takenBackBy: rolloutAlarms(resources, component, inputs["alarms"]),
    containers: containers.map(containerEvidence),
    traces: traces(
      byName(at(container, "environment"), "value"),
      beside.map((each) => byName(at(each, "environment"), "value")),
      "awsxray",
      maySendTraces(resources, definition?.inputs["taskRoleArn"]),
    ),
  };
}

function mapped(values: Record<string, string>, change: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

function containerEvidence(container: Value): ContainerEvidence {
  const user = text(at(container, "user"));
  const dropped = list(at(container, "linuxParameters.capabilities.drop")).map(text);
  return {
    name: text(at(container, "name")),
    root: user === "" || /^(?:0|root)(?::|$)/.test(user),
    writableRoot: at(container, "readonlyRootFilesystem") !== true,
    privileges: [
      ...(at(container, "privileged") === true ? ["every right"] : []),
      ...(dropped.includes("ALL") ? [] : ["the default capabilities"]),
      ...list(at(container, "linuxParameters.capabilities.add")).map(text),
    ],
  };
}

const signals: Readonly<Record<string, ScalingEvidence["signals"][number]>> = {
  ECSServiceAverageCPUUtilization: "cpu",
  ECSServiceAverageMemoryUtilization: "memory",
  ALBRequestCountPerTarget: "requests",
};

function scaling(resources: Resources, target: Resource | undefined): ScalingEvidence {
  const policies = resources
    .of("aws:appautoscaling/policy:Policy")
    .filter(({ inputs }) => target !== undefined && inputs["resourceId"] === target.inputs["resourceId"])
    .map(({ inputs }) => inputs["targetTrackingScalingPolicyConfiguration"] ?? null)
    .filter((policy) => at(policy, "disableScaleIn") !== true);
  return {
    signals: policies.flatMap(
      (policy) => signals[text(at(policy, "predefinedMetricSpecification.predefinedMetricType"))] ?? [],
    ),
    slowerIn: policies.every(
      (policy) => number(at(policy, "scaleInCooldown")) > number(at(policy, "scaleOutCooldown")),
    ),
  };
}

/** Alarms of the service itself that a rollout goes back on. */
function rolloutAlarms(resources: Resources, component: string, alarms: Value | undefined): string[] {
  if (at(alarms, "enable") !== true || at(alarms, "rollback") !== true) return [];
  return resources
    .of("aws:cloudwatch/metricAlarm:MetricAlarm")
    .filter((alarm) => alarm.component === component)
    .map(({ outputs }) => text(outputs["name"]))
    .filter((name) => list(at(alarms, "alarmNames")).includes(name));
}

export function maySendTraces(resources: Resources, roleArn: Value | undefined): boolean {
  const role = resources.with("aws:iam/role:Role", roleArn, "arn");
  return resources
    .of("aws:iam/rolePolicy:RolePolicy")
    .filter(
      ({ inputs }) => role !== undefined && [role.id, role.outputs["name"]].includes(inputs["role"] ?? null),
    )
    .flatMap(({ inputs }) => list(at(parsed(inputs["policy"]), "Statement")))
    .some((statement) => list(at(statement, "Action")).includes("xray:PutTraceSegments"));
}

function isOpenToAll(resources: Resources, repository: string): boolean {
  return resources
    .of("aws:ecr/repositoryPolicy:RepositoryPolicy")
    .filter(({ inputs }) => inputs["repository"] === repository)
    .flatMap(({ inputs }) => list(at(parsed(inputs["policy"]), "Statement")))
    .some(
      (statement) =>
        at(statement, "Effect") === "Allow" &&
        [at(statement, "Principal"), ...list(at(statement, "Principal.AWS"))].includes("*"),
    );
}

function untaggedDays(resources: Resources, repository: string): number {
  const rule = resources
    .of("aws:ecr/lifecyclePolicy:LifecyclePolicy")
    .filter(({ inputs }) => inputs["repository"] === repository)
    .flatMap(({ inputs }) => list(at(parsed(inputs["policy"]), "rules")))
    .map((each) => at(each, "selection"))
    .find((selection) => at(selection, "tagStatus") === "untagged" && at(selection, "countUnit") === "days");
  return number(at(rule, "countNumber"));
}

/** Paths of the URLs in a word of a command. */
function pathsAsked(word: string): string[] {
  return [...word.matchAll(/https?:\/\/[\d.:]+(\/[\w/-]*)/g)].map(([, path = ""]) => path);
}

function byName(entries: Value, property: string): Record<string, string> {
  return Object.fromEntries(
    list(entries).map((entry) => [text(at(entry, "name")), text(at(entry, property))]),
  );
}

export function zones(resources: Resources, subnets: Value): number {
  const found = list(subnets).map((subnet) => resources.with("aws:ec2/subnet:Subnet", subnet));
  return new Set(found.map((subnet) => text(subnet?.inputs["availabilityZone"]))).size;
}

/** Components of the roles that a policy lets read the secret. */
function readers(resources: Resources, arn: string): string[] {
  const policies = resources
    .of("aws:iam/rolePolicy:RolePolicy")
    .filter(({ inputs }) =>
      list(at(parsed(inputs["policy"]), "Statement")).some(
        (statement) =>
          at(statement, "Effect") === "Allow" &&
          list(at(statement, "Action")).some((action) =>
            /^(?:\*|secretsmanager:(?:\*|Get.*))$/.test(text(action)),
          ) &&
          list(at(statement, "Resource")).some((pattern) => covers(text(pattern), arn)),
      ),
    );
  return [...new Set(policies.map(({ component }) => component))];
}

function covers(pattern: string, arn: string): boolean {
  const [start = "", ...rest] = pattern.split("*");
  return rest.length === 0 ? pattern === arn : arn.startsWith(start);
}
