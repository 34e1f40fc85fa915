import { rule as closedByDefault } from "../../../../policy/rules/storage/azure-storage-closed-by-default";
import { rule as geoRedundant } from "../../../../policy/rules/storage/azure-storage-geo-redundant";
import { rule as httpsOnly } from "../../../../policy/rules/storage/azure-storage-https-only";
import { rule as noAnonymousBlobs } from "../../../../policy/rules/storage/azure-storage-no-anonymous-blobs";
import { rule as noSharedKey } from "../../../../policy/rules/storage/azure-storage-no-shared-key";
import { rule as softDelete } from "../../../../policy/rules/storage/azure-storage-soft-delete";
import { rule as tlsVersion } from "../../../../policy/rules/storage/azure-storage-tls-version";
import { rule as storageVersioned } from "../../../../policy/rules/storage/azure-storage-versioned";
import { rule as storageNoCrossTenantReplication } from "../../../../policy/rules/storage/azure-storage-no-cross-tenant-replication";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const account = (properties: Properties = {}): Given => ({
  type: "azure-native:storage:StorageAccount",
  name: "account",
  properties: { accountName: "data", kind: "StorageV2", ...properties },
});
const other: Given = { type: "azure-native:storage:Queue" };

describeRule(httpsOnly, {
  compliant: { "the default": account(), on: account({ enableHttpsTrafficOnly: true }) },
  violations: {
    off: [account({ enableHttpsTrafficOnly: false }), "enableHttpsTrafficOnly is false"],
    "off, as text": [account({ enableHttpsTrafficOnly: "false" }), "enableHttpsTrafficOnly"],
    "off, in an older interface": [
      {
        ...account({ enableHttpsTrafficOnly: false }),
        type: "azure-native:storage/v20230501:StorageAccount",
      },
      "enableHttpsTrafficOnly",
    ],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": account({ enableHttpsTrafficOnly: unknown }) },
});

describeRule(tlsVersion, {
  compliant: {
    "1.2": account({ minimumTlsVersion: "TLS1_2" }),
    "1.3": account({ minimumTlsVersion: "TLS1_3" }),
  },
  violations: {
    "the default": [account(), "minimumTlsVersion is TLS1_0"],
    "1.1": [account({ minimumTlsVersion: "TLS1_1" }), "TLS1_1"],
  },
  notApplicable: { "another type": other },
  unknown: { "a version that is unknown": account({ minimumTlsVersion: unknown }) },
});

const container = (properties: Properties): Given => ({
  type: "azure-native:storage:BlobContainer",
  properties: { accountName: "data", ...properties },
});
describeRule(noAnonymousBlobs, {
  compliant: {
    off: account({ allowBlobPublicAccess: false }),
    "a container by default": container({}),
    "a closed container": container({ publicAccess: "None" }),
  },
  violations: {
    on: [account({ allowBlobPublicAccess: true }), "allowBlobPublicAccess is not false"],
    "left to a default that changed": [account(), "allowBlobPublicAccess is not false"],
    "a container of which blobs can be read": [container({ publicAccess: "Blob" }), "publicAccess is Blob"],
    "a container that can be listed": [container({ publicAccess: "Container" }), "publicAccess is Container"],
    "a web site": [{ type: "azure-native:storage:StorageAccountStaticWebsite" }, "shows the container $web"],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": account({ allowBlobPublicAccess: unknown }) },
});

describeRule(closedByDefault, {
  compliant: {
    "denied by default": account({ networkRuleSet: { defaultAction: "Deny", bypass: "AzureServices" } }),
    "no public side": account({ publicNetworkAccess: "Disabled" }),
    "one office": account({
      networkRuleSet: { defaultAction: "Deny", ipRules: [{ iPAddressOrRange: "203.0.113.7" }] },
    }),
  },
  violations: {
    "the default": [account(), "defaultAction is not Deny"],
    allowed: [account({ networkRuleSet: { defaultAction: "Allow" } }), "defaultAction is not Deny"],
    "the internet as an exception": [
      account({
        networkRuleSet: {
          defaultAction: "Deny",
          ipRules: [{ iPAddressOrRange: "0.0.0.0/1" }, { iPAddressOrRange: "128.0.0.0/1" }],
        },
      }),
      "let the internet in",
    ],
    "the internet by IPv6": [
      account({ networkRuleSet: { defaultAction: "Deny", ipv6Rules: [{ iPAddressOrRange: "::/0" }] } }),
      "let the internet in",
    ],
  },
  notApplicable: { "another type": other },
  unknown: { "rules that are unknown": account({ networkRuleSet: unknown }) },
});

const sku = (name: string): Given => account({ sku: { name } });
describeRule(geoRedundant, {
  compliant: {
    GRS: sku("Standard_GRS"),
    "RA-GRS": sku("Standard_RAGRS"),
    GZRS: sku("Standard_GZRS"),
    "RA-GZRS": sku("Standard_RAGZRS"),
  },
  violations: {
    LRS: [sku("Standard_LRS"), "in one region"],
    ZRS: [sku("Standard_ZRS"), "in one region"],
    premium: [sku("Premium_LRS"), "in one region"],
    none: [account(), "in one region"],
  },
  notApplicable: { "another type": other },
  unknown: { "a sku that is unknown": account({ sku: unknown }) },
});

const blobs = (properties: Properties): Given => ({
  type: "azure-native:storage:BlobServiceProperties",
  name: "blobs",
  properties: { accountName: "data", ...properties },
});
const keep = (days: number, enabled = true): Properties => ({ enabled, days });
const both = (policy: Properties): Given =>
  blobs({ deleteRetentionPolicy: policy, containerDeleteRetentionPolicy: policy });
describeRule(softDelete, {
  compliant: {
    "a week": [account(), both(keep(7))],
    "an account that is unknown yet": [
      account({ accountName: unknown }),
      {
        ...blobs({
          accountName: unknown,
          deleteRetentionPolicy: keep(30),
          containerDeleteRetentionPolicy: keep(30),
        }),
        sources: { accountName: ["account"] },
      },
    ],
  },
  violations: {
    none: [[account()], "no BlobServiceProperties"],
    "those of another account": [[account({ accountName: "other" }), both(keep(7))], "no BlobServiceProp"],
    off: [[account(), both(keep(7, false))], "deleteRetentionPolicy keeps what is deleted for 0 days"],
    "a day": [[account(), both(keep(1))], "for 1 days, below 7"],
    "blobs only": [
      [account(), blobs({ deleteRetentionPolicy: keep(7) })],
      "containerDeleteRetentionPolicy keeps what is deleted for 0 days",
    ],
  },
  notApplicable: { "files only": [account({ kind: "FileStorage" })], "a stack without accounts": [other] },
  unknown: { "a policy that is unknown": [account(), both({ enabled: unknown, days: 7 })] },
});

describeRule(noSharedKey, {
  compliant: { off: account({ allowSharedKeyAccess: false }) },
  violations: {
    "the default": [account(), "allowSharedKeyAccess is not false"],
    on: [account({ allowSharedKeyAccess: true }), "allowSharedKeyAccess is not false"],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": account({ allowSharedKeyAccess: unknown }) },
});

describeRule(storageVersioned, {
  compliant: {
    on: { type: "azure-native:storage:BlobServiceProperties", properties: { isVersioningEnabled: true } },
  },
  violations: {
    "the default": [
      { type: "azure-native:storage:BlobServiceProperties", properties: {} },
      "isVersioningEnabled is off",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": {
      type: "azure-native:storage:BlobServiceProperties",
      properties: { isVersioningEnabled: unknown },
    },
  },
});

describeRule(storageNoCrossTenantReplication, {
  compliant: {
    "the default": { type: "azure-native:storage:StorageAccount", properties: {} },
    off: { type: "azure-native:storage:StorageAccount", properties: { allowCrossTenantReplication: false } },
  },
  violations: {
    on: [
      { type: "azure-native:storage:StorageAccount", properties: { allowCrossTenantReplication: true } },
      "allowCrossTenantReplication is on",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": {
      type: "azure-native:storage:StorageAccount",
      properties: { allowCrossTenantReplication: unknown },
    },
  },
});
