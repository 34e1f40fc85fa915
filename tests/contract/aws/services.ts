import type { Evidence, ServiceEvidence } from "../evidence";
import { at, list, number, parsed, type Resource, type Resources, text } from "../resource";
import type { Value } from "../../unit/mocks";

const definitionType = "aws:ecs/taskDefinition:TaskDefinition";
const secretType = "aws:secretsmanager/secret:Secret";

export function services(resources: Resources): Pick<Evidence, "services" | "secrets" | "registries"> {
  return {
    services: resources.of("aws:ecs/service:Service").map((service) => serviceEvidence(resources, service)),
    secrets: resources.of(secretType).map((secret) => ({
      id: text(secret.outputs["arn"]),
      component: secret.component,
      readers: readers(resources, text(secret.outputs["arn"])),
      key: text(secret.inputs["kmsKeyId"]),
    })),
    registries: resources.of("aws:ecr/repository:Repository").map(({ name, inputs }) => ({
      name,
      immutable: inputs["imageTagMutability"] === "IMMUTABLE",
      scanned: at(inputs, "imageScanningConfiguration.scanOnPush") === true,
      key: text(at(inputs, "encryptionConfigurations[0].kmsKey")),
    })),
  };
}

function serviceEvidence(resources: Resources, { component, inputs, outputs }: Resource): ServiceEvidence {
  const definition = resources.with(definitionType, inputs["taskDefinition"], "arn");
  const [container = null] = list(parsed(definition?.inputs["containerDefinitions"]));
  const [balancer] = list(inputs["loadBalancers"]);
  const group = resources.with("aws:lb/targetGroup:TargetGroup", at(balancer, "targetGroupArn"), "arn");
  const target = resources
    .of("aws:appautoscaling/target:Target")
    .find((scaling) => text(scaling.inputs["resourceId"]).endsWith(`/${text(outputs["name"])}`));
  return {
    name: component,
    image: text(at(container, "image")),
    plain: byName(at(container, "environment"), "value"),
    references: Object.fromEntries(
      Object.entries(byName(at(container, "secrets"), "valueFrom")).map(([name, reference]) => [
        name,
        reference.split(":").slice(0, 7).join(":"),
      ]),
    ),
    identity: text(definition?.inputs["taskRoleArn"]),
    min: number(target?.inputs["minCapacity"]),
    max: number(target?.inputs["maxCapacity"]),
    probes: [
      text(at(group?.inputs, "healthCheck.path")),
      ...list(at(container, "healthCheck.command")).flatMap((word) => pathsAsked(text(word))),
    ],
    zones: zones(resources, at(inputs, "networkConfiguration.subnets")),
    exposed: at(inputs, "networkConfiguration.assignPublicIp") === true,
    fallsBack:
      at(inputs, "deploymentCircuitBreaker.rollback") === true && at(inputs, "alarms.rollback") === true,
  };
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

function zones(resources: Resources, subnets: Value): number {
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
