import type { Evidence } from "../evidence";
import { at, Resources, type Resource } from "../resource";
import { data } from "./data";
import { network } from "./network";
import { recovery } from "./recovery";
import { services } from "./services";
import { watching } from "./watching";

/** What the resources of a stack on Azure show of its promises. */
export function evidenceOnAzure(registered: readonly Resource[]): Evidence {
  const resources = new Resources(registered);
  return {
    ...network(resources),
    ...services(resources),
    ...data(resources),
    ...watching(resources),
    ...recovery(resources),
    untagged: untagged(registered),
  };
}

/** Types of Azure that take tags and that the platform makes; each resource carries its own. */
const taggable = new Set(
  [
    "app:ContainerApp",
    "app:Job",
    "app:ManagedEnvironment",
    "applicationinsights:Component",
    "cdn:AFDEndpoint",
    "cdn:Profile",
    "containerregistry:Registry",
    "dataprotection:BackupVault",
    "dbforpostgresql:Server",
    "keyvault:Key",
    "keyvault:Secret",
    "keyvault:Vault",
    "managedidentity:UserAssignedIdentity",
    "monitor:ActionGroup",
    "monitor:MetricAlert",
    "monitor:ScheduledQueryRule",
    "network:NetworkSecurityGroup",
    "network:VirtualNetwork",
    "operationalinsights:Workspace",
    "redisenterprise:RedisEnterprise",
    "resources:ResourceGroup",
    "storage:StorageAccount",
  ].map((type) => `azure-native:${type}`),
);

function untagged(registered: readonly Resource[]): string[] {
  return registered
    .filter(({ type, inputs }) => taggable.has(type) && typeof at(inputs, "tags.stack") !== "string")
    .map(({ name }) => name);
}
