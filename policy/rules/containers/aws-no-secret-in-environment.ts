import { type Answer, compliant, every, violation } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { everyContainer, taskDefinition } from "../../subjects/container-definitions";
import { secretIn } from "../../subjects/secret-text";
import type { ResourceRule } from "../../mechanism/rule";

/** Where other types keep plain environment variables. */
const variables: Readonly<Record<string, (properties: Property) => [string, Property][]>> = {
  "aws:lambda/function:Function": (properties) => properties.get("environment").get("variables").entries(),
  "aws:apprunner/service:Service": (properties) => {
    const source = properties.get("sourceConfiguration");
    return [
      source.get("imageRepository").get("imageConfiguration"),
      source.get("codeRepository").get("codeConfiguration").get("codeConfigurationValues"),
    ].flatMap((place) => place.get("runtimeEnvironmentVariables").entries());
  },
  "aws:codebuild/project:Project": (properties) =>
    properties
      .get("environment")
      .get("environmentVariables")
      .items()
      .filter((variable) => (variable.get("type").text() ?? "PLAINTEXT") === "PLAINTEXT")
      .map((variable) => [variable.get("name").text() ?? variable.path, variable.get("value")]),
  "aws:elasticbeanstalk/environment:Environment": (properties) =>
    properties
      .get("settings")
      .items()
      .map((setting) => [setting.get("name").text() ?? setting.path, setting.get("value")]),
};

function judge(where: string, name: string, value: string | undefined): Answer {
  const found = secretIn(name, value ?? "");
  return found === undefined ? compliant : violation(`${where} holds what looks like ${found}`);
}

/** No secret stands in an environment variable as text. */
export const rule: ResourceRule = {
  id: "aws-no-secret-in-environment",
  title: "No secret stands in an environment variable as text.",
  severity: "critical",
  controls: { checkov: ["CKV_AWS_45", "CKV_SECRET_6"] },
  enforcement: "always",
  reason: "Everybody who may look at the task or function reads it, and it stays in every old revision.",
  remedy: "Store it in Secrets Manager and refer to it (ECS: secrets with valueFrom).",
  types: [taskDefinition, ...Object.keys(variables)],
  scope: "resource",
  check: (resource) => {
    if (resource.type === taskDefinition) {
      return everyContainer(resource, ({ name: container, settings }) =>
        every(settings.get("environment").items(), (variable) => {
          const name = variable.get("name").text() ?? variable.path;
          return judge(`container "${container}": ${name}`, name, variable.get("value").text());
        }),
      );
    }
    return every(variables[resource.type]?.(resource.properties) ?? [], ([name, value]) =>
      judge(name, name, value.text()),
    );
  },
};
