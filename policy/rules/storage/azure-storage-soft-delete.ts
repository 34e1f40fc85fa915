import { every, notApplicable, require, violation } from "../../mechanism/answer";
import { naming } from "../../subjects/azure-reference";
import type { StackRule } from "../../mechanism/rule";

const defaultDays = 7;

/** Storage accounts keep deleted blobs and containers for some days. */
export const rule: StackRule = {
  id: "azure-storage-soft-delete",
  title: "Storage accounts keep deleted blobs and containers for some days.",
  severity: "medium",
  controls: { cis: ["9.2.1", "9.2.2"], checkov: ["CKV2_AZURE_38"] },
  enforcement: "prod",
  reason: "A deleted blob is gone for good, by mistake or by an attack.",
  remedy:
    "Make a storage.BlobServiceProperties for the account with deleteRetentionPolicy and containerDeleteRetentionPolicy.",
  types: ["azure-native:storage:StorageAccount"],
  configuration: {
    properties: { days: { type: "integer", minimum: 1, maximum: 365, default: defaultDays } },
  },
  scope: "stack",
  check: (resource, stack, configuration) => {
    const kind = resource.properties.get("kind").text() ?? "StorageV2";
    if (!["StorageV2", "Storage", "BlobStorage", "BlockBlobStorage"].includes(kind)) return notApplicable;
    const least = configuration.get("days").number() ?? defaultDays;
    const services = naming(stack, resource, ["azure-native:storage:BlobServiceProperties"], "accountName");
    if (services.length === 0) return violation("no BlobServiceProperties keeps what is deleted");
    return every(services, ({ properties }) =>
      every(["deleteRetentionPolicy", "containerDeleteRetentionPolicy"], (name) => {
        const policy = properties.get(name);
        const days = policy.get("enabled").flag() === true ? (policy.get("days").number() ?? 0) : 0;
        return require(days >=
          least, `${name} keeps what is deleted for ${String(days)} days, below ${String(least)}`);
      }),
    );
  },
};
