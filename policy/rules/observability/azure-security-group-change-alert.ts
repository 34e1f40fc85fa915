import { notApplicable, require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { lower } from "../../subjects/azure-reference";
import type { StackRule } from "../../mechanism/rule";

const group = "Microsoft.Network/networkSecurityGroups";
const operations = [`${group}/write`, `${group}/delete`];

/** The operations that an alert's conditions name. */
function operationsIn(conditions: Property): string[] {
  return conditions
    .items()
    .flatMap((condition) => [condition, ...condition.get("anyOf").items()])
    .filter((condition) => lower(condition.get("field")) === "operationname")
    .flatMap((condition) => [condition.get("equals"), ...condition.get("containsAny").items()])
    .flatMap((value) => lower(value) ?? []);
}

/** A change of a network security group alerts somebody. */
export const rule: StackRule = {
  id: "azure-security-group-change-alert",
  title: "A change of a network security group alerts somebody.",
  severity: "medium",
  controls: { cis: ["6.1.2.3", "6.1.2.4"] },
  enforcement: "prod",
  reason: "Who opens the network from outside of the program goes unnoticed.",
  remedy:
    "Make a monitor.ActivityLogAlert for write and delete of network security groups; or, where another stack of the subscription has it, set elsewhere in the policy's configuration.",
  types: ["azure-native:network:NetworkSecurityGroup"],
  configuration: { properties: { elsewhere: { type: "boolean", default: false } } },
  scope: "stack",
  check: (_, stack, configuration) => {
    if (configuration.get("elsewhere").flag() === true) return notApplicable;
    const watched = stack
      .ofType(["azure-native:monitor:ActivityLogAlert"])
      .filter(({ properties }) => properties.get("enabled").flag() !== false)
      .flatMap(({ properties }) => operationsIn(properties.get("condition").get("allOf")));
    const missing = operations.filter((name) => !watched.includes(name.toLowerCase()));
    return require(missing.length === 0, `no alert watches ${missing.join(", ")}`);
  },
};
