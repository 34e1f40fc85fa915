import { at } from "../contract/resource";
import { describeLife } from "./lifecycle";

describeLife({
  cloud: "azure",
  runtime: "kubernetes",
  environments: ["dev"],
  // On Kubernetes the whole life is told on AWS.
  briefly: ["dev"],
  failing: "azure-native:containerservice:ManagedCluster",
  throttled: "kubernetes:core/v1:ServiceAccount",
  rollout: ["api-workload-deployment"],
  scaling: {
    changed: ["api-workload-scaling", "cluster-namespace-quota"],
    type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    maximum: ({ inputs }) => at(inputs, "spec.maxReplicas"),
  },
  drift: { type: "azure-native:operationalinsights:Workspace", change: { retentionInDays: 60 } },
  autoscaled: { type: "azure-native:containerservice:AgentPool", change: { count: 4 } },
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
