import { containing, valueOf, remembered } from "../mocks";
import { stack } from "./stores";

const cluster = remembered(() => stack().cluster);

describe("the environment", () => {
  test("lies in the services' subnet and spans the zones as the network does", async () => {
    expect((await cluster({})).named("cluster-env").inputs).toMatchObject({
      vnetConfiguration: { infrastructureSubnetId: containing("/subnets/network-services"), internal: false },
      workloadProfiles: [{ name: "Consumption", workloadProfileType: "Consumption" }],
      zoneRedundant: true,
    });
  });

  test("encrypts what its nodes say to each other", async () => {
    expect((await cluster({})).named("cluster-env").inputs["peerTrafficConfiguration"]).toEqual({
      encryption: { enabled: true },
    });
  });

  test("sends what containers write to the stack's workspace, without a key", async () => {
    const recording = await cluster({});
    expect(recording.named("cluster-env").inputs["appLogsConfiguration"]).toEqual({
      destination: "azure-monitor",
    });
    expect(recording.named("cluster-logs").inputs).toMatchObject({
      workspaceId: containing("/workspaces/scope-logs"),
      logs: [
        { category: "ContainerAppConsoleLogs", enabled: true },
        { category: "ContainerAppSystemLogs", enabled: true },
      ],
    });
  });

  test("reads secrets from inside the network", async () => {
    const recording = await cluster({});
    expect(recording.named("cluster-vault").inputs).toMatchObject({
      subnet: { id: containing("/subnets/network-endpoints") },
      privateLinkServiceConnections: [
        { privateLinkServiceId: containing("/vaults/data-key-"), groupIds: ["vault"] },
      ],
    });
    expect(recording.named("cluster-vault-dns").inputs).toMatchObject({
      privateDnsZoneConfigs: [
        { privateDnsZoneId: containing("/privateDnsZones/privatelink.vaultcore.azure.net") },
      ],
    });
  });

  test("says by which name its apps will be known", async () => {
    const { result } = await cluster({});
    expect(await valueOf(result.environment.defaultDomain)).toMatch(/\.westeurope\.azurecontainerapps\.io$/);
  });
});
