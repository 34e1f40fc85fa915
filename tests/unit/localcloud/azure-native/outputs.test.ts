import { subscription, tenant } from "../../../../localcloud/azure-native/subscription";
import { types } from "../../../../localcloud/azure-native/types";
import { record } from "../../../../localcloud/reading";
import { UNKNOWN } from "../../../../localcloud/values";
import { Azure, container, group, here } from "./azure";
import { customerKey } from "./parts";

const base = `/subscriptions/${subscription}/resourceGroups/${group}/providers`;

describe("what the local Azure gives back", () => {
  let azure: Azure;
  beforeEach(async () => {
    azure = new Azure();
    await azure.group();
  });
  afterEach(() => {
    azure.close();
  });

  it("has Azure's ids, types and interface versions", async () => {
    const { id, outputs } = await azure.make(types.virtualNetwork, {
      ...here,
      virtualNetworkName: "net",
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    });
    expect(id).toBe(`${base}/Microsoft.Network/virtualNetworks/net`);
    expect(outputs).toMatchObject({
      name: "net",
      type: "Microsoft.Network/virtualNetworks",
      azureApiVersion: "2024-05-01",
      provisioningState: "Succeeded",
    });
  });

  it("takes a location as it is written, and the group's where none is given", async () => {
    const spaced = await azure.make(types.identity, { resourceGroupName: group, location: "North Europe" });
    expect(spaced.outputs["location"]).toBe("northeurope");
    const none = await azure.make(types.identity, { resourceGroupName: group });
    expect(none.outputs["location"]).toBe("westeurope");
  });

  it("fills in no location where the type takes none", async () => {
    await azure.vault();
    const secret = {
      resourceGroupName: group,
      vaultName: "vault-1",
      secretName: "a",
      properties: { value: "x" },
    };
    const naming = { seed: undefined, autonaming: undefined };
    const { inputs } = await azure.provider.check({ type: types.secret, name: "a" }, {}, secret, naming);
    expect(inputs).toEqual(secret);
  });

  it("leaves a location open while the group's name is", async () => {
    const { inputs } = await azure.provider.check(
      { type: types.identity, name: "user" },
      {},
      { resourceGroupName: UNKNOWN },
      { seed: undefined, autonaming: undefined },
    );
    expect(inputs["location"]).toBe(UNKNOWN);
  });

  it.each([
    ["a random end where it lies in a group", types.virtualNetwork, "virtualNetworkName", /^it[0-9a-f]{8}$/],
    ["the logical name as it is where it lies deeper", types.subnet, "subnetName", /^it$/],
    ["a random end for a host of Front Door", types.frontDoorEndpoint, "endpointName", /^it[0-9a-f]{8}$/],
    [
      "a GUID for a role assignment",
      types.roleAssignment,
      "roleAssignmentName",
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    ],
  ])("names as the provider does: %s", async (_, type, property, pattern) => {
    const naming = { seed: new Uint8Array([7]), autonaming: undefined };
    const { inputs } = await azure.provider.check({ type, name: "it" }, {}, {}, naming);
    expect(inputs[property]).toMatch(pattern);
    const again = await azure.provider.check({ type, name: "it" }, inputs, {}, naming);
    expect(again.inputs[property]).toBe(inputs[property]);
  });

  it("replaces when the location or a name changes, a name that was given before its successor is made", async () => {
    const subject = { type: types.identity, name: "user" };
    const old = { resourceGroupName: group, resourceName: "user", location: "westeurope" };
    const moved = await azure.provider.diff(subject, old, { ...old, location: "northeurope" }, []);
    expect(moved.changes.map(({ path, replace }) => [path, replace])).toEqual([["location", true]]);
    expect(moved.deleteBeforeReplace).toBe(true);
    const renamed = await azure.provider.diff(subject, old, { ...old, resourceName: "other" }, []);
    expect(renamed.changes.map(({ replace }) => replace)).toEqual([true]);
    expect(renamed.deleteBeforeReplace).toBe(false);
  });

  it("never gives a secret's value back, and another address for another value", async () => {
    const vault = await azure.vault();
    const secret = {
      resourceGroupName: group,
      vaultName: vault.outputs["name"] ?? "",
      secretName: "api-key",
    };
    const first = await azure.make(types.secret, { ...secret, properties: { value: "canary-value-1" } });
    expect(JSON.stringify(azure.store.list())).not.toContain("canary-value-1");
    expect(JSON.stringify(first.outputs)).not.toContain("canary-value-1");
    const { outputs } = first;
    const old = { ...secret, properties: { value: "canary-value-1" } };
    const next = await azure.provider.update(
      { type: types.secret, name: "it" },
      first.id,
      outputs,
      old,
      { ...secret, properties: { value: "canary-value-2" } },
      false,
    );
    const address = (of: unknown): unknown =>
      (of as { properties: { secretUriWithVersion: string } }).properties.secretUriWithVersion;
    expect(address(outputs)).toMatch(
      /^https:\/\/[a-z0-9-]+\.vault\.azure\.net\/secrets\/api-key\/[0-9a-f]{32}$/,
    );
    expect(address(next)).not.toBe(address(outputs));
  });

  it("reads back what was given, without what the cloud adds within it", async () => {
    const vault = await azure.vault();
    const stored = azure.store.get(types.vault, vault.id);
    const given = stored?.inputs ?? {};
    const read = await azure.provider.read({ type: types.vault, name: "it" }, vault.id, vault.outputs, given);
    expect(read?.inputs).toEqual(given);
    expect(read?.outputs["properties"]).toHaveProperty("vaultUri");
  });

  it("says whose credentials they are", async () => {
    const client = await azure.provider.invoke("azure-native:authorization:getClientConfig", {});
    expect(client).toMatchObject({ subscriptionId: subscription, tenantId: tenant });
  });

  it("makes a new revision with each template, and keeps it otherwise", async () => {
    const inputs = await azure.app();
    const made = await azure.make(types.containerApp, inputs);
    const update = (changed: object) =>
      azure.provider.update(
        { type: types.containerApp, name: "it" },
        made.id,
        made.outputs,
        inputs,
        { ...inputs, ...changed },
        false,
      );
    const { latestRevisionName } = made.outputs;
    expect(latestRevisionName).toMatch(/^api--[0-9a-f]{7}$/);
    expect((await update({ tags: { a: "b" } }))["latestRevisionName"]).toBe(latestRevisionName);
    const scaled = await update({ template: { ...record(inputs["template"]), scale: { maxReplicas: 3 } } });
    expect(scaled["latestRevisionName"]).not.toBe(latestRevisionName);
    expect(made.outputs["configuration"]).toHaveProperty("ingress.fqdn");
  });

  it("says the location of what is told none, without making it an input", async () => {
    const inputs = {
      resourceGroupName: group,
      vaultName: "vault",
      secretName: "token",
      properties: { value: "open" },
    };
    const subject = { type: types.secret, name: "token" };
    const naming = { seed: undefined, autonaming: undefined };
    const checked = await azure.provider.check(subject, {}, inputs, naming);
    expect(checked.inputs).toEqual(inputs);
    await customerKey(azure);
    const made = await azure.make(types.secret, { ...inputs, vaultName: "data-vault" });
    expect(made.outputs["location"]).toBe("westeurope");
  });

  it.each([
    ["unready", "the startup probe got no answer"],
    ["crashing", "terminated with exit code 1"],
  ])("leaves the revision before in its place when the newest is %s", async (fault, words) => {
    const ask = () =>
      azure.provider.invoke("azure-native:app:getContainerApp", {
        resourceGroupName: group,
        containerAppName: "api",
      });
    await expect(ask()).rejects.toThrow("ResourceNotFound");
    const inputs = await azure.app();
    const made = await azure.make(types.containerApp, inputs);
    const first = made.outputs["latestRevisionName"];
    expect(await ask()).toMatchObject({ latestRevisionName: first, latestReadyRevisionName: first });
    const broken = { ...container, image: `registry.example.com/api-${fault}:2` };
    const changed = { ...inputs, template: { containers: [broken] } };
    expect(await azure.updateRefusals(types.containerApp, made, inputs, changed)).toEqual([]);
    const now = await ask();
    expect(now["latestReadyRevisionName"]).toBe(first);
    expect(now["latestRevisionName"]).not.toBe(first);
    expect(now["deploymentErrors"]).toContain(words);
  });

  it("makes no revision of an image that can't be pulled", async () => {
    const inputs = await azure.app();
    const made = await azure.make(types.containerApp, inputs);
    const broken = { ...container, image: "registry.example.com/api-unpullable:2" };
    const changed = { ...inputs, template: { containers: [broken] } };
    expect(await azure.updateRefusals(types.containerApp, made, inputs, changed)).toEqual([
      expect.stringContaining("MANIFEST_UNKNOWN"),
    ]);
    const { outputs } = await azure.made(types.containerApp, made.id);
    expect(outputs["latestRevisionName"]).toBe(made.outputs["latestRevisionName"]);
  });

  it("says a key's version as it is, when the vault has made a new one", async () => {
    const { vault } = await customerKey(azure);
    const [stored] = azure.store.list(types.key);
    if (stored === undefined) throw new Error("there is no key");
    const newest = `${vault}keys/key/${"0".repeat(32)}`;
    azure.store.put({ ...stored, outputs: { ...stored.outputs, keyUriWithVersion: newest } });
    const ask = (keyName: string) =>
      azure.provider.invoke("azure-native:keyvault:getKey", {
        resourceGroupName: group,
        vaultName: "data-vault",
        keyName,
      });
    expect(await ask("key")).toMatchObject({ keyUriWithVersion: newest });
    await expect(ask("other")).rejects.toThrow("KeyNotFound");
  });
});
