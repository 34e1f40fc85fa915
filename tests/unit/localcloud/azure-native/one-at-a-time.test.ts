import { types } from "../../../../localcloud/azure-native/types";
import { Azure, group, location } from "./azure";
import { server } from "./parts";

// A first look at a type reads the SDK.
jest.setTimeout(60_000);

const busy = "AnotherOperationInProgress";

describe("what the local Azure changes one at a time", () => {
  let azure: Azure;
  beforeEach(async () => {
    azure = new Azure();
    await azure.group();
  });
  afterEach(() => {
    azure.close();
  });

  const subnet = (subnetName: string, addressPrefix: string, virtualNetworkName = "net") =>
    azure.refusals(types.subnet, { resourceGroupName: group, virtualNetworkName, subnetName, addressPrefix });

  it("refuses a second change of a network's subnets, until the first is over", async () => {
    await azure.network();
    const answers = await Promise.all([subnet("a", "10.0.0.0/24"), subnet("b", "10.0.1.0/24")]);
    expect(answers.map((refusals) => refusals.length).sort()).toEqual([0, 1]);
    expect(answers.flat()).toEqual([expect.stringContaining(busy)]);
    expect(await subnet("c", "10.0.2.0/24")).toEqual([]);
  });

  it("refuses to delete two at once", async () => {
    const made = [await azure.subnet("a", "10.0.0.0/24"), await azure.subnet("b", "10.0.1.0/24")];
    const answers = await Promise.all(made.map((each) => azure.deletionRefusals(types.subnet, each)));
    expect(answers.flat()).toEqual([expect.stringContaining(busy)]);
  });

  it("changes two networks at once", async () => {
    await azure.network();
    await azure.network({ virtualNetworkName: "other" });
    const answers = await Promise.all([subnet("a", "10.0.0.0/24"), subnet("a", "10.0.0.0/24", "other")]);
    expect(answers).toEqual([[], []]);
  });

  it("refuses a second change of a database server", async () => {
    await server(azure);
    const set = (configurationName: string) =>
      azure.refusals("azure-native:dbforpostgresql:Configuration", {
        resourceGroupName: group,
        serverName: "main",
        configurationName,
        value: "on",
        source: "user-override",
      });
    const answers = await Promise.all([set("log_checkpoints"), set("log_lock_waits")]);
    expect(answers.flat()).toEqual([expect.stringContaining(busy)]);
  });

  it("refuses a second change of the subscription's plans", async () => {
    const plan = (deploymentName: string, name: string) =>
      azure.refusals("azure-native:resources:DeploymentAtSubscriptionScope", {
        deploymentName,
        location,
        properties: { mode: "Incremental", template: template(name) },
      });
    const answers = await Promise.all([plan("a", "Containers"), plan("b", "CloudPosture")]);
    expect(answers.flat()).toEqual([expect.stringContaining(busy)]);
  });
});

const template = (name: string) => ({
  $schema: "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  resources: [
    {
      type: "Microsoft.Security/pricings",
      apiVersion: "2024-01-01",
      name,
      properties: { pricingTier: "Standard" },
    },
  ],
});
