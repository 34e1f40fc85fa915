import { block, cidrProblem, contains, overlaps } from "../cidr";
import { randomText } from "../interpreter/template";
import { amount, at, list, record, refuse, shown, text, texts } from "../reading";
import type {
  Check,
  FunctionRules,
  Problem,
  Properties,
  ResourceRules,
  StoredResource,
  World,
} from "../rules";
import { armResource } from "./arm-resource";
import { poolProblems, pools } from "./containerservice-pools";
import { hasRole, parseKeyAddress } from "./customer-key";
import { delegatedTo, networkOf } from "./network-subnet";
import { idIn, tenant } from "./subscription";
import { identityReferences, withPrincipals } from "./system-identity";
import { types } from "./types";

/** Minor versions of Kubernetes that AKS makes clusters of ("Supported Kubernetes versions", release calendar). */
const versions = /^1\.3[3-6](\.\d+)?$/;
const cryptoUser = "12338af0-0e69-4776-bea7-57ae8d297424";
const networkContributor = "4d97b98b-1d4f-4787-a291-c67834d212e7";
const identityOperator = "f1a07417-d97a-45cb-824c-7a7467783830";
const kubelet = "identityProfile.kubeletidentity.resourceId";

const controlPlane = (inputs: Properties, world: World) =>
  world.find(types.identity, texts(at(inputs, "identity.userAssignedIdentities"))[0]);

const versionCheck: Check = (inputs, _, self) => {
  const version = text(inputs["kubernetesVersion"]);
  if (version === undefined) return [];
  if (!versions.test(version))
    return refuse("kubernetesVersion", `K8sVersionNotSupported: AKS has no clusters of ${version}`);
  const [before, after] = [self?.inputs["kubernetesVersion"], version].map((each) =>
    Number(text(each)?.split(".")[1]),
  );
  if (before === undefined || after === undefined || !(Math.abs(after - before) > 0)) return [];
  return after < before || after > before + 1
    ? refuse("kubernetesVersion", "OperationNotAllowed: upgrades go up one minor version at a time")
    : [];
};

const accountCheck: Check = (inputs) => {
  const azureRbac = at(inputs, "aadProfile.enableAzureRBAC") === true;
  if (azureRbac && (at(inputs, "aadProfile.managed") !== true || inputs["enableRBAC"] === false))
    return refuse(
      "aadProfile.enableAzureRBAC",
      "BadRequest: Azure RBAC needs managed Entra integration and RBAC",
    );
  return inputs["disableLocalAccounts"] === true && at(inputs, "aadProfile.managed") !== true
    ? refuse(
        "disableLocalAccounts",
        "BadRequest: without local accounts and Entra integration nobody could log in",
      )
    : [];
};

const accessCheck: Check = (inputs) => {
  const path = "apiServerAccessProfile.authorizedIPRanges";
  const ranges = texts(at(inputs, path));
  if (ranges.length > 0 && at(inputs, "apiServerAccessProfile.enablePrivateCluster") === true)
    return refuse(path, "BadRequest: authorized IP ranges are not for private clusters");
  return ranges.flatMap((cidr, index): readonly Problem[] => {
    const wrong = cidrProblem(cidr);
    return wrong === undefined ? [] : refuse(`${path}[${String(index)}]`, `InvalidParameter: ${wrong}`);
  });
};

const networkCheck: Check = (inputs) => {
  const profile = (key: string) => text(at(inputs, `networkProfile.${key}`));
  const path = "networkProfile.networkPolicy";
  if (profile("networkPolicy") === "cilium" && profile("networkDataplane") !== "cilium")
    return refuse(path, "BadRequest: the policy engine cilium needs the data plane cilium");
  if (profile("networkDataplane") === "cilium" && profile("networkPlugin") !== "azure")
    return refuse(
      "networkProfile.networkDataplane",
      "BadRequest: the data plane cilium needs the plugin azure",
    );
  const [pods, services] = ["podCidr", "serviceCidr"].map((key) => block(profile(key) ?? ""));
  if (pods && services && overlaps(pods, services))
    return refuse(
      "networkProfile.serviceCidr",
      "ServiceCidrOverlapPodCidr: pods and services need ranges apart",
    );
  const dns = block(`${profile("dnsServiceIP") ?? ""}/32`);
  return dns && services && !contains(services, dns)
    ? refuse("networkProfile.dnsServiceIP", "InvalidDNSServiceIP: lies outside of the range of services")
    : [];
};

/** Ranges of a cluster's own must not meet those of the network, and the way out must be there. */
const subnetCheck: Check = (inputs, world) =>
  list(inputs["agentPoolProfiles"]).flatMap((pool, index): readonly Problem[] => {
    const path = `agentPoolProfiles[${String(index)}].vnetSubnetID`;
    const subnet = world.find(types.subnet, record(pool)["vnetSubnetID"]);
    if (subnet === undefined) return [];
    const service = delegatedTo(subnet);
    if (service !== undefined)
      return refuse(path, `SubnetIsDelegated: the subnet is delegated to ${service}, and takes no machines`);
    const network = networkOf(world, subnet.id);
    const spaces = texts(at(network?.inputs ?? {}, "addressSpace.addressPrefixes")).flatMap(
      (cidr) => block(cidr) ?? [],
    );
    const met = ["podCidr", "serviceCidr"].find((key) => {
      const range = block(text(at(inputs, `networkProfile.${key}`)) ?? "");
      return range !== undefined && spaces.some((space) => overlaps(space, range));
    });
    if (met !== undefined)
      return refuse(
        `networkProfile.${met}`,
        "ServiceCidrOverlapExistingSubnetsCidr: overlaps the network's own",
      );
    const identity = controlPlane(inputs, world);
    if (identity && !hasRole(identity.outputs["principalId"], [networkContributor], subnet.id, world))
      return refuse(
        path,
        `LinkedAuthorizationFailed: '${identity.id}' has no permission to join '${subnet.id}'; give it Network Contributor first`,
      );
    return at(inputs, "networkProfile.outboundType") === "userAssignedNATGateway" &&
      at(subnet.inputs, "natGateway.id") === undefined
      ? refuse("networkProfile.outboundType", "ExistingNATGatewayNotFound: the subnet has no NAT gateway")
      : [];
  });

const kubeletCheck: Check = (inputs, world) => {
  const id = text(at(inputs, kubelet));
  if (id === undefined) return [];
  if (world.find(types.identity, id) === undefined)
    return refuse(kubelet, `ResourceNotFound: the identity '${id}' was not found`);
  if (text(at(inputs, "identity.type")) !== "UserAssigned")
    return refuse(kubelet, "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster");
  const identity = controlPlane(inputs, world);
  return identity && !hasRole(identity.outputs["principalId"], [identityOperator], id, world)
    ? refuse(
        kubelet,
        `CustomKubeletIdentityMissingPermissionError: '${identity.id}' may not assign '${id}'; give it Managed Identity Operator first`,
      )
    : [];
};

/** Etcd's key: its newest or another version, with operations that the control plane may ask for, in an open vault. */
const kmsCheck: Check = (inputs, world) => {
  const kms = record(at(inputs, "securityProfile.azureKeyVaultKms"));
  const path = "securityProfile.azureKeyVaultKms.keyId";
  const address = text(kms["keyId"]);
  if (kms["enabled"] !== true) return [];
  if (address === undefined)
    return kms["keyId"] === undefined ? refuse(path, "BadRequest: KMS needs the id of a key") : [];
  const parsed = parseKeyAddress(address);
  if (parsed?.version === undefined)
    return refuse(path, `InvalidParameter: '${address}' is not the address of one version of a key`);
  const vault = world
    .all(types.vault)
    .find(({ outputs }) => text(outputs["name"])?.toLowerCase() === parsed.vault.toLowerCase());
  const key = world.all(types.key).find(({ id }) => vault && id === `${vault.id}/keys/${parsed.name}`);
  if (vault === undefined || key === undefined)
    return refuse(path, `KeyVaultKeyNotFound: there is no key '${address}'`);
  if (
    kms["keyVaultNetworkAccess"] === "Private" &&
    at(inputs, "apiServerAccessProfile.enableVnetIntegration") !== true
  )
    return refuse(
      "securityProfile.azureKeyVaultKms.keyVaultNetworkAccess",
      "BadRequest: a private key vault needs API server VNet integration",
    );
  if (
    kms["keyVaultNetworkAccess"] !== "Private" &&
    at(vault.inputs, "properties.networkAcls.defaultAction") === "Deny"
  )
    return refuse(path, `KeyVaultForbidden: the vault '${parsed.vault}' does not answer from all networks`);
  const operations = texts(at(key.inputs, "properties.keyOps"));
  if (operations.length > 0 && !["encrypt", "decrypt"].every((each) => operations.includes(each)))
    return refuse(path, `KeyOperationForbidden: the key '${parsed.name}' takes no encrypt and decrypt`);
  const identity = controlPlane(inputs, world);
  return identity && !hasRole(identity.outputs["principalId"], [cryptoUser], key.id, world)
    ? refuse(
        path,
        `KeyVaultForbidden: '${identity.id}' has not the role Key Vault Crypto User on '${key.id}'`,
      )
    : [];
};

const identityCheck: Check = (inputs) =>
  at(inputs, "securityProfile.workloadIdentity.enabled") === true &&
  at(inputs, "oidcIssuerProfile.enabled") !== true
    ? refuse(
        "securityProfile.workloadIdentity.enabled",
        "BadRequest: workload identity needs the OIDC issuer",
      )
    : [];

const insightsCheck: Check = (inputs, world) => {
  const path = "addonProfiles.omsagent.config.logAnalyticsWorkspaceResourceID";
  const id = text(at(inputs, path));
  return id === undefined || world.find(types.workspace, id) !== undefined
    ? []
    : refuse(path, `WorkspaceNotFound: the workspace '${id}' was not found`);
};

const profilesCheck: Check = (inputs) => {
  const profiles = list(inputs["agentPoolProfiles"]).map(record);
  if (!profiles.some(({ mode }) => mode === "System"))
    return refuse(
      "agentPoolProfiles",
      "AgentPoolNeedsSystemMode: a cluster has at least one pool of the mode System",
    );
  return profiles.flatMap((pool, index) => poolProblems(pool, `agentPoolProfiles[${String(index)}].`));
};

const findCluster = (inputs: Properties, world: World): StoredResource | undefined =>
  world.find(
    types.kubernetesCluster,
    idIn(
      shown(inputs["resourceGroupName"]),
      `Microsoft.ContainerService/managedClusters/${shown(inputs["resourceName"])}`,
    ),
  );

const window = "maintenanceWindow";

/** Managed clusters of Kubernetes, and when they are changed. */
export const kubernetesClusters: readonly ResourceRules[] = [
  armResource({
    type: types.kubernetesCluster,
    path: "Microsoft.ContainerService/managedClusters/{resourceName}",
    location: "regional",
    name: {
      maximum: 63,
      pattern: /^[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?$/,
      alphabet: "letters, digits, underscores and hyphens; a letter or digit at both ends",
    },
    outputs: {
      fqdn: "{dnsPrefix}-{hex:8}.hcp.{location}.azmk8s.io",
      privateFQDN: "{dnsPrefix}-{hex:8}.privatelink.{location}.azmk8s.io",
      currentKubernetesVersion: ({ inputs }) => `${shown(inputs["kubernetesVersion"])}.1`,
      nodeResourceGroup: ({ inputs, region }) =>
        inputs["nodeResourceGroup"] ??
        `MC_${shown(inputs["resourceGroupName"])}_${shown(inputs["resourceName"])}_${region}`.slice(0, 80),
      identity: ({ id, inputs }, world) => withPrincipals(id, inputs["identity"], world),
      oidcIssuerProfile: ({ id, inputs, region }) =>
        at(inputs, "oidcIssuerProfile.enabled") === true
          ? {
              enabled: true,
              issuerURL: `https://${region}.oic.prod-aks.azure.com/${tenant}/${randomText(`issuer of ${id}`, true, 32)}/`,
            }
          : null,
      maxAgentPools: () => 100,
      powerState: () => ({ code: "Running" }),
    },
    defaults: { enableRBAC: true, supportPlan: "KubernetesOfficial" },
    references: [
      ...identityReferences,
      { path: "agentPoolProfiles[].vnetSubnetID", to: types.subnet },
      {
        path: "securityProfile.defender.logAnalyticsWorkspaceResourceId",
        to: types.workspace,
        blocksDeletion: false,
      },
    ],
    // pulumi-azure-native's own list of what makes a new one, and what AKS refuses to change.
    immutable: [
      "dnsPrefix",
      "nodeResourceGroup",
      "apiServerAccessProfile.enablePrivateCluster",
      "apiServerAccessProfile.privateDNSZone",
      "networkProfile.dnsServiceIP",
      "networkProfile.networkPlugin",
      "networkProfile.outboundType",
      "networkProfile.podCidr",
      "networkProfile.serviceCidr",
    ],
    limits: [
      { path: "sku.tier", oneOf: ["Free", "Standard", "Premium"] },
      {
        path: "autoUpgradeProfile.upgradeChannel",
        oneOf: ["none", "patch", "stable", "rapid", "node-image"],
      },
      {
        path: "autoUpgradeProfile.nodeOSUpgradeChannel",
        oneOf: ["None", "Unmanaged", "NodeImage", "SecurityPatch"],
      },
      { path: "apiServerAccessProfile.authorizedIPRanges", maximumItems: 200 },
      { path: "securityProfile.imageCleaner.intervalHours", minimum: 24, maximum: 2160 },
    ],
    check: [
      versionCheck,
      accountCheck,
      accessCheck,
      networkCheck,
      subnetCheck,
      kubeletCheck,
      kmsCheck,
      identityCheck,
      insightsCheck,
      profilesCheck,
    ],
    // Usual experience: five to eight minutes to make, as many to delete.
    seconds: { create: 360, update: 120, delete: 300 },
  }),
  ...pools,
  armResource({
    type: "azure-native:containerservice:MaintenanceConfiguration",
    path: "Microsoft.ContainerService/managedClusters/{resourceName}/maintenanceConfigurations/{configName}",
    parent: types.kubernetesCluster,
    name: {
      maximum: 80,
      pattern: /^(?:default|aksManagedAutoUpgradeSchedule|aksManagedNodeOSUpgradeSchedule)$/,
      alphabet: "one of default, aksManagedAutoUpgradeSchedule and aksManagedNodeOSUpgradeSchedule",
    },
    limits: [{ path: `${window}.durationHours`, minimum: 4, maximum: 24 }],
    check: (inputs) => {
      const schedules = Object.values(record(at(inputs, `${window}.schedule`)));
      const start = text(at(inputs, `${window}.startTime`));
      return [
        ...(inputs[window] !== undefined && schedules.length !== 1
          ? refuse(`${window}.schedule`, "InvalidParameter: a window has exactly one schedule")
          : []),
        ...(start !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(start)
          ? refuse(`${window}.startTime`, `InvalidParameter: '${start}' is no time such as 02:00`)
          : []),
        ...((amount(at(inputs, `${window}.schedule.weekly.intervalWeeks`)) ?? 1) > 4
          ? refuse(`${window}.schedule.weekly.intervalWeeks`, "InvalidParameter: one to four weeks")
          : []),
      ];
    },
    seconds: { create: 3, update: 3, delete: 3 },
  }),
];

/** What can be asked about clusters. */
export const clusterFunctions: readonly FunctionRules[] = [
  {
    token: "azure-native:containerservice:listManagedClusterUserCredentials",
    result: (inputs, world) => {
      const cluster = findCluster(inputs, world);
      if (cluster === undefined)
        return {
          path: "resourceName",
          reason: `ResourceNotFound: the resource 'Microsoft.ContainerService/managedClusters/${shown(inputs["resourceName"])}' was not found`,
        };
      const isPrivate = at(cluster.inputs, "apiServerAccessProfile.enablePrivateCluster") === true;
      const host = shown(cluster.outputs[isPrivate ? "privateFQDN" : "fqdn"]);
      const config = [
        "apiVersion: v1",
        "clusters:",
        "- cluster:",
        "    certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t",
        `    server: https://${host}:443`,
        `  name: ${shown(inputs["resourceName"])}`,
        "kind: Config",
        "",
      ].join("\n");
      return { kubeconfigs: [{ name: "clusterUser", value: Buffer.from(config).toString("base64") }] };
    },
  },
  {
    // A cluster makes private link services by itself; here one is there as soon as Front Door asks to be let in.
    token: "azure-native:network:getPrivateLinkService",
    result: (inputs, world) => {
      const id = idIn(
        shown(inputs["resourceGroupName"]),
        `Microsoft.Network/privateLinkServices/${shown(inputs["serviceName"])}`,
      );
      return {
        id,
        name: shown(inputs["serviceName"]),
        privateEndpointConnections: world
          .all(types.origin)
          .filter((origin) => at(origin.inputs, "sharedPrivateLinkResource.privateLink.id") === id)
          .map((origin) => ({
            name: `${shown(inputs["serviceName"])}.${randomText(`link of ${origin.id}`, true, 32)}`,
          })),
      };
    },
  },
];
