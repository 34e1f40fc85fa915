import * as containerservice from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import type { NetworkSpecification, ServiceSpecification } from "../../../components/specification";
import type { AzureNetwork } from "../network";
import type { AzureScope } from "../scope";

interface PoolArgs {
  readonly network: AzureNetwork;
  readonly zones: NetworkSpecification["zones"];
  readonly tags: Readonly<Record<string, string>>;
}

/** Machines with a disk of their own for the system's, and Generation 2, which trusted launch and host encryption ask for. */
const sizes = { system: "Standard_D2ds_v5", services: "Standard_D4ds_v5" } as const;
/** Most machines of a pool: a ceiling on the bill; what services can ask for is limited before it by the namespace's quota. */
const most = { system: 6, services: 20 } as const;

/** What AKS itself puts on spot machines, to keep all other pods off. */
const spot = { key: "kubernetes.azure.com/scalesetpriority", value: "spot" } as const;

/** What all pools have: zones, disks encrypted on the host too, measured boot, no login, and upgrades of a third at a time. */
function machines({ network, tags, zones }: PoolArgs) {
  return {
    vnetSubnetID: network.subnets.services,
    availabilityZones: ["1", "2", "3"].slice(0, zones),
    enableAutoScaling: true,
    // At least one in each zone where the loss of one must not matter.
    minCount: network.zonal ? zones : 1,
    count: network.zonal ? zones : 1,
    type: "VirtualMachineScaleSets",
    osType: "Linux",
    osSKU: "AzureLinux",
    osDiskType: "Ephemeral",
    enableEncryptionAtHost: true,
    enableNodePublicIP: false,
    securityProfile: { enableSecureBoot: true, enableVTPM: true, sshAccess: "Disabled" },
    tags: { ...tags },
  };
}

const upgradeSettings = { maxSurge: "33%", drainTimeoutInMinutes: 30 };

/** The pool that AKS's own programs run on, and nobody else. */
export function systemPool(args: PoolArgs) {
  return {
    ...machines(args),
    name: "system",
    mode: "System",
    vmSize: sizes.system,
    maxCount: most.system,
    nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
    upgradeSettings,
  };
}

interface ServicePoolsArgs extends PoolArgs {
  readonly scope: AzureScope;
  readonly clusterName: pulumi.Output<string>;
  readonly services: Readonly<Record<string, Pick<ServiceSpecification, "interruptible">>>;
}

/**
 * The pools that services run on, one after the other: machines of our own and, where a service may run on them, such as Azure
 * can take back at half a minute's notice. Their number follows what pods ask for.
 *
 * The autoscaler decides on `count` once a pool is there.
 */
export function servicePools(
  child: (role: string) => string,
  args: ServicePoolsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const where = { resourceGroupName: args.scope.resourceGroup, resourceName: args.clusterName };
  const common = {
    ...where,
    ...machines(args),
    mode: "User",
    vmSize: sizes.services,
    maxCount: most.services,
  };
  const scaled = { ...opts, ignoreChanges: ["count"] };
  const own = new containerservice.AgentPool(
    child("pool"),
    { ...common, agentPoolName: "services", upgradeSettings },
    scaled,
  );
  if (!Object.values(args.services).some(({ interruptible }) => interruptible)) return [own];
  const interruptible = new containerservice.AgentPool(
    child("interruptible"),
    {
      ...common,
      agentPoolName: "spot",
      scaleSetPriority: "Spot",
      scaleSetEvictionPolicy: "Delete",
      // At most what an ordinary machine costs.
      spotMaxPrice: -1,
      nodeTaints: [`${spot.key}=${spot.value}:NoSchedule`],
      nodeLabels: { [spot.key]: spot.value },
    },
    { ...scaled, dependsOn: [own] },
  );
  return [own, interruptible];
}

/** Where the pods of a service run: on machines that can be taken back, and on ordinary ones while there are no such. */
export function placement({ interruptible }: Pick<ServiceSpecification, "interruptible">) {
  if (!interruptible) return {};
  const { key, value } = spot;
  return {
    tolerations: [{ key, operator: "Equal", value, effect: "NoSchedule" }],
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, preference: { matchExpressions: [{ key, operator: "In", values: [value] }] } },
        ],
      },
    },
  };
}
