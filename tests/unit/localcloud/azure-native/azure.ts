import { rules } from "../../../../localcloud/azure-native";
import { subscription, tenant } from "../../../../localcloud/azure-native/subscription";
import { types } from "../../../../localcloud/azure-native/types";
import type { Properties } from "../../../../localcloud/rules";
import { catalogOf, describeMistakesOn, type Made, type Mistake, Trial } from "../trial";

export const catalog = catalogOf("azure-native");

export const location = "westeurope";
export const group = "stack";
/** What nearly every type asks for. */
export const here = { resourceGroupName: group, location };

/** A local Azure with one resource group, and the right way to make what others refer to. */
export class Azure extends Trial {
  constructor(configuration: Properties = {}) {
    super(rules, catalog, "", configuration);
  }

  async group(name = group): Promise<Made> {
    return this.make(types.resourceGroup, { resourceGroupName: name, location });
  }

  /** A virtual network, in a group of its own making. */
  async network(inputs: Properties = {}): Promise<Made> {
    await this.groupOnce();
    return this.make(types.virtualNetwork, {
      ...here,
      virtualNetworkName: "net",
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
      ...inputs,
    });
  }

  async subnet(subnetName: string, addressPrefix: string, inputs: Properties = {}): Promise<Made> {
    if (this.store.list(types.virtualNetwork).length === 0) await this.network();
    return this.make(types.subnet, {
      resourceGroupName: group,
      virtualNetworkName: "net",
      subnetName,
      addressPrefix,
      ...inputs,
    });
  }

  async identity(resourceName = "user"): Promise<Made> {
    await this.groupOnce();
    return this.make(types.identity, { ...here, resourceName });
  }

  async vault(properties: Properties = {}, vaultName = "vault-1"): Promise<Made> {
    await this.groupOnce();
    return this.make(types.vault, {
      ...here,
      vaultName,
      properties: {
        tenantId: tenant,
        sku: { family: "A", name: "standard" },
        enableRbacAuthorization: true,
        enablePurgeProtection: true,
        ...properties,
      },
    });
  }

  /** Gives an identity a built-in role by its id. */
  async grant(identity: Made, role: string, on: Made): Promise<Made> {
    return this.make(types.roleAssignment, {
      scope: on.id,
      principalId: identity.outputs["principalId"] ?? "",
      principalType: "ServicePrincipal",
      roleDefinitionId: roleId(role),
    });
  }

  /** An environment of Container Apps in a delegated subnet. */
  async environment(inputs: Properties = {}): Promise<Made> {
    const subnet = await this.subnet("services", "10.0.0.0/24", {
      delegations: [{ name: "apps", serviceName: "Microsoft.App/environments" }],
    });
    return this.make(types.environment, {
      ...here,
      environmentName: "apps",
      vnetConfiguration: { infrastructureSubnetId: subnet.id },
      workloadProfiles: [{ name: "Consumption", workloadProfileType: "Consumption" }],
      ...inputs,
    });
  }

  /** Inputs of an app that is right, in an environment of its own. */
  async app(): Promise<Properties> {
    const environment = await this.environment();
    return {
      ...here,
      containerAppName: "api",
      environmentId: environment.id,
      workloadProfileName: "Consumption",
      configuration: {
        activeRevisionsMode: "Single",
        ingress: { external: true, targetPort: 8000, traffic: [{ latestRevision: true, weight: 100 }] },
      },
      template: { containers: [container], scale: { minReplicas: 1, maxReplicas: 2 } },
    };
  }

  /** A profile of Front Door with an endpoint and an origin group that has one origin. */
  async frontDoor(sku = "Standard_AzureFrontDoor"): Promise<{ endpoint: Made; originGroup: Made }> {
    await this.groupOnce();
    await this.make(types.frontDoor, {
      resourceGroupName: group,
      location: "global",
      profileName: "front",
      sku: { name: sku },
    });
    const endpoint = await this.make(types.frontDoorEndpoint, {
      ...front,
      location: "global",
      endpointName: "web",
    });
    const originGroup = await this.make(types.originGroup, {
      ...front,
      originGroupName: "api",
      loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3 },
    });
    await this.make(types.origin, {
      ...front,
      originGroupName: "api",
      originName: "app",
      hostName: "api.example.com",
    });
    return { endpoint, originGroup };
  }

  async registry(sku = "Premium"): Promise<Made> {
    await this.groupOnce();
    return this.make(types.registry, { ...here, registryName: "images12345", sku: { name: sku } });
  }

  async groupOnce(): Promise<void> {
    if (this.store.list(types.resourceGroup).length === 0) await this.group();
  }
}

/** A right container of the smallest size. */
export const container: Properties = {
  name: "api",
  image: "registry.example.com/api:1",
  resources: { cpu: 0.25, memory: "0.5Gi" },
};

/** Where everything of Front Door lies. */
export const front = { resourceGroupName: group, profileName: "front" };

export function roleId(role: string): string {
  return `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
}

/** Tests that each mistake is refused with its path and words, and that without it the same resource is made. */
export function describeMistakes(subject: string, mistakes: readonly Mistake<Azure>[]): void {
  describeMistakesOn(subject, () => new Azure(), mistakes);
}
