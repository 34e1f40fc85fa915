import { require, violation } from "../../mechanism/answer";
import type { Resource, Stack } from "../../mechanism/resource";
import { isNamedBy, naming, valuesAt } from "../../subjects/azure-reference";
import type { StackRule } from "../../mechanism/rule";

const defaultDays = 90;

/** Days that a flow log is kept: by its own setting, or by the rules of the storage account that it writes to. */
function daysKept(log: Resource, stack: Stack): number {
  const retention = log.properties.get("retentionPolicy");
  const own = retention.get("days").number() ?? 0;
  const limits = retention.get("enabled").flag() === true && own > 0 ? [own] : [];
  const policies = stack
    .ofType(["azure-native:storage:StorageAccount"])
    .filter((account) => isNamedBy(account, log, "storageId"))
    .flatMap((account) => naming(stack, account, ["azure-native:storage:ManagementPolicy"], "accountName"));
  const rules = policies.flatMap(({ properties }) => valuesAt(properties, "policy.rules"));
  for (const rule of rules.flatMap((list) => list.items())) {
    if (rule.get("enabled").flag() === false) continue;
    const deletion = rule.get("definition").get("actions").get("baseBlob").get("delete");
    const days = [
      "daysAfterModificationGreaterThan",
      "daysAfterCreationGreaterThan",
      "daysAfterLastAccessTimeGreaterThan",
    ].flatMap((name) => deletion.get(name).number() ?? []);
    limits.push(...days);
  }
  return Math.min(Number.POSITIVE_INFINITY, ...limits);
}

/** Every virtual network records its traffic for 90 days or more. */
export const rule: StackRule = {
  id: "azure-network-flow-logs",
  title: "Every virtual network records its traffic for 90 days or more.",
  severity: "medium",
  controls: { cis: ["6.1.1.7", "7.8"], checkov: ["CKV_AZURE_12"] },
  enforcement: "prod",
  reason: "Without them nobody can tell afterwards who talked to whom.",
  remedy:
    "Make an azure-native.network.FlowLog for the network, enabled, and keep what it writes for 90 days or more.",
  types: ["azure-native:network:VirtualNetwork"],
  configuration: { properties: { days: { type: "integer", minimum: 1, default: defaultDays } } },
  scope: "stack",
  check: (resource, stack, configuration) => {
    const least = configuration.get("days").number() ?? defaultDays;
    const logs = naming(stack, resource, ["azure-native:network:FlowLog"], "targetResourceId");
    const enabled = logs.filter(({ properties }) => properties.get("enabled").flag() !== false);
    if (enabled.length === 0)
      return violation(logs.length === 0 ? "no flow log records its traffic" : "its flow log is not enabled");
    const kept = enabled.map((log) => daysKept(log, stack));
    return require(kept.some(
      (days) => days >= least,
    ), `its flow log is kept for ${String(Math.max(...kept))} days, below ${String(least)}`);
  },
};
