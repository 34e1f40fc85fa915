import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Storage accounts keep a copy in another region. */
export const rule: ResourceRule = {
  id: "azure-storage-geo-redundant",
  title: "Storage accounts keep a copy in another region.",
  severity: "low",
  controls: { cis: ["9.3.11"], checkov: ["CKV_AZURE_206"] },
  enforcement: "prod",
  reason: "The loss of a region is the loss of the data.",
  remedy: "Take a sku such as Standard_GZRS or Standard_GRS.",
  types: ["azure-native:storage:StorageAccount"],
  scope: "resource",
  check: ({ properties }) =>
    require(/^[a-z]+_(ra)?gz?rs$/i.test(
      properties.get("sku").get("name").text() ?? "",
    ), "its sku keeps every copy in one region"),
};
