import { require, violation } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const account = "azure-native:storage:StorageAccount";
const container = "azure-native:storage:BlobContainer";
const website = "azure-native:storage:StorageAccountStaticWebsite";

/** Nobody reads blobs without saying who it is. */
export const rule: ResourceRule = {
  id: "azure-storage-no-anonymous-blobs",
  title: "Nobody reads blobs without saying who it is.",
  severity: "critical",
  controls: { cis: ["9.3.8"], checkov: ["CKV_AZURE_190", "CKV_AZURE_34"] },
  enforcement: "always",
  reason: "Everybody who knows or guesses a name downloads the data.",
  remedy: "Set allowBlobPublicAccess to false and publicAccess of each container to None.",
  types: [account, container, website],
  scope: "resource",
  check: ({ type, properties }) => {
    switch (type) {
      case account:
        return require(properties.get("allowBlobPublicAccess").flag() ===
          false, "allowBlobPublicAccess is not false");
      case website:
        return violation("a static web site shows the container $web to everybody");
      default: {
        const access = properties.get("publicAccess").text() ?? "None";
        return require(access.toLowerCase() === "none", `publicAccess is ${access}`);
      }
    }
  },
};
