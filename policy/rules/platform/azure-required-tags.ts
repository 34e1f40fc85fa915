import { missingNames, namesSetting, requireNames } from "../../subjects/required-names";
import type { ResourceRule } from "../../mechanism/rule";

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
  configuration: namesSetting("tags"),
  scope: "resource",
  check: ({ properties }, configuration) => requireNames([properties.get("tags")], configuration, "tags"),
  remediation: (resource, configuration) =>
    missingNames(resource, [resource.properties.get("tags")], configuration, "tags", ["tags"]),
};
