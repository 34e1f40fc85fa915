import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SmallProgram } from "./small-program";

/** Wrong Azure programs under the real engine and the local Azure's plugin: what a user of the CLI gets to read. */
const root = mkdtempSync(join(tmpdir(), "azure-mistakes-"));
let small: SmallProgram;

const head = `
  const app = require("@pulumi/azure-native/app"); const keyvault = require("@pulumi/azure-native/keyvault");
  const network = require("@pulumi/azure-native/network"); const storage = require("@pulumi/azure-native/storage");
  const postgresql = require("@pulumi/azure-native/dbforpostgresql");
  const authorization = require("@pulumi/azure-native/authorization");
  const { ResourceGroup } = require("@pulumi/azure-native/resources");
  const { Provider } = require("@pulumi/azure-native/provider");
  const opts = { provider: new Provider("azure", { location: "westeurope" }) };
  const group = new ResourceGroup("stack", {}, opts);
  const here = { resourceGroupName: group.name };
  const vnet = () => new network.VirtualNetwork("net", { ...here, addressSpace: { addressPrefixes: ["10.0.0.0/16"] } }, opts);
  const subnet = (name, net, addressPrefix, dependsOn = []) =>
    new network.Subnet(name, { ...here, virtualNetworkName: net.name, addressPrefix }, { ...opts, dependsOn });
  const server = (inputs) => new postgresql.Server("main", { ...here, serverName: "main-1a2b", version: "17",
    sku: { name: "Standard_D2ds_v5", tier: "GeneralPurpose" }, storage: { storageSizeGB: 32 },
    administratorLogin: "platform", administratorLoginPassword: "Correct-horse-battery-1", ...inputs }, opts);
  const container = (cpu, memory) => ({ name: "api", image: "registry.example.com/api:1", resources: { cpu, memory } });`;

function pulumi(command: "preview" | "up", program: string) {
  small.write(head + program);
  return command === "up" ? small.up() : small.pulumi([command]);
}

beforeAll(async () => {
  small = await SmallProgram.open(root);
}, 300_000);

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe("mistakes of Azure engineers under the real engine", () => {
  jest.setTimeout(180_000);

  const previewed = [
    [
      "a storage account's name with a hyphen",
      `new storage.StorageAccount("records", { ...here, accountName: "stack-records", kind: "StorageV2",
        sku: { name: "Standard_ZRS" } }, opts);`,
      ["accountName", "lower-case letters and digits"],
    ],
    [
      "a text where it wants yes or no",
      `new storage.StorageAccount("typing", { ...here, kind: "StorageV2", sku: { name: "Standard_ZRS" },
        enableHttpsTrafficOnly: "yes" }, opts);`,
      ["enableHttpsTrafficOnly", "boolean"],
    ],
    [
      "CPU and memory that do not go together",
      `new app.ContainerApp("api", { ...here, environmentId: "/subscriptions/0", template: { containers: [container(0.5, "2Gi")] } }, opts);`,
      ["template.containers", "ContainerAppInvalidResourceTotal"],
    ],
    [
      "least replicas above the most",
      `new app.ContainerApp("busy", { ...here, environmentId: "/subscriptions/0", template: { containers: [container(0.5, "1Gi")],
        scale: { minReplicas: 5, maxReplicas: 2 } } }, opts);`,
      ["template.scale.minReplicas", "must be at most maxReplicas"],
    ],
    [
      "an identity that is not named",
      `new app.ContainerApp("anonymous", { ...here, environmentId: "/subscriptions/0", identity: { type: "UserAssigned" },
        template: { containers: [container(0.5, "1Gi")] } }, opts);`,
      ["identity.userAssignedIdentities", "needs at least one identity"],
    ],
    [
      "a vault without purge protection",
      `new keyvault.Vault("keys", { ...here, properties: { tenantId: "00000000-0000-4000-8000-000000000002",
        sku: { family: "A", name: "standard" }, enableRbacAuthorization: true, enablePurgeProtection: false } }, opts);`,
      ["properties.enablePurgeProtection", "cannot be set to false"],
    ],
    [
      "copies of backups out of a region without",
      `server({ location: "westus3", backup: { backupRetentionDays: 7, geoRedundantBackup: "Enabled" } });`,
      ["backup.geoRedundantBackup", "GeoRedundantBackupNotSupported"],
    ],
    [
      "a role assignment whose name is no GUID",
      `new authorization.RoleAssignment("reader", { roleAssignmentName: "reader", principalType: "ServicePrincipal", principalId: "00000000-0000-4000-8000-000000000003",
        scope: group.id, roleDefinitionId: "/subscriptions/00000000-0000-4000-8000-000000000001/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7" }, opts);`,
      ["roleAssignmentName", "is shorter than 36 characters"],
    ],
    [
      "a subnet of eight addresses too few",
      `subnet("tiny", vnet(), "10.0.0.0/30");`,
      ["addressPrefix", "NetcfgInvalidSubnet"],
    ],
  ] as const;

  it.each(previewed)("refuses %s in a preview", async (_, program, words) => {
    const { exitCode, stdout, stderr } = await pulumi("preview", program);
    for (const each of words) expect(stdout + stderr).toContain(each);
    expect(exitCode).not.toBe(0);
  });

  it("refuses subnets that overlap, makes the rest, and converges once they are mended", async () => {
    const two = (second: string): string =>
      `const net = vnet(); subnet("b", net, "${second}", [subnet("a", net, "10.0.0.0/20")]);`;
    const failed = await pulumi("up", two("10.0.8.0/24"));
    expect(failed.exitCode).not.toBe(0);
    expect(failed.stdout + failed.stderr).toContain("NetcfgSubnetRangesOverlap");
    const mended = await pulumi("up", two("10.0.16.0/24"));
    expect(mended.stdout + mended.stderr).not.toContain("error");
    expect(mended.exitCode).toBe(0);
  });

  it("refuses to change two subnets of a network at once", async () => {
    const { exitCode, stdout, stderr } = await pulumi(
      "up",
      `const net = vnet(); for (const n of [1, 2, 3, 4]) subnet("at-once-" + n, net, "10.0." + n * 32 + ".0/24");`,
    );
    expect(stdout + stderr).toContain("AnotherOperationInProgress");
    expect(exitCode).not.toBe(0);
  });
});
