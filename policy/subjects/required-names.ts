import type { PolicyConfigSchema } from "@pulumi/policy";
import { type Answer, require } from "../mechanism/answer";
import type { Property } from "../mechanism/property";
import type { Resource } from "../mechanism/resource";
import type { Change } from "../mechanism/rule";

/** Compared without regard to case. */
const defaultNames = ["project", "environment"];

/** What a rule about tags or labels is told: the names that must be there, and the values that a remediation gives them. */
export function namesSetting(setting: "tags" | "labels"): PolicyConfigSchema {
  return {
    properties: {
      [setting]: { type: "array", items: { type: "string" }, default: defaultNames },
      values: { type: "object", additionalProperties: { type: "string" }, default: {} },
    },
  };
}

/** Whether every name that must be there is in one of the places. */
export function requireNames(
  places: readonly Property[],
  configuration: Property,
  setting: "tags" | "labels",
): Answer {
  const missing = missingFrom(places, configuration, setting);
  // Names that are not known yet may hold what is missing; reading them says so.
  if (missing.length > 0) places.forEach((names) => names.entries());
  return require(missing.length === 0, `it has no ${setting.slice(0, -1)} ${missing.join(", ")}`);
}

/** What a remediation sets: names with a value in the rule's setting, the program's name, and the stack's as environment. */
export function missingNames(
  { urn }: Resource,
  places: readonly Property[],
  configuration: Property,
  setting: "tags" | "labels",
  path: readonly string[],
): Change[] {
  const [stack = "", project = ""] = urn.replace("urn:pulumi:", "").split("::");
  const known: Readonly<Record<string, string | undefined>> = { project, environment: stack };
  const given = new Map(configuration.get("values").entries());
  return missingFrom(places, configuration, setting).flatMap((name): Change[] => {
    const value = given.get(name)?.text() ?? known[name.toLowerCase()];
    return value === undefined ? [] : [{ path: [...path, name], value }];
  });
}

function missingFrom(
  places: readonly Property[],
  configuration: Property,
  setting: "tags" | "labels",
): string[] {
  const configured = configuration
    .get(setting)
    .items()
    .flatMap((name) => name.text() ?? []);
  const present = places.flatMap((names) =>
    names.isKnown()
      ? names.entries().flatMap(([name, value]) => (value.isSet() ? [name.toLowerCase()] : []))
      : [],
  );
  return (configured.length > 0 ? configured : defaultNames).filter(
    (name) => !present.includes(name.toLowerCase()),
  );
}
