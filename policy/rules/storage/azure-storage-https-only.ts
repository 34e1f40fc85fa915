import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Storage accounts refuse plain HTTP. */
export const rule: ResourceRule = {
  id: "azure-storage-https-only",
  title: "Storage accounts refuse plain HTTP.",
  severity: "high",
  controls: { cis: ["9.3.4"], checkov: ["CKV_AZURE_3"] },
  enforcement: "always",
  reason: "Anybody on the way reads what is stored and fetched, and the signature that allows it.",
  remedy: "Leave enableHttpsTrafficOnly at true.",
  types: ["azure-native:storage:StorageAccount"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("enableHttpsTrafficOnly").flag() !== false, "enableHttpsTrafficOnly is false"),
};
