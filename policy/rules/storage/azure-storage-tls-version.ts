import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Storage accounts accept TLS 1.2 or newer only. */
export const rule: ResourceRule = {
  id: "azure-storage-tls-version",
  title: "Storage accounts accept TLS 1.2 or newer only.",
  severity: "high",
  controls: { cis: ["9.3.6"], checkov: ["CKV_AZURE_44"] },
  enforcement: "always",
  reason: "TLS 1.0 and 1.1 have weaknesses that are known and used.",
  remedy: "Set minimumTlsVersion to TLS1_2 or newer: the default is TLS1_0.",
  types: ["azure-native:storage:StorageAccount"],
  scope: "resource",
  check: ({ properties }) => {
    const version = properties.get("minimumTlsVersion").text() ?? "TLS1_0";
    return require(["TLS1_2", "TLS1_3"].includes(version.toUpperCase()), `minimumTlsVersion is ${version}`);
  },
};
