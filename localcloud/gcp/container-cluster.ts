import { createHash } from "node:crypto";
import { block, cidrProblem } from "../cidr";
import { at, list, record, refuse, shown, text } from "../reading";
import type { Check, Problem, Properties, ResourceRules, StoredResource, World } from "../rules";
import { keyProblems } from "./key-use";
import { findLink } from "./links";
import { anyLink, name, tag } from "./names";
import { serviceAccountProblem } from "./grants";
import { isEnabled } from "./services";
import { types } from "./types";

/** What of GKE's own parts can be logged and measured (API reference, `LoggingComponentConfig`, `MonitoringComponentConfig`). */
const logged = [
  "SYSTEM_COMPONENTS",
  "WORKLOADS",
  "APISERVER",
  "SCHEDULER",
  "CONTROLLER_MANAGER",
  "KCP_SSHD",
  "KCP_CONNECTION",
  "KCP_HPA",
];
const measured = [
  "SYSTEM_COMPONENTS",
  "APISERVER",
  "SCHEDULER",
  "CONTROLLER_MANAGER",
  "STORAGE",
  "HPA",
  "POD",
  "DAEMONSET",
  "DEPLOYMENT",
  "STATEFULSET",
  "KUBELET",
  "CADVISOR",
  "DCGM",
  "JOBSET",
];

/** What Autopilot decides by itself. */
const notForAutopilot = [
  "nodeConfig",
  "nodePools",
  "nodeVersion",
  "initialNodeCount",
  "removeDefaultNodePool",
  "defaultMaxPodsPerNode",
  "enableShieldedNodes",
  "enableIntranodeVisibility",
  "networkPolicy",
  "verticalPodAutoscaling",
  "datapathProvider",
];

const isAutopilot = (inputs: Properties): boolean => inputs["enableAutopilot"] === true;
/** A zone has one letter more than its region. */
const isZone = (location: string): boolean => /-[a-z]$/.test(location);

const autopilotCheck: Check = (inputs) => {
  if (!isAutopilot(inputs)) return [];
  const decided = notForAutopilot.find((path) => inputs[path] !== undefined);
  if (decided !== undefined)
    return refuse(decided, "conflicts with enableAutopilot: Autopilot decides it itself");
  return isZone(shown(inputs["location"]))
    ? refuse("location", "Error 400: Autopilot clusters must be regional clusters.")
    : [];
};

const sizeCheck: Check = (inputs) =>
  isAutopilot(inputs) || list(inputs["nodePools"]).length > 0 || inputs["initialNodeCount"] !== undefined
    ? []
    : refuse("initialNodeCount", "Error 400: Cluster.initial_node_count must be greater than zero.");

/** A subnet of the network, in the cluster's region, with the ranges that pods and services are to have. */
const networkCheck: Check = (inputs, world) => {
  const subnet = findLink(world, types.subnetwork, inputs["subnetwork"]);
  if (subnet === undefined) return [];
  const network = findLink(world, types.network, inputs["network"]);
  if (network !== undefined && findLink(world, types.network, subnet.inputs["network"])?.id !== network.id)
    return refuse("subnetwork", `Error 400: the subnetwork is not of the network ${network.id}`);
  const region = shown(inputs["location"]).replace(/-[a-z]$/, "");
  const here = shown(subnet.outputs["region"]);
  if (region !== "" && here !== region)
    return refuse("subnetwork", `Error 400: the subnetwork is in ${here}, the cluster in ${region}`);
  return ["clusterSecondaryRangeName", "servicesSecondaryRangeName"].flatMap((property) => {
    const path = `ipAllocationPolicy.${property}`;
    const range = text(at(inputs, path));
    const known = list(subnet.inputs["secondaryIpRanges"]).map((each) => record(each)["rangeName"]);
    return range === undefined || known.includes(range)
      ? []
      : refuse(
          path,
          `Error 400: Pod secondary range "${range}" not found in subnet "${shown(subnet.inputs["name"])}".`,
        );
  });
};

const encryptionCheck: Check = (inputs, world) => {
  const path = "databaseEncryption.keyName";
  const key = at(inputs, path);
  if (at(inputs, "databaseEncryption.state") === "ENCRYPTED" && key === undefined)
    return refuse(path, "Error 400: a key must be given with the state ENCRYPTED");
  return keyProblems(path, key, world, {
    api: "container.googleapis.com",
    location: shown(inputs["location"]).replace(/-[a-z]$/, ""),
  });
};

const poolCheck: Check = (inputs, world) => {
  const pool = text(at(inputs, "workloadIdentityConfig.workloadPool"));
  return pool === undefined || pool === `${world.account}.svc.id.goog`
    ? []
    : refuse(
        "workloadIdentityConfig.workloadPool",
        `Error 400: Currently, the only supported identity namespace is that of the cluster's project: ${world.account}.svc.id.goog`,
      );
};

const nodeAccountCheck: Check = (inputs, world) => {
  const path = "clusterAutoscaling.autoProvisioningDefaults.serviceAccount";
  const account = text(at(inputs, path));
  const problem =
    account === undefined || account === "default" ? undefined : serviceAccountProblem(world, account);
  return problem === undefined ? [] : refuse(path, `Error 400: ${problem}`);
};

const rangesCheck: Check = (inputs) => {
  const ranges = list(at(inputs, "masterAuthorizedNetworksConfig.cidrBlocks"));
  return ranges.flatMap((each, index): readonly Problem[] => {
    const cidr = shown(record(each)["cidrBlock"]);
    const wrong = cidrProblem(cidr) ?? (block(cidr) === undefined ? "is no IPv4 range" : undefined);
    return wrong === undefined
      ? []
      : refuse(
          `masterAuthorizedNetworksConfig.cidrBlocks[${String(index)}].cidrBlock`,
          `Error 400: Invalid authorized network: ${wrong}`,
        );
  });
};

/** Somebody must reach the control plane; and ranges mean nothing where it has no address. */
const endpointCheck: Check = (inputs) => {
  const byAddress = at(inputs, "controlPlaneEndpointsConfig.ipEndpointsConfig.enabled");
  const byName = at(inputs, "controlPlaneEndpointsConfig.dnsEndpointConfig.allowExternalTraffic");
  if (byAddress !== false) return [];
  if (list(at(inputs, "masterAuthorizedNetworksConfig.cidrBlocks")).length > 0)
    return refuse(
      "masterAuthorizedNetworksConfig",
      "Error 400: authorized networks can't be given while the IP endpoints are disabled",
    );
  return byName === true
    ? []
    : refuse(
        "controlPlaneEndpointsConfig",
        "Error 400: at least one of the DNS-based endpoint and the IP-based endpoints must be enabled",
      );
};

const authorizationCheck: Check = (inputs, world) =>
  at(inputs, "binaryAuthorization.evaluationMode") === "PROJECT_SINGLETON_POLICY_ENFORCE" &&
  !isEnabled(world, "binaryauthorization.googleapis.com")
    ? refuse(
        "binaryAuthorization",
        "Error 400: Binary Authorization API has not been used in this project or it is disabled: enable binaryauthorization.googleapis.com",
      )
    : [];

/** Secret synchronisation and Gateways act as Kubernetes ServiceAccounts. */
const identityCheck: Check = (inputs) =>
  !isAutopilot(inputs) &&
  at(inputs, "secretSyncConfig.enabled") === true &&
  at(inputs, "workloadIdentityConfig.workloadPool") === undefined
    ? refuse("secretSyncConfig", "Error 400: Workload Identity Federation must be enabled on the cluster")
    : [];

function fingerprint({ id }: StoredResource, length: number): string {
  return createHash("sha256").update(id).digest("hex").slice(0, length);
}

const address = (resource: StoredResource): string => {
  const [first = 0, second = 0] = Buffer.from(fingerprint(resource, 4), "hex");
  return `34.90.${String(first)}.${String(second)}`;
};

const dnsEndpoint = (resource: StoredResource, world: World) => ({
  ...record(record(resource.inputs["controlPlaneEndpointsConfig"])["dnsEndpointConfig"]),
  endpoint: `gke-${fingerprint(resource, 40)}.${shown(resource.inputs["location"]) || world.region}.gke.goog`,
});

/** Google Kubernetes Engine. */
export const clusters: readonly ResourceRules[] = [
  {
    type: types.kubernetesCluster,
    name: name({ maximum: 40 }),
    id: "projects/{account}/locations/{location}/clusters/{name}",
    outputs: {
      location: "{region}",
      endpoint: address,
      selfLink: "https://container.googleapis.com/v1/{id}",
      masterVersion: "1.34.3-gke.1045000",
      masterAuth: () => ({
        clientCertificate: "",
        clientKey: "",
        clusterCaCertificate: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t",
      }),
      controlPlaneEndpointsConfig: (resource, world) => ({
        ...record(resource.inputs["controlPlaneEndpointsConfig"]),
        dnsEndpointConfig: dnsEndpoint(resource, world),
      }),
      servicesIpv4Cidr: "34.118.224.0/20",
      operation: "",
      labelFingerprint: (resource) => fingerprint(resource, 8),
    },
    defaults: { deletionProtection: true, networkingMode: "VPC_NATIVE" },
    references: [
      { path: "network", to: types.network, by: anyLink },
      { path: "subnetwork", to: types.subnetwork, by: anyLink },
    ],
    immutable: [
      "name",
      "location",
      "description",
      "enableAutopilot",
      "network",
      "subnetwork",
      "networkingMode",
      "ipAllocationPolicy",
      "privateClusterConfig.enablePrivateNodes",
    ],
    limits: [
      { path: "releaseChannel.channel", oneOf: ["UNSPECIFIED", "RAPID", "REGULAR", "STABLE", "EXTENDED"] },
      {
        path: "databaseEncryption.state",
        oneOf: ["ENCRYPTED", "DECRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED"],
      },
      {
        path: "binaryAuthorization.evaluationMode",
        oneOf: ["DISABLED", "PROJECT_SINGLETON_POLICY_ENFORCE"],
      },
      {
        path: "gatewayApiConfig.channel",
        oneOf: ["CHANNEL_DISABLED", "CHANNEL_EXPERIMENTAL", "CHANNEL_STANDARD"],
      },
      { path: "anonymousAuthenticationConfig.mode", oneOf: ["ENABLED", "LIMITED"] },
      { path: "securityPostureConfig.mode", oneOf: ["DISABLED", "BASIC", "ENTERPRISE"] },
      { path: "loggingConfig.enableComponents[]", oneOf: logged },
      { path: "monitoringConfig.enableComponents[]", oneOf: measured },
      { path: "ipAllocationPolicy.stackType", oneOf: ["IPV4", "IPV4_IPV6"] },
      { path: "nodePoolAutoConfig.networkTags.tags[]", ...tag },
      {
        path: "nodePoolAutoConfig.nodeKubeletConfig.insecureKubeletReadonlyPortEnabled",
        oneOf: ["TRUE", "FALSE"],
      },
      {
        path: "maintenancePolicy.dailyMaintenanceWindow.startTime",
        pattern: /([01]\d|2[0-3]):[0-5]\d/,
        reason: "is a time of day, HH:MM",
      },
      // GKE documentation, "Authorized networks": limits.
      { path: "masterAuthorizedNetworksConfig.cidrBlocks", maximumItems: 100 },
    ],
    check: [
      autopilotCheck,
      sizeCheck,
      networkCheck,
      encryptionCheck,
      poolCheck,
      nodeAccountCheck,
      rangesCheck,
      endpointCheck,
      authorizationCheck,
      identityCheck,
    ],
    checkDelete: ({ inputs }) =>
      inputs["deletionProtection"] === false
        ? []
        : refuse(
            "deletionProtection",
            "cannot destroy cluster because deletion_protection is set to true. Set it to false to proceed with cluster deletion.",
          ),
    // Logs of Terraform in public repositories: 7 to 10 minutes for an Autopilot cluster, 4 to 6 for its deletion.
    seconds: { create: 480, update: 60, delete: 300 },
  },
];
