import { types } from "../../../../localcloud/azure-native/types";
import { record } from "../../../../localcloud/reading";
import type { Properties } from "../../../../localcloud/rules";
import type { Made } from "../trial";
import { Azure, front, group, here } from "./azure";

/** What can't be deleted as it stands, what Azure says, and what has to go first. */
interface Case {
  readonly what: string;
  readonly type: string;
  readonly made: (azure: Azure) => Promise<{ target: Made; first: readonly [type: string, made: Made] }>;
  readonly words: string;
}

const cases: readonly Case[] = [
  {
    what: "a subnet in which an environment has addresses",
    type: types.subnet,
    made: async (azure) => {
      const environment = await azure.environment();
      const id = azure.store.list(types.subnet)[0]?.id ?? "";
      return { target: await azure.made(types.subnet, id), first: [types.environment, environment] };
    },
    words: "is still used by azure-native:app:ManagedEnvironment",
  },
  {
    what: "a network with such a subnet in it",
    type: types.virtualNetwork,
    made: async (azure) => {
      const environment = await azure.environment();
      const id = azure.store.list(types.virtualNetwork)[0]?.id ?? "";
      return { target: await azure.made(types.virtualNetwork, id), first: [types.environment, environment] };
    },
    words: "is still used by azure-native:app:ManagedEnvironment",
  },
  {
    what: "an environment with an app in it",
    type: types.environment,
    made: async (azure) => {
      const app = await azure.make(types.containerApp, await azure.app());
      const id = azure.store.list(types.environment)[0]?.id ?? "";
      return { target: await azure.made(types.environment, id), first: [types.containerApp, app] };
    },
    words: "is still used by azure-native:app:ContainerApp",
  },
  {
    what: "a security group of a subnet",
    type: types.securityGroup,
    made: async (azure) => {
      await azure.network();
      const target = await azure.make(types.securityGroup, { ...here, networkSecurityGroupName: "services" });
      const subnet = await azure.subnet("app", "10.0.1.0/24", { networkSecurityGroup: { id: target.id } });
      return { target, first: [types.subnet, subnet] };
    },
    words: "is still used by azure-native:network:Subnet",
  },
  {
    what: "a private zone that is linked to a network",
    type: types.privateZone,
    made: async (azure) => {
      const network = await azure.network();
      const zone = { resourceGroupName: group, location: "global", privateZoneName: "corp.internal" };
      const target = await azure.make(types.privateZone, zone);
      const link = await azure.make(types.privateZoneLink, {
        ...zone,
        virtualNetworkLinkName: "net",
        virtualNetwork: { id: network.id },
      });
      return { target, first: [types.privateZoneLink, link] };
    },
    words: "is still used by azure-native:privatedns:VirtualNetworkLink",
  },
  {
    what: "a group in which something is locked",
    type: types.resourceGroup,
    made: async (azure) => {
      const vault = await azure.vault();
      const lock = await azure.make(types.lock, { scope: vault.id, lockName: "keep", level: "CanNotDelete" });
      const id = azure.store.list(types.resourceGroup)[0]?.id ?? "";
      return { target: await azure.made(types.resourceGroup, id), first: [types.lock, lock] };
    },
    words: "ScopeLocked",
  },
  {
    what: "what lies under a lock",
    type: types.vault,
    made: async (azure) => {
      const target = await azure.vault();
      const scope = azure.store.list(types.resourceGroup)[0]?.id ?? "";
      const lock = await azure.make(types.lock, { scope, lockName: "keep", level: "CanNotDelete" });
      return { target, first: [types.lock, lock] };
    },
    words: "ScopeLocked",
  },
  {
    what: "an origin group that a route leads to",
    type: types.originGroup,
    made: async (azure) => {
      const { originGroup } = await azure.frontDoor();
      return { target: originGroup, first: [types.frontDoorRoute, await route(azure, originGroup)] };
    },
    words: "is still used by azure-native:cdn:Route",
  },
  {
    what: "the last origin that a route leads to",
    type: types.origin,
    made: async (azure) => {
      const { originGroup } = await azure.frontDoor();
      const id = azure.store.list(types.origin)[0]?.id ?? "";
      const first = [types.frontDoorRoute, await route(azure, originGroup)] as const;
      return { target: await azure.made(types.origin, id), first };
    },
    words: "it is the last origin",
  },
];

const route = (azure: Azure, originGroup: Made): Promise<Made> =>
  azure.make(types.frontDoorRoute, {
    ...front,
    endpointName: "web",
    routeName: "api",
    originGroup: { id: originGroup.id },
    linkToDefaultDomain: "Enabled",
  });

describe("the local Azure", () => {
  let azure: Azure;
  beforeEach(() => {
    azure = new Azure();
  });
  afterEach(() => {
    azure.close();
  });

  it.each(cases.map((each) => [each.what, each] as const))("keeps %s", async (_, { type, made, words }) => {
    const { target, first } = await made(azure);
    expect(await azure.deletionRefusals(type, target)).toContainEqual(expect.stringContaining(words));
    expect(await azure.deletionRefusals(...first)).toEqual([]);
    expect(await azure.deletionRefusals(type, target)).toEqual([]);
  });

  it("deletes a key alone only where the vault's network lets the caller in", async () => {
    const vault = await azure.vault({ publicNetworkAccess: "Disabled" });
    const open = await azure.vault({}, "open-1");
    const key = (vaultName: string) =>
      azure.make(types.key, {
        resourceGroupName: group,
        vaultName,
        keyName: "data",
        properties: { kty: "RSA" },
      });
    const [closed, free] = [await key("vault-1"), await key("open-1")];
    expect(await azure.deletionRefusals(types.key, closed)).toContainEqual(
      expect.stringContaining("ForbiddenByConnection"),
    );
    expect(await azure.deletionRefusals(types.key, free)).toEqual([]);
    // With its vault it goes without a call to the vault.
    expect(await azure.deletionRefusals(types.vault, vault)).toEqual([]);
    expect(azure.store.get(types.key, closed.id)).toBeUndefined();
    expect(await azure.deletionRefusals(types.vault, open)).toEqual([]);
  });

  it("lets all that a group holds go with it, at any depth, and keeps the names that can be recovered", async () => {
    await azure.make(types.containerApp, await azure.app());
    await azure.vault();
    const other = await azure.make(types.resourceGroup, {
      resourceGroupName: "other",
      location: "westeurope",
    });
    const id = azure.store.list(types.resourceGroup).find((each) => each.id !== other.id)?.id ?? "";
    expect(
      await azure.deletionRefusals(types.resourceGroup, await azure.made(types.resourceGroup, id)),
    ).toEqual([]);
    expect(azure.store.list().map((each) => each.id)).toEqual([other.id]);
    expect(azure.store.listDeleted(types.vault, "global")).toHaveLength(1);
    await azure.group();
    await expect(azure.vault()).rejects.toThrow("exists in deleted state");
    await azure.vault({ createMode: "recover" });
  });
});

describe("changes that the local Azure refuses", () => {
  let azure: Azure;
  beforeEach(() => {
    azure = new Azure();
  });
  afterEach(() => {
    azure.close();
  });
  const inputsOf = (type: string) => azure.store.list(type)[0]?.inputs ?? {};

  it("moves no subnet that is in use, and takes no delegation away", async () => {
    await azure.environment();
    const old = inputsOf(types.subnet);
    const subnet = await azure.made(types.subnet, azure.store.list(types.subnet)[0]?.id ?? "");
    const refusals = (changes: object) =>
      azure.updateRefusals(types.subnet, subnet, old, { ...old, ...changes });
    expect(await refusals({ addressPrefix: "10.0.8.0/24" })).toContainEqual(
      expect.stringContaining("InUseSubnetCannotBeUpdated"),
    );
    expect(await refusals({ delegations: [] })).toContainEqual(
      expect.stringContaining("SubnetMissingRequiredDelegation"),
    );
    expect(await refusals({ privateEndpointNetworkPolicies: "Enabled" })).toEqual([]);
  });

  it("keeps the addresses of subnets in their network, and both styles of subnets apart", async () => {
    await azure.subnet("app", "10.0.1.0/24");
    const old = inputsOf(types.virtualNetwork);
    const network = await azure.made(
      types.virtualNetwork,
      azure.store.list(types.virtualNetwork)[0]?.id ?? "",
    );
    const refusals = (changes: object) =>
      azure.updateRefusals(types.virtualNetwork, network, old, { ...old, ...changes });
    expect(await refusals({ addressSpace: { addressPrefixes: ["10.1.0.0/16"] } })).toContainEqual(
      expect.stringContaining("InUsePrefixCannotBeDeleted"),
    );
    expect(await refusals({ subnets: [{ name: "new", addressPrefix: "10.0.2.0/24" }] })).toContainEqual(
      expect.stringContaining("a list here deletes those that it lacks"),
    );
    expect(await refusals({ tags: { team: "web" } })).toEqual([]);
  });

  it("keeps purge protection and the days of recovery", async () => {
    const vault = await azure.vault();
    const old = inputsOf(types.vault);
    const { enablePurgeProtection, ...unprotected } = record(old["properties"]);
    const refusals = (properties: Properties) =>
      azure.updateRefusals(types.vault, vault, old, { ...old, properties });
    expect(await refusals(unprotected)).toContainEqual(expect.stringContaining("irreversible"));
    const kept = { ...unprotected, enablePurgeProtection: enablePurgeProtection ?? false };
    expect(await refusals({ ...kept, softDeleteRetentionInDays: 30 })).toContainEqual(
      expect.stringContaining("can't be modified"),
    );
    expect(await refusals({ ...kept, publicNetworkAccess: "Disabled" })).toEqual([]);
  });

  it("gives a revision's name to one template only", async () => {
    const right = await azure.app();
    const inputs = { ...right, template: { ...record(right["template"]), revisionSuffix: "v1" } };
    const app = await azure.make(types.containerApp, inputs);
    const refusals = (template: Properties) =>
      azure.updateRefusals(types.containerApp, app, inputs, { ...inputs, template });
    const scaled = { ...record(inputs.template), scale: { minReplicas: 1, maxReplicas: 3 } };
    expect(await refusals(scaled)).toContainEqual(expect.stringContaining("RevisionSuffixInUse"));
    expect(await refusals({ ...scaled, revisionSuffix: "v2" })).toEqual([]);
  });
});
