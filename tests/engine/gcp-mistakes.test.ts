import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SmallProgram } from "./small-program";

/** Wrong programs for Google Cloud under the real engine and the local Google's plugin: what a user of the CLI gets to read. */
const root = mkdtempSync(join(tmpdir(), "gcp-mistakes-"));
let small: SmallProgram;

const head = `
  const cloudrun = require("@pulumi/gcp/cloudrunv2"); const compute = require("@pulumi/gcp/compute");
  const projects = require("@pulumi/gcp/projects");
  const secretmanager = require("@pulumi/gcp/secretmanager"); const sql = require("@pulumi/gcp/sql");
  const serviceaccount = require("@pulumi/gcp/serviceaccount"); const storage = require("@pulumi/gcp/storage");
  const { Provider } = require("@pulumi/gcp/provider");
  const provider = new Provider("gcp", { project: "mistakes", region: "europe-west1" });
  const on = (...names) => ({ provider, dependsOn: names.map((name) =>
    new projects.Service(name, { service: name + ".googleapis.com", disableOnDestroy: false }, { provider })) });
  const image = "europe-docker.pkg.dev/mistakes/images/api@sha256:${"a".repeat(64)}";
  const service = (template, container = {}) => new cloudrun.Service("api", { location: "europe-west1",
    template: { ...template, containers: [{ image, ...container }] } }, on("run"));
  const database = (settings, rest = {}) => new sql.DatabaseInstance("main", { databaseVersion: "POSTGRES_17", ...rest,
    settings: { tier: "db-custom-1-3840", edition: "ENTERPRISE", ...settings } }, on("sqladmin"));`;

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

describe("mistakes of Google Cloud engineers under the real engine", () => {
  jest.setTimeout(180_000);

  it.each([
    [
      "a network's name with capitals",
      `new compute.Network("main", { name: "Main" }, on("compute"));`,
      ["name 'Main' may only have lower-case letters, digits and hyphens"],
    ],
    [
      "a service account id of 31 characters",
      `new serviceaccount.Account("api", { accountId: "${"a".repeat(31)}" }, on("iam"));`,
      ["accountId 'aaa", "is longer than 30 characters (31)"],
    ],
    [
      "labels with capitals",
      `new secretmanager.Secret("key", { secretId: "key", replication: { auto: {} }, labels: { Owner: "api" } }, on("secretmanager"));`,
      ["labels", "Owner"],
    ],
    [
      "a minimum over the maximum of instances",
      `service({ scaling: { minInstanceCount: 20, maxInstanceCount: 10 } });`,
      ["template.scaling.maxInstanceCount must be greater or equal than min_instance_count (20)"],
    ],
    [
      "a start of more than four minutes",
      `service({}, { startupProbe: { httpGet: { path: "/ready" }, periodSeconds: 10, failureThreshold: 30 } });`,
      ["template.containers[0].startupProbe.failureThreshold ", "at most 240 seconds, not 300"],
    ],
    [
      "a flag of PostgreSQL set to true",
      `database({ databaseFlags: [{ name: "log_connections", value: "true" }] });`,
      ["settings.databaseFlags[0].value ", "is on or off, not 'true'"],
    ],
    [
      "two weeks of points in time in the Enterprise edition",
      `database({ backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true, transactionLogRetentionDays: 14 } });`,
      ["settings.backupConfiguration.transactionLogRetentionDays ", "must be between 1 and 7"],
    ],
    [
      "a limit of growth below the disk's size",
      `database({ diskSize: 20, diskAutoresizeLimit: 10 });`,
      ["settings.diskAutoresizeLimit ", "at least the disk's size (20 GB)"],
    ],
    [
      "a bucket's name with capitals",
      `new storage.Bucket("data", { name: "Data-of-mistakes", location: "EUROPE-WEST1" }, { provider });`,
      ["name 'Data-of-mistakes'", "lower-case"],
    ],
    ["a property that the type does not have", `database({ diskSizeGb: 20 });`, ["settings.diskSizeGb"]],
  ])("refuses %s in a preview", async (_, program, words) => {
    const { exitCode, stdout, stderr } = await pulumi("preview", program);
    for (const each of words) expect(stdout + stderr).toContain(each);
    expect(exitCode).not.toBe(0);
  });

  it.each([
    [
      "an interface that nobody switched on",
      `new compute.Network("main", { name: "main" }, { provider });`,
      ["enable compute.googleapis.com with a projects.Service that this depends on"],
    ],
    [
      "a private database in a network without private services access",
      `const network = new compute.Network("main", { autoCreateSubnetworks: false }, on("compute"));
       database({ ipConfiguration: { ipv4Enabled: false, privateNetwork: network.id } });`,
      ["settings.ipConfiguration.privateNetwork", "services connection"],
    ],
  ])("refuses %s in an update", async (_, program, words) => {
    const { exitCode, stdout, stderr } = await pulumi("up", program);
    for (const each of words) expect(stdout + stderr).toContain(each);
    expect(exitCode).not.toBe(0);
  });

  it("refuses subnets that overlap, makes the rest, and converges once they are mended", async () => {
    const two = (second: string): string => `
      const opts = on("compute");
      const network = new compute.Network("main", { autoCreateSubnetworks: false }, opts).id;
      const subnet = (name, ipCidrRange, dependsOn) =>
        new compute.Subnetwork(name, { network, ipCidrRange }, { provider, dependsOn });
      // One after the other: of two at once, either may be the one that is refused.
      subnet("b", "${second}", [subnet("a", "10.0.0.0/20", [])]);`;
    const failed = await pulumi("up", two("10.0.8.0/24"));
    expect(failed.exitCode).not.toBe(0);
    expect(failed.stdout + failed.stderr).toMatch(/ipCidrRange: .*(overlap|conflict)/i);
    const mended = await pulumi("up", two("10.0.16.0/24"));
    expect(mended.stdout + mended.stderr).not.toContain("error");
    expect(mended.exitCode).toBe(0);
  });
});
