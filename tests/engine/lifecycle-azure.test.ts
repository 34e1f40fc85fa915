import { at } from "../contract/resource";
import { describeLife } from "./lifecycle";

describeLife({
  cloud: "azure",
  environments: ["dev", "prod"],
  failing: "azure-native:app:ManagedEnvironment",
  throttled: "azure-native:keyvault:Secret",
  rollout: ["api-app"],
  scaling: {
    changed: ["api-app"],
    type: "azure-native:app:ContainerApp",
    maximum: ({ inputs }) => at(inputs, "template.scale.maxReplicas"),
  },
  drift: { type: "azure-native:operationalinsights:Workspace", change: { retentionInDays: 60 } },
  database: "azure-native:dbforpostgresql:Server",
  // The locked vault and the account of locked dumps, with the keys that they are encrypted with.
  kept: [
    "authorization:RoleAssignment",
    "dataprotection:BackupInstance",
    "dataprotection:BackupPolicy",
    "dataprotection:BackupVault",
    "keyvault:Key",
    "keyvault:Secret",
    "keyvault:Vault",
    "managedidentity:UserAssignedIdentity",
    "resources:ResourceGroup",
    "storage:BlobContainer",
    "storage:BlobContainerImmutabilityPolicy",
    "storage:StorageAccount",
  ].map((type) => `azure-native:${type}`),
});
