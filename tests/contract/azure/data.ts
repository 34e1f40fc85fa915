import type { Evidence, StoreEvidence } from "../evidence";
import { at, list, number, type Resource, type Resources, text } from "../resource";
import { sourcesOf } from "./security-rule";
import { isOfServices } from "./services-subnet";
import type { Value } from "../../unit/mocks";

const subnetType = "azure-native:network:Subnet";

/** Types whose loss is a loss of data, or of what reads it. */
const holdsData = [
  "containerregistry:Registry",
  "dataprotection:BackupInstance",
  "dataprotection:BackupVault",
  "dbforpostgresql:Database",
  "dbforpostgresql:Server",
  "keyvault:Key",
  "keyvault:Secret",
  "keyvault:Vault",
  "monitor:AzureMonitorWorkspace",
  "operationalinsights:Workspace",
  "redisenterprise:RedisEnterprise",
  "resources:ResourceGroup",
  "storage:BlobContainer",
  "storage:StorageAccount",
].map((type) => `azure-native:${type}`);

/** Who of the services reaches a store in a subnet, where they can be told apart. */
export type Behind = (subnet: Resource, port: number) => readonly string[];

const wholeTier: Behind = () => ["services"];

export function data(
  resources: Resources,
  behind: Behind = wholeTier,
): Pick<Evidence, "databases" | "caches" | "keys" | "holdsData"> {
  return {
    databases: resources
      .of("azure-native:dbforpostgresql:Server")
      .map((server) => databaseEvidence(resources, server, behind)),
    caches: resources
      .of("azure-native:redisenterprise:RedisEnterprise")
      .map((cluster) => cacheEvidence(resources, cluster, behind)),
    keys: resources
      .of("azure-native:keyvault:Key")
      .map(({ name, inputs }) => keyEvidence(resources, name, inputs)),
    // Flow logs are in the workspace as well.
    holdsData: holdsData
      .flatMap((type) => resources.of(type))
      .filter(({ id }) => !resources.some("azure-native:network:FlowLog", "storageId", id))
      .map(({ name, protect }) => ({ name, protect })),
  };
}

function databaseEvidence(
  resources: Resources,
  { id, name, inputs }: Resource,
  behind: Behind,
): Evidence["databases"][number] {
  const subnet = resources.with(subnetType, at(inputs, "network.delegatedSubnetResourceId"));
  const encrypted = at(inputs, "dataEncryption.type") === "AzureKeyVault";
  return {
    name,
    publicAddress: subnet === undefined || at(inputs, "network.publicNetworkAccess") === "Enabled",
    reachableFrom: subnet === undefined ? ["the internet"] : sources(resources, subnet, 5432, behind),
    key: encrypted ? text(at(inputs, "dataEncryption.primaryKeyURI")) : "",
    tlsOnly: setting(resources, "require_secure_transport") === "on",
    standby: at(inputs, "highAvailability.mode") === "ZoneRedundant",
    deletionRefused: resources
      .of("azure-native:authorization:ManagementLockByScope")
      .some((lock) => lock.inputs["level"] === "CanNotDelete" && lock.inputs["scope"] === id),
    pointInTimeDays: number(at(inputs, "backup.backupRetentionDays")),
    slowQueryMilliseconds: number(setting(resources, "log_min_duration_statement")),
  };
}

function cacheEvidence(
  resources: Resources,
  { id, name, inputs, outputs }: Resource,
  behind: Behind,
): Evidence["caches"][number] {
  const [database] = resources
    .of("azure-native:redisenterprise:Database")
    .filter((each) => each.inputs["clusterName"] === (inputs["clusterName"] ?? outputs["name"]));
  const subnets = resources
    .of("azure-native:network:PrivateEndpoint")
    .filter((endpoint) =>
      list(endpoint.inputs["privateLinkServiceConnections"]).some(
        (connection) => at(connection, "privateLinkServiceId") === id,
      ),
    )
    .map((endpoint) => resources.with(subnetType, at(endpoint.inputs, "subnet.id")));
  return {
    name,
    publicAddress: inputs["publicNetworkAccess"] !== "Disabled",
    reachableFrom: subnets.flatMap((subnet) =>
      subnet === undefined ? [] : sources(resources, subnet, number(database?.inputs["port"]), behind),
    ),
    key: text(at(inputs, "encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl")),
    tlsOnly: database?.inputs["clientProtocol"] === "Encrypted" && inputs["minimumTlsVersion"] === "1.2",
    standby: inputs["highAvailability"] === "Enabled",
    authenticated: database?.inputs["accessKeysAuthentication"] === "Enabled",
  };
}

function keyEvidence(
  resources: Resources,
  name: string,
  inputs: Resource["inputs"],
): Evidence["keys"][number] {
  const vault = resources
    .of("azure-native:keyvault:Vault")
    .find((each) => each.inputs["vaultName"] === inputs["vaultName"]);
  const rotation = list(at(inputs, "properties.rotationPolicy.lifetimeActions"))
    .filter((each) => /^rotate$/i.test(text(at(each, "action.type"))))
    .map((each) => text(at(each, "trigger.timeAfterCreate")));
  const purgeable = at(vault?.inputs, "properties.enablePurgeProtection") !== true;
  return {
    name,
    rotationDays: number(/^P(\d+)D$/.exec(rotation[0] ?? "")?.[1]),
    deletionWaitDays: purgeable ? 0 : number(at(vault?.inputs, "properties.softDeleteRetentionInDays")),
  };
}

function setting(resources: Resources, name: string): string {
  const [found] = resources
    .of("azure-native:dbforpostgresql:Configuration")
    .filter(({ inputs }) => inputs["configurationName"] === name);
  return text(found?.inputs["value"]);
}

/** What a subnet's rules let in on a port: tiers by name, other blocks as they are; itself left out. */
function sources(
  resources: Resources,
  subnet: Resource,
  port: number,
  behind: Behind,
): StoreEvidence["reachableFrom"] {
  const group = resources.with(
    "azure-native:network:NetworkSecurityGroup",
    at(subnet.inputs, "networkSecurityGroup.id"),
  );
  const inbound = list(group?.inputs["securityRules"]).filter((rule) => at(rule, "direction") === "Inbound");
  // Azure's own rule lets the whole network in unless one before it refuses.
  const refused = inbound.some(
    (rule) =>
      at(rule, "access") === "Deny" &&
      sourcesOf(rule).some((source) => ["*", "VirtualNetwork"].includes(source)),
  );
  const allowed = inbound
    .filter((rule) => at(rule, "access") === "Allow" && concerns(rule, port))
    .flatMap(sourcesOf)
    .filter((prefix) => prefix !== subnet.inputs["addressPrefix"])
    .flatMap((prefix) => tier(resources, prefix, () => behind(subnet, port)));
  return refused ? allowed : [...allowed, "the whole network"];
}

function concerns(rule: Value, port: number): boolean {
  const ranges = [...list(at(rule, "destinationPortRanges")), ...list(at(rule, "destinationPortRange"))];
  return ranges.map(text).some((range) => {
    const [from = NaN, to = from] = range === "*" ? [0, 65_535] : range.split("-").map(Number);
    return from <= port && port <= to;
  });
}

function tier(resources: Resources, prefix: string, services: () => readonly string[]): readonly string[] {
  const subnet = resources.of(subnetType).find(({ inputs }) => inputs["addressPrefix"] === prefix);
  if (subnet === undefined) return [prefix];
  return isOfServices(resources, subnet) ? services() : [subnet.name];
}
