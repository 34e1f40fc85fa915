import { randomText } from "../interpreter/template";
import { block } from "../cidr";
import { at, list, record, refuse, repeated, text } from "../reading";
import type { Check, ResourceRules, StoredResource } from "../rules";
import { armResource } from "./arm-resource";
import { sameLocation } from "./names";
import { delegatedTo, networkOf, prefixOf } from "./network-subnet";
import { identityReferences, withPrincipals } from "./system-identity";
import { types } from "./types";

const subnetPath = "vnetConfiguration.infrastructureSubnetId";
const service = "Microsoft.App/environments";

/** Whether an environment has workload profiles; those without are of the older, consumption-only kind. */
export const hasProfiles = (environment: StoredResource["inputs"]): boolean =>
  list(environment["workloadProfiles"]).length > 0;

/** "Configuring virtual networks in Azure Container Apps": a /27, delegated; without workload profiles a /23, not. */
const subnetCheck: Check = (inputs, world) => {
  const subnet = world.find(types.subnet, at(inputs, subnetPath));
  if (subnet === undefined) return [];
  const needed = hasProfiles(inputs) ? 27 : 23;
  const prefix = prefixOf(subnet.inputs);
  const size = block(prefix ?? "")?.prefix;
  if (size !== undefined && size > needed)
    return refuse(
      subnetPath,
      `ManagedEnvironmentInvalidNetworkConfiguration: the subnet '${prefix ?? ""}' is too small; at least a /${String(needed)} is needed`,
    );
  const given = delegatedTo(subnet);
  if (hasProfiles(inputs) && given?.toLowerCase() !== service.toLowerCase())
    return refuse(
      subnetPath,
      `ManagedEnvironmentSubnetDelegationError: the subnet must be delegated to '${service}'${given === undefined ? "" : `, not to '${given}'`}`,
    );
  if (!hasProfiles(inputs) && given !== undefined)
    return refuse(
      subnetPath,
      "ManagedEnvironmentSubnetIsDelegated: an environment without workload profiles takes a subnet that is not delegated",
    );
  return sameLocation(subnetPath, inputs["location"], networkOf(world, subnet.id));
};

const aloneCheck: Check = (inputs, world, self) => {
  const subnet = text(at(inputs, subnetPath));
  const other = world
    .all(types.environment)
    .find(({ id, inputs: its }) => id !== self?.id && subnet !== undefined && at(its, subnetPath) === subnet);
  return other === undefined
    ? []
    : refuse(subnetPath, `ManagedEnvironmentSubnetInUse: the subnet is already used by ${other.id}`);
};

const zoneCheck: Check = (inputs) => {
  if (inputs["zoneRedundant"] === true && at(inputs, subnetPath) === undefined)
    return refuse(
      "zoneRedundant",
      "ManagedEnvironmentZoneRedundantNeedsSubnet: an environment over several zones needs a subnet of its own",
    );
  return at(inputs, "vnetConfiguration.internal") === true && at(inputs, subnetPath) === undefined
    ? refuse("vnetConfiguration.internal", "an internal environment needs a subnet of its own")
    : [];
};

const profileCheck: Check = (inputs) => {
  const profiles = list(inputs["workloadProfiles"]).map(record);
  const [twice] = repeated(profiles.flatMap(({ name }) => text(name) ?? []));
  if (twice !== undefined)
    return refuse("workloadProfiles", `WorkloadProfileNameDuplicate: '${twice}' is given twice`);
  return profiles.flatMap((profile, index) => {
    const path = `workloadProfiles[${String(index)}]`;
    const kind = text(profile["workloadProfileType"]);
    if (kind === undefined) return [];
    if (!/^(Consumption|D(4|8|16|32)|E(4|8|16|32)|(Consumption-)?(GPU-)?NC\w+-\w+|Flex)$/.test(kind))
      return refuse(
        `${path}.workloadProfileType`,
        `InvalidWorkloadProfileType: there is no profile type '${kind}'`,
      );
    const [minimum, maximum] = [profile["minimumCount"], profile["maximumCount"]];
    if (kind === "Consumption")
      return minimum === undefined && maximum === undefined
        ? []
        : refuse(
            `${path}.minimumCount`,
            "InvalidWorkloadProfileCount: the consumption profile has no counts",
          );
    return typeof minimum === "number" && typeof maximum === "number" && minimum > maximum
      ? refuse(`${path}.minimumCount`, "InvalidWorkloadProfileCount: is more than maximumCount")
      : [];
  });
};

const logs = "appLogsConfiguration";

const logsCheck: Check = (inputs) => {
  const destination = at(inputs, `${logs}.destination`);
  const given = ["customerId", "sharedKey"].filter(
    (key) => at(inputs, `${logs}.logAnalyticsConfiguration.${key}`) !== undefined,
  );
  if (destination === "log-analytics" && given.length < 2)
    return refuse(
      `${logs}.logAnalyticsConfiguration`,
      "LogAnalyticsConfigurationInvalid: the destination 'log-analytics' needs customerId and sharedKey",
    );
  return destination !== undefined && destination !== "log-analytics" && given.length > 0
    ? refuse(
        `${logs}.logAnalyticsConfiguration`,
        "LogAnalyticsConfigurationInvalid: is for destination 'log-analytics'",
      )
    : [];
};

const workspaceCheck: Check = (inputs, world) => {
  const path = `${logs}.logAnalyticsConfiguration.customerId`;
  const customer = text(at(inputs, path));
  if (customer === undefined) return [];
  const workspace = world.find(types.workspace, customer, "customerId");
  if (workspace === undefined)
    return refuse(path, `InvalidCustomerId: there is no workspace with the customer id '${customer}'`);
  return at(workspace.inputs, "features.disableLocalAuth") === true
    ? refuse(
        path,
        `the workspace ${workspace.id} takes no shared keys (disableLocalAuth): no log would arrive`,
      )
    : [];
};

function addressOf(id: string): string {
  const number = Number.parseInt(randomText(id, true, 4), 16);
  return `20.61.${String(Math.floor(number / 256))}.${String(number % 256)}`;
}

/** Environments of Container Apps. */
export const environments: readonly ResourceRules[] = [
  armResource({
    type: types.environment,
    path: "Microsoft.App/managedEnvironments/{environmentName}",
    location: "regional",
    name: {
      minimum: 2,
      maximum: 60,
      pattern: /^[A-Za-z](?!.*--)[A-Za-z0-9-]*[A-Za-z0-9]$/,
      alphabet:
        "letters, digits and hyphens; it begins with a letter, has no two hyphens together and none at the end",
    },
    outputs: {
      defaultDomain: "calmsea-{hex:8}.{location}.azurecontainerapps.io",
      privateLinkDefaultDomain: "privatelink.{location}.azurecontainerapps.io",
      eventStreamEndpoint: "https://{location}.azurecontainerapps.dev{id}/eventstream",
      staticIp: ({ id }) => addressOf(id),
      identity: ({ id, inputs }, world) => withPrincipals(id, inputs["identity"], world),
      privateEndpointConnections: () => [],
    },
    defaults: { zoneRedundant: false },
    references: [{ path: subnetPath, to: types.subnet }, ...identityReferences],
    immutable: [
      "vnetConfiguration.infrastructureSubnetId",
      "vnetConfiguration.internal",
      "zoneRedundant",
      "infrastructureResourceGroup",
    ],
    secrets: [`${logs}.logAnalyticsConfiguration.sharedKey`],
    limits: [
      { path: `${logs}.destination`, oneOf: ["log-analytics", "azure-monitor", "none"] },
      { path: "publicNetworkAccess", oneOf: ["Enabled", "Disabled"] },
    ],
    check: [profileCheck, logsCheck, zoneCheck, subnetCheck, aloneCheck, workspaceCheck],
    // Usual experience with a subnet of one's own: three to six minutes to make, longer to delete.
    seconds: { create: 240, update: 60, delete: 420 },
  }),
];
