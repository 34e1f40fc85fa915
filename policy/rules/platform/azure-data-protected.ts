import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** What holds data has Pulumi's protection. */
export const rule: ResourceRule = {
  id: "azure-data-protected",
  title: "What holds data has Pulumi's protection.",
  severity: "high",
  controls: {},
  enforcement: "prod",
  reason: "A renamed resource or a mistaken destroy deletes the data with it.",
  remedy: "Give the resource the option protect: true.",
  types: [
    "azure-native:dbforpostgresql:Server",
    "azure-native:dbforpostgresql:SingleServer",
    "azure-native:dbforpostgresql:Database",
    "azure-native:dbformysql:Server",
    "azure-native:dbformysql:Database",
    "azure-native:sql:Server",
    "azure-native:sql:Database",
    "azure-native:cosmosdb:DatabaseAccount",
    "azure-native:storage:StorageAccount",
    "azure-native:storage:BlobContainer",
    "azure-native:storage:FileShare",
    "azure-native:keyvault:Vault",
    "azure-native:keyvault:ManagedHsm",
    "azure-native:keyvault:Key",
    "azure-native:keyvault:Secret",
    "azure-native:containerregistry:Registry",
    "azure-native:dataprotection:BackupVault",
    "azure-native:dataprotection:BackupInstance",
    "azure-native:monitor:AzureMonitorWorkspace",
    "azure-native:operationalinsights:Workspace",
    "azure-native:redisenterprise:RedisEnterprise",
    "azure-native:recoveryservices:Vault",
  ],
  scope: "resource",
  check: (resource) => require(resource.protect, "the option protect is not set"),
};
