import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Compared without regard to case, as Azure does. */
const defaultTags = ["project", "environment"];

/** Types that are billed or hold data, and can have tags. */
const tagged = [
  "resources:ResourceGroup",
  "app:ContainerApp",
  "app:Job",
  "app:ManagedEnvironment",
  "applicationinsights:Component",
  "cdn:Profile",
  "compute:Disk",
  "compute:VirtualMachine",
  "compute:VirtualMachineScaleSet",
  "containerinstance:ContainerGroup",
  "containerregistry:Registry",
  "containerservice:ManagedCluster",
  "cosmosdb:DatabaseAccount",
  "dataprotection:BackupVault",
  "dbformysql:Server",
  "dbforpostgresql:Server",
  "eventhub:Namespace",
  "frontdoor:Policy",
  "keyvault:Vault",
  "network:ApplicationGateway",
  "network:AzureFirewall",
  "network:LoadBalancer",
  "network:NatGateway",
  "network:PrivateEndpoint",
  "network:PublicIPAddress",
  "network:VirtualNetwork",
  "network:VirtualNetworkGateway",
  "operationalinsights:Workspace",
  "recoveryservices:Vault",
  "redis:Redis",
  "redisenterprise:RedisEnterprise",
  "servicebus:Namespace",
  "sql:Server",
  "storage:StorageAccount",
  "web:AppServicePlan",
  "web:WebApp",
].map((type) => `azure-native:${type}`);

/** What costs money or holds data says whose it is. */
export const rule: ResourceRule = {
  id: "azure-required-tags",
  title: "What costs money or holds data says whose it is.",
  severity: "low",
  controls: {},
  enforcement: "always",
  reason: "Nobody can tell which project pays for a resource, or whom to ask before deleting it.",
  remedy: "Set the tags; Azure does not pass on those of the resource group.",
  types: tagged,
  configuration: {
    properties: { tags: { type: "array", items: { type: "string" }, default: defaultTags } },
  },
  scope: "resource",
  check: ({ properties }, configuration) => {
    const configured = configuration
      .get("tags")
      .items()
      .flatMap((name) => name.text() ?? []);
    const tags = properties.get("tags");
    const present = tags.entries().flatMap(([name, value]) => (value.isSet() ? [name.toLowerCase()] : []));
    const missing = (configured.length > 0 ? configured : defaultTags).filter(
      (name) => !present.includes(name.toLowerCase()),
    );
    return require(missing.length === 0, `it has no tag ${missing.join(", ")}`);
  },
};
