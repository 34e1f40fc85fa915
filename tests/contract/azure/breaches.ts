import { add, alter, type Breaches, neverRenewed, remove, unprotect, within } from "../breach";
import { at, list, text } from "../resource";
import type { Properties, Value } from "../../unit/mocks";

const server = "azure-native:dbforpostgresql:Server";
const cluster = "azure-native:redisenterprise:RedisEnterprise";
const app = "azure-native:app:ContainerApp";
const group = "azure-native:network:NetworkSecurityGroup";
const setting = "azure-native:dbforpostgresql:Configuration";

/** Changes the first container of every app. */
const container = (change: (container: Value) => Properties) =>
  alter(
    app,
    within("template", (template) => {
      const [first = null, ...rest] = list(at(template, "containers"));
      const kept = typeof first === "object" && !Array.isArray(first) ? first : {};
      return { containers: [{ ...kept, ...change(first) }, ...rest] };
    }),
  );

/** A rule that lets everybody in, in groups of that name. */
const open = (name: string, source: string, port: number) =>
  alter(
    group,
    ({ securityRules }) => ({
      securityRules: [
        ...list(securityRules),
        {
          name: "open",
          access: "Allow",
          direction: "Inbound",
          priority: 4000,
          sourceAddressPrefix: source,
          destinationPortRange: String(port),
        },
      ],
    }),
    (resource) => resource.name === name,
  );

/** One way to break each promise on Azure. */
export const breachesOnAzure: Breaches = {
  "Only the load balancer takes connections from outside, on 80 and 443": open(
    "network-services-group",
    "Internet",
    8000,
  ),
  "The data tier has no way to the internet": alter("azure-native:network:Subnet", {
    defaultOutboundAccess: true,
  }),
  "The network's traffic is recorded": remove("azure-native:network:FlowLog"),
  "The loss of one zone does not cut the way out where egress is zonal": add({
    type: "azure-native:network:NatGateway",
    name: "network-nat",
    component: "network",
    inputs: { zones: ["1"] },
  }),
  "With a domain, HTTPS with a managed certificate, TLS 1.2 or newer, and HTTP sent there": alter(
    "azure-native:cdn:Route",
    { httpsRedirect: "Disabled" },
  ),
  "Requests pass a web application firewall where asked for, and are logged": remove(
    "azure-native:cdn:SecurityPolicy",
  ),
  "Every service of the stack file runs, by digest": container(() => ({ image: "api:latest" })),
  "Each secret reaches its service as a reference, never as a value": container((given) => ({
    env: [...list(at(given, "env")), { name: "DATABASE_URL", value: "postgresql://" }],
  })),
  "Each reference is to one version of a secret, so that a new value is a new rollout": alter(
    app,
    within("configuration", (configuration) => ({
      secrets: list(at(configuration, "secrets")).map((each) => ({
        name: at(each, "name"),
        keyVaultUrl: text(at(each, "keyVaultUrl")).replace(/[^/]+$/, ""),
      })),
    })),
  ),
  "What the platform makes as secrets is made anew with each secret generation": neverRenewed,
  "Each identity may read only its own secrets": alter(
    "azure-native:authorization:RoleAssignment",
    ({ scope }) => ({ scope: text(scope).replace(/\/secrets\/.*/, "") }),
  ),
  "Each service has an identity of its own": alter(app, {
    identity: { type: "UserAssigned", userAssignedIdentities: ["shared"] },
  }),
  "Each service has the replicas that were asked for": alter(
    app,
    within("template", { scale: { minReplicas: 0, maxReplicas: 300 } }),
  ),
  "Each service is scaled on CPU, memory and requests, in slower than out": alter(
    app,
    within("template", (template) => {
      const scale = at(template, "scale");
      const [cpu = null] = list(at(scale, "rules"));
      return {
        scale: { ...(typeof scale === "object" && !Array.isArray(scale) ? scale : {}), rules: [cpu] },
      };
    }),
  ),
  "Where egress is zonal, each service's replicas are spread over the zones": alter(
    "azure-native:app:ManagedEnvironment",
    {
      zoneRedundant: false,
    },
  ),
  "Each public service is asked whether it is ready, and each one with a client whether it is alive":
    container(() => ({ probes: [] })),
  "A new version that does not become healthy never takes the old one's place": alter(
    app,
    within("configuration", { activeRevisionsMode: "Multiple" }),
  ),
  "A new version that raises errors goes back by itself where the cloud can do that": {
    impossible: "Container Apps takes no version back by itself",
  },
  "Where the cloud can say so, no container is root, writes to its image or has rights of the kernel": {
    impossible: "Container Apps has no setting for a container's user, file system or capabilities",
  },
  "Images are kept unchangeable, scanned, and encrypted with our key": alter(
    "azure-native:containerregistry:Registry",
    { encryption: { status: "disabled" } },
  ),
  "Nobody pulls an image without a right to, and untagged ones go after a week": alter(
    "azure-native:containerregistry:Registry",
    { anonymousPullEnabled: true },
  ),
  "The database is reachable only from the services that were given it": open(
    "network-database-group",
    "10.1.0.0/16",
    5432,
  ),
  "The database is encrypted with our key, and speaks TLS only": alter(
    setting,
    { value: "off" },
    ({ inputs }) => inputs["configurationName"] === "require_secure_transport",
  ),
  "The database has a standby in another zone where it is highly available": alter(server, {
    highAvailability: { mode: "SameZone" },
  }),
  "The cache is reachable only from the services that were given it": alter(cluster, {
    publicNetworkAccess: "Enabled",
  }),
  "The cache is encrypted with our key, and speaks TLS only": alter(cluster, { encryption: null }),
  "The cache has a standby in another zone where it is highly available": alter(cluster, {
    highAvailability: "Disabled",
  }),
  "The cache asks for a password": alter("azure-native:redisenterprise:Database", {
    accessKeysAuthentication: "Disabled",
  }),
  "The database can be restored to any point in time within its retention": alter(
    server,
    within("backup", { backupRetentionDays: 1 }),
  ),
  "Queries that are slower than 1 s are logged": remove(setting),
  "Where protection is on, what holds data refuses its deletion": unprotect("azure-native:keyvault:Vault"),
  "Each secret is encrypted with our key": {
    impossible: "Key Vault encrypts what it holds with keys of its own hardware",
  },
  "Our keys rotate at least once a year, and wait before they are deleted": alter(
    "azure-native:keyvault:Vault",
    within("properties", { enablePurgeProtection: false }),
  ),
  "Every log is kept as long as the stack says, and not for ever": alter(
    "azure-native:operationalinsights:Workspace",
    { retentionInDays: null },
  ),
  "Every log is encrypted with our key": {
    impossible: "Log Analytics takes a key of one's own only on a dedicated cluster",
  },
  "Every alert reaches the notification channel": alter("azure-native:monitor:MetricAlert", { actions: [] }),
  "The notification channel reaches the address that was given": alter("azure-native:monitor:ActionGroup", {
    enabled: false,
  }),
  "Every burn rate of every objective of a public service raises an alert": alter(
    "azure-native:monitor:ScheduledQueryRule",
    { enabled: false },
    ({ name }) => name.includes("-latency-24h-"),
  ),
  "Where requests are traced, as many are as the stack says, and their traces arrive": remove(
    "azure-native:authorization:RoleAssignment",
    ({ name }) => name.endsWith("-traces-sender"),
  ),
  "A dashboard shows each service and what it keeps data in": alter(
    "azure-native:applicationinsights:Workbook",
    {
      serializedData: '{"items":[]}',
    },
  ),
  "With a domain, somebody asks from outside whether the first public service is alive": alter(
    "azure-native:applicationinsights:WebTest",
    { enabled: false },
  ),
  "Who did what is recorded unchangeably where asked for": remove(
    "azure-native:storage:BlobContainerImmutabilityPolicy",
  ),
  "Threat detection and posture checks are on where asked for": remove(
    "azure-native:resources:DeploymentAtSubscriptionScope",
  ),
  "A budget tells its owner at 80 % and at 100 %": alter("azure-native:consumption:Budget", {
    notifications: {},
  }),
  "Everything carries the stack's tags": alter("azure-native:keyvault:Vault", { tags: {} }),
  "Backups are kept as long as the stack says": alter("azure-native:dataprotection:BackupPolicy", {
    properties: { policyRules: [{ lifecycles: [{ deleteAfter: { duration: "P1D" } }] }] },
  }),
  "Backups reach the second region": alter(server, within("backup", { geoRedundantBackup: "Disabled" })),
  "Nobody can delete a backup before its time where that is asked for": remove(
    "azure-native:dataprotection:BackupVault",
  ),
  "A logical dump is made every night where asked for, and reaches the second region":
    remove("azure-native:app:Job"),
  "A backup that fails raises an alert": (resources) =>
    remove("azure-native:monitor:ScheduledQueryRule")(
      remove("azure-native:alertsmanagement:AlertProcessingRuleByName")(resources),
    ),
};
