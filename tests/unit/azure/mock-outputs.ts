import { createHash } from "node:crypto";
import type { Properties, Value } from "../mocks";

/** Subscription, tenant and regions of everything that the mocks pretend to have made. */
export const SUBSCRIPTION = "12345678-1234-4234-8234-123456789012";
export const TENANT = "87654321-4321-4321-8321-210987654321";
export const AZURE_REGION = "westeurope";

/** The version that each key has by now: not the one that it was made with. */
export const ROTATED = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/** What stands at the end of names that Pulumi makes. */
const random = "1a2b3c4d";

/** Type in Azure Resource Manager, by type token, and the input that a resource is named by. */
const kinds: Readonly<Record<string, readonly [type: string, nameInput: string]>> = {
  "alertsmanagement:AlertProcessingRuleByName": [
    "Microsoft.AlertsManagement/actionRules",
    "alertProcessingRuleName",
  ],
  "app:ContainerApp": ["Microsoft.App/containerApps", "containerAppName"],
  "app:Job": ["Microsoft.App/jobs", "jobName"],
  "app:ManagedEnvironment": ["Microsoft.App/managedEnvironments", "environmentName"],
  "applicationinsights:Component": ["Microsoft.Insights/components", "resourceName"],
  "applicationinsights:WebTest": ["Microsoft.Insights/webtests", "webTestName"],
  "applicationinsights:Workbook": ["Microsoft.Insights/workbooks", "resourceName"],
  "cdn:Profile": ["Microsoft.Cdn/profiles", "profileName"],
  "frontdoor:Policy": ["Microsoft.Network/frontDoorWebApplicationFirewallPolicies", "policyName"],
  "containerregistry:Registry": ["Microsoft.ContainerRegistry/registries", "registryName"],
  "containerservice:ManagedCluster": ["Microsoft.ContainerService/managedClusters", "resourceName"],
  "dataprotection:BackupVault": ["Microsoft.DataProtection/backupVaults", "vaultName"],
  "dbforpostgresql:Server": ["Microsoft.DBforPostgreSQL/flexibleServers", "serverName"],
  "keyvault:Vault": ["Microsoft.KeyVault/vaults", "vaultName"],
  "managedidentity:UserAssignedIdentity": [
    "Microsoft.ManagedIdentity/userAssignedIdentities",
    "resourceName",
  ],
  "monitor:ActionGroup": ["Microsoft.Insights/actionGroups", "actionGroupName"],
  "monitor:AzureMonitorWorkspace": ["Microsoft.Monitor/accounts", "azureMonitorWorkspaceName"],
  "monitor:DataCollectionEndpoint": [
    "Microsoft.Insights/dataCollectionEndpoints",
    "dataCollectionEndpointName",
  ],
  "monitor:DataCollectionRule": ["Microsoft.Insights/dataCollectionRules", "dataCollectionRuleName"],
  "network:NatGateway": ["Microsoft.Network/natGateways", "natGatewayName"],
  "network:NetworkSecurityGroup": ["Microsoft.Network/networkSecurityGroups", "networkSecurityGroupName"],
  "network:PrivateEndpoint": ["Microsoft.Network/privateEndpoints", "privateEndpointName"],
  "network:PublicIPAddress": ["Microsoft.Network/publicIPAddresses", "publicIpAddressName"],
  "network:VirtualNetwork": ["Microsoft.Network/virtualNetworks", "virtualNetworkName"],
  "operationalinsights:Workspace": ["Microsoft.OperationalInsights/workspaces", "workspaceName"],
  "privatedns:PrivateZone": ["Microsoft.Network/privateDnsZones", "privateZoneName"],
  "redisenterprise:RedisEnterprise": ["Microsoft.Cache/redisEnterprise", "clusterName"],
  "storage:StorageAccount": ["Microsoft.Storage/storageAccounts", "accountName"],
};

/** Resources within others: the collection they are in, the input that names the owner, and their own. */
const parts: Readonly<
  Record<string, readonly [owner: string, collection: string, ownerInput: string, nameInput: string]>
> = {
  "cdn:AFDCustomDomain": ["cdn:Profile", "customDomains", "profileName", "customDomainName"],
  "cdn:AFDEndpoint": ["cdn:Profile", "afdEndpoints", "profileName", "endpointName"],
  "cdn:AFDOriginGroup": ["cdn:Profile", "originGroups", "profileName", "originGroupName"],
  "cdn:RuleSet": ["cdn:Profile", "ruleSets", "profileName", "ruleSetName"],
  "containerservice:AgentPool": [
    "containerservice:ManagedCluster",
    "agentPools",
    "resourceName",
    "agentPoolName",
  ],
  "dataprotection:BackupInstance": [
    "dataprotection:BackupVault",
    "backupInstances",
    "vaultName",
    "backupInstanceName",
  ],
  "dataprotection:BackupPolicy": [
    "dataprotection:BackupVault",
    "backupPolicies",
    "vaultName",
    "backupPolicyName",
  ],
  "dbforpostgresql:Configuration": [
    "dbforpostgresql:Server",
    "configurations",
    "serverName",
    "configurationName",
  ],
  "dbforpostgresql:Database": ["dbforpostgresql:Server", "databases", "serverName", "databaseName"],
  "keyvault:Key": ["keyvault:Vault", "keys", "vaultName", "keyName"],
  "keyvault:Secret": ["keyvault:Vault", "secrets", "vaultName", "secretName"],
  "network:PrivateDnsZoneGroup": [
    "network:PrivateEndpoint",
    "privateDnsZoneGroups",
    "privateEndpointName",
    "privateDnsZoneGroupName",
  ],
  "network:Subnet": ["network:VirtualNetwork", "subnets", "virtualNetworkName", "subnetName"],
  "redisenterprise:Database": ["redisenterprise:RedisEnterprise", "databases", "clusterName", "databaseName"],
  "storage:BlobContainer": [
    "storage:StorageAccount",
    "blobServices/default/containers",
    "accountName",
    "containerName",
  ],
};

const computed: Readonly<Record<string, (name: string, inputs: Properties) => Properties>> = {
  "resources:ResourceGroup": (name) => ({
    id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/${name}${random}`,
    name: `${name}${random}`,
  }),
  "app:ContainerApp": (_, { containerAppName }) => ({
    latestRevisionName: `${text(containerAppName)}--0000001`,
    latestReadyRevisionName: `${text(containerAppName)}--0000001`,
  }),
  "app:ManagedEnvironment": () => ({
    defaultDomain: `calm-sea-0a1b2c3d.${AZURE_REGION}.azurecontainerapps.io`,
    staticIp: "203.0.113.40",
  }),
  "applicationinsights:Component": () => ({
    connectionString: `InstrumentationKey=00000000-1111-2222-3333-444444444444;IngestionEndpoint=https://${AZURE_REGION}-1.in.applicationinsights.azure.com/`,
  }),
  "authorization:RoleDefinition": (name) => ({
    id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${guid(name)}`,
  }),
  "cdn:AFDCustomDomain": () => ({
    validationProperties: { validationToken: "_2q9zq0r1b5f7c8d", expirationDate: "2026-12-01T00:00:00Z" },
  }),
  "cdn:AFDEndpoint": (name) => ({ hostName: `${name}-a1b2c3d4e5f6g7h8.z01.azurefd.net` }),
  "containerregistry:Registry": (_, { registryName }) => ({
    loginServer: `${text(registryName)}.azurecr.io`,
  }),
  "containerservice:ManagedCluster": (name) => ({
    nodeResourceGroup: `MC_${name}`,
    oidcIssuerProfile: {
      enabled: true,
      issuerURL: `https://${AZURE_REGION}.oic.prod-aks.azure.com/${TENANT}/${guid(name)}/`,
    },
  }),
  "dataprotection:BackupVault": (name, inputs) => ({
    identity: { ...record(inputs.identity), principalId: guid(name) },
  }),
  "dbforpostgresql:Server": (_, { serverName }) => ({
    fullyQualifiedDomainName: `${text(serverName)}.postgres.database.azure.com`,
  }),
  "keyvault:Key": (name, { vaultName }) => ({
    keyUri: `https://${text(vaultName)}.vault.azure.net/keys/${name}`,
    keyUriWithVersion: `https://${text(vaultName)}.vault.azure.net/keys/${name}/0123456789abcdef0123456789abcdef`,
  }),
  "keyvault:Secret": (name, { properties, secretName, vaultName }) => ({
    properties: {
      ...record(properties),
      secretUri: `https://${text(vaultName)}.vault.azure.net/secrets/${text(secretName) || name}`,
      secretUriWithVersion: `https://${text(vaultName)}.vault.azure.net/secrets/${text(secretName) || name}/fedcba9876543210fedcba9876543210`,
    },
  }),
  "keyvault:Vault": (_, { properties, vaultName }) => ({
    properties: { ...record(properties), vaultUri: `https://${text(vaultName)}.vault.azure.net/` },
  }),
  "managedidentity:UserAssignedIdentity": (name) => ({
    principalId: guid(`${name} principal`),
    clientId: guid(`${name} client`),
  }),
  "monitor:AzureMonitorWorkspace": (name) => ({
    metrics: {
      internalId: "mac_0",
      prometheusQueryEndpoint: `https://${name}.${AZURE_REGION}.prometheus.monitor.azure.com`,
    },
  }),
  "monitor:DataCollectionEndpoint": (name) => ({
    metricsIngestion: { endpoint: `https://${name}.${AZURE_REGION}-1.metrics.ingest.monitor.azure.com` },
  }),
  "network:PublicIPAddress": () => ({ ipAddress: "203.0.113.41" }),
  "monitor:DataCollectionRule": () => ({ immutableId: "dcr-00000000000000000000000000000000" }),
  "operationalinsights:Workspace": (name) => ({ customerId: guid(name) }),
  "redisenterprise:RedisEnterprise": (_, { clusterName }) => ({
    hostName: `${text(clusterName)}.${AZURE_REGION}.redis.azure.net`,
  }),
  "storage:StorageAccount": (_, { accountName }) => ({
    primaryEndpoints: { blob: `https://${text(accountName)}.blob.core.windows.net/` },
  }),
};

/** What Azure answers beyond the inputs of a resource; nothing for those of other clouds. */
export function azureOutputsOf(type: string, name: string, inputs: Properties): Properties {
  if (!type.startsWith("azure-native:")) return {};
  const kind = type.slice("azure-native:".length);
  return { ...identified(kind, name, inputs), ...computed[kind]?.(name, inputs) };
}

function identified(kind: string, name: string, inputs: Properties): Properties {
  const part = parts[kind];
  if (part) {
    const [owner, collection, ownerInput, nameInput] = part;
    const physical = text(inputs[nameInput]) || `${name}${random}`;
    return {
      id: `${resourceId(owner, text(inputs[ownerInput]), inputs)}/${collection}/${physical}`,
      name: physical,
    };
  }
  const nameInput = kinds[kind]?.[1];
  const physical = (nameInput !== undefined && text(inputs[nameInput])) || `${name}${random}`;
  if (kinds[kind]) return { id: resourceId(kind, physical, inputs), name: physical };
  return { name: physical };
}

function resourceId(kind: string, physical: string, { resourceGroupName }: Properties): string {
  const [type = "Microsoft.Unknown/things"] = kinds[kind] ?? [];
  return `/subscriptions/${SUBSCRIPTION}/resourceGroups/${text(resourceGroupName)}/providers/${type}/${physical}`;
}

export const azureFunctions: Readonly<Record<string, (inputs: Properties) => Properties>> = {
  "azure-native:authorization:getClientConfig": () => ({
    clientId: guid("deployer"),
    objectId: guid("deployer object"),
    subscriptionId: SUBSCRIPTION,
    tenantId: TENANT,
  }),
  "azure-native:app:getContainerApp": ({ containerAppName }) => ({
    latestRevisionName: `${text(containerAppName)}--0000001`,
    latestReadyRevisionName: `${text(containerAppName)}--0000001`,
    provisioningState: "Succeeded",
    deploymentErrors: "",
  }),
  "azure-native:containerservice:listManagedClusterUserCredentials": ({ resourceName }) => ({
    kubeconfigs: [
      {
        name: "clusterUser",
        value: Buffer.from(
          `clusters:\n- cluster:\n    certificate-authority-data: LS0tLS1CRUdJTg==\n    server: https://${text(resourceName)}.hcp.${AZURE_REGION}.azmk8s.io:443\n`,
        ).toString("base64"),
      },
    ],
  }),
  "azure-native:network:getPrivateLinkService": ({ serviceName }) => ({
    privateEndpointConnections: [{ name: `${text(serviceName)}.0a1b2c3d` }],
  }),
  // A year after the key was made.
  "azure-native:keyvault:getKey": ({ keyName, vaultName }) => ({
    keyUriWithVersion: `https://${text(vaultName)}.vault.azure.net/keys/${text(keyName)}/${ROTATED}`,
  }),
  "azure-native:containerregistry:listRegistryCredentials": ({ registryName }) => ({
    username: text(registryName),
    passwords: [
      { name: "password", value: "acr-login-password" },
      { name: "password2", value: "another" },
    ],
  }),
  "azure-native:dns:getZone": ({ resourceGroupName, zoneName }) => ({
    id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/${text(resourceGroupName)}/providers/Microsoft.Network/dnsZones/${text(zoneName)}`,
    name: text(zoneName),
    location: "global",
    nameServers: ["ns1-01.azure-dns.com."],
  }),
  "azure-native:redisenterprise:listDatabaseKeys": () => ({
    primaryKey: "redis+key/with=signs=",
    secondaryKey: "another",
  }),
};

/** A GUID that is always the same for a text. */
export function guid(of: string): string {
  const hex = createHash("sha256").update(of).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

function record(value: Value | undefined): Properties {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}
