import { types } from "../../../../localcloud/gcp/types";
import { rules } from "../../../../localcloud/gcp";
import { shown } from "../../../../localcloud/reading";
import type { Properties } from "../../../../localcloud/rules";
import { unwrap } from "../../../../localcloud/values";
import { catalog, Google, number, project, region } from "./google";

const plain = (outputs: Properties): Properties => unwrap(outputs).properties;

describe("what the local Google Cloud gives back", () => {
  let google: Google;
  beforeEach(() => {
    google = new Google({ defaultLabels: { owner: "platform", environment: "dev" } });
  });
  afterEach(() => {
    google.close();
  });

  it("has the form of Google's ids and links", async () => {
    const { id, subnet } = await google.network({ services: false });
    expect([id, subnet]).toEqual([
      "projects/local-project/global/networks/main",
      "projects/local-project/regions/europe-west1/subnetworks/services",
    ]);
    const { outputs } = await google.made(types.subnetwork, subnet);
    expect(outputs).toMatchObject({
      selfLink: `https://www.googleapis.com/compute/v1/${subnet}`,
      gatewayAddress: "10.0.0.1",
      project,
      region,
    });
    const account = await google.make(types.serviceAccount, { accountId: "api-account" });
    const email = "api-account@local-project.iam.gserviceaccount.com";
    expect(account.outputs).toMatchObject({
      id: `projects/local-project/serviceAccounts/${email}`,
      email,
      member: `serviceAccount:${email}`,
    });
    expect(await google.key(region)).toBe(
      `projects/local-project/locations/${region}/keyRings/ring-0/cryptoKeys/key`,
    );
    const repository = { repositoryId: "images", format: "DOCKER" };
    expect((await google.make(types.repository, repository)).outputs).toMatchObject({
      id: `projects/local-project/locations/${region}/repositories/images`,
      location: region,
      registryUri: `${region}-docker.pkg.dev/local-project/images`,
    });
    const grant = { project, role: "roles/viewer", member: `serviceAccount:${email}` };
    expect((await google.make(types.projectMember, grant)).id).toBe(
      `local-project/roles/viewer/serviceAccount:${email}`,
    );
  });

  it("names what has no name after its logical name, where the provider does", async () => {
    const network = await google.make(types.network, { autoCreateSubnetworks: false });
    expect(network.outputs["name"]).toMatch(/^it-\d+-[0-9a-f]{7}$/);
    const account = await google.make(types.serviceAccount, {});
    expect(account.outputs["accountId"]).toMatch(/^it-\d+-[0-9a-f]{7}$/);
    expect(account.outputs["email"]).toBe(
      `${shown(account.outputs["accountId"])}@local-project.iam.gserviceaccount.com`,
    );
    expect(await google.refusals(types.repository, { format: "DOCKER" })).toEqual([
      "repositoryId: is required, but was not given",
    ]);
  });

  it("has the provider's labels below the resource's own", async () => {
    const inputs = { secretId: "api-key", replication: { auto: {} }, labels: { owner: "api" } };
    const made = await google.make(types.secret, inputs);
    const labels = { owner: "api", environment: "dev", "goog-pulumi-provisioned": "true" };
    expect(plain(made.outputs)).toMatchObject({
      labels: { owner: "api" },
      effectiveLabels: labels,
      pulumiLabels: labels,
    });
    const { changes } = await google.provider.diff(
      { type: types.secret, name: "it" },
      inputs,
      inputs,
      [],
      made.outputs,
    );
    expect(changes).toEqual([]);
  });

  it("refuses labels of the provider that Google does not take", async () => {
    const other = new Google({ defaultLabels: { Environment: "dev" } });
    expect(await other.refusals(types.keyRing, { location: region, name: "ring" })).toEqual([]);
    const key = { keyRing: `projects/local-project/locations/${region}/keyRings/ring`, labels: {} };
    expect(await other.refusals(types.key, key)).toEqual([
      "labels.Environment: 'Environment' is no label key: 1 to 63 lower-case letters, digits, _ and -, beginning with a letter",
    ]);
    other.close();
  });

  it("counts a secret's versions up, and never gives a number twice", async () => {
    const { id, version } = await google.secret("api-key");
    expect(version).toBe("1");
    const second = await google.make(types.secretVersion, { secret: id, secretData: "battery-horse" });
    expect(second.id).toBe(`projects/${number}/secrets/api-key/versions/2`);
    expect(second.outputs["name"]).toBe(second.id);
    expect(await google.deletionRefusals(types.secretVersion, second)).toEqual([]);
    const third = await google.make(types.secretVersion, { secret: id, secretData: "staple-correct" });
    expect(third.outputs["version"]).toBe("3");
    expect(JSON.stringify(google.store.list(types.secretVersion))).not.toContain("staple-correct");
  });

  it("gives out public addresses, and free ranges of a network", async () => {
    const { id: network } = await google.network({ services: false });
    const { outputs } = await google.make(types.globalAddress, { name: "entry" });
    expect(outputs["address"]).toMatch(/^34(\.\d{1,3}){3}$/);
    const internal = { network, purpose: "VPC_PEERING", addressType: "INTERNAL", prefixLength: 20 };
    const ranges = [
      await google.make(types.globalAddress, { ...internal, name: "one" }),
      await google.make(types.globalAddress, { ...internal, name: "two" }),
    ];
    expect(ranges.map((range) => range.outputs["address"])).toEqual(["10.0.16.0", "10.0.32.0"]);
  });

  it("makes one DNS record that proves a domain", async () => {
    const { outputs } = await google.make(types.dnsAuthorization, { domain: "api.example.com" });
    expect(outputs["dnsResourceRecords"]).toEqual([
      {
        name: "_acme-challenge.api.example.com.",
        type: "CNAME",
        data: expect.stringMatching(/^[0-9a-f]{32}\.\d\.authorize\.certificatemanager\.goog\.$/) as unknown,
      },
    ]);
  });

  it("keeps a service's own account, and what is switched on, when they are deleted", async () => {
    await google.enableApi("sqladmin.googleapis.com");
    const identity = await google.make(types.serviceIdentity, { service: "sqladmin.googleapis.com" });
    const email = `service-${number}@gcp-sa-cloud-sql.iam.gserviceaccount.com`;
    expect(identity.outputs).toMatchObject({ email, member: `serviceAccount:${email}` });
    expect(await google.deletionRefusals(types.serviceIdentity, identity)).toEqual([]);
    expect(google.store.list(types.serviceIdentity)).toEqual([]);
    expect(await google.make(types.serviceIdentity, { service: "sqladmin.googleapis.com" })).toEqual(
      identity,
    );
  });

  it("answers for the project, who asks, and zones", async () => {
    const ask = (token: string, inputs: Properties = {}) => google.provider.invoke(token, inputs);
    expect(await ask("gcp:organizations/getProject:getProject")).toMatchObject({
      projectId: project,
      number,
    });
    expect(await ask("gcp:organizations/getClientConfig:getClientConfig")).toMatchObject({ project, region });
    await google.make(types.managedZone, { name: "ours", dnsName: "ours.example." });
    const { managedZones } = await ask("gcp:dns/getManagedZones:getManagedZones");
    const zones = (managedZones as Properties[]).map((zone) => [zone["name"], zone["dnsName"]]);
    expect(zones).toContainEqual(["ours", "ours.example."]);
    expect(zones).toContainEqual(["example-com", "example.com."]);
    expect(await ask("gcp:dns/getManagedZone:getManagedZone", { name: "ours" })).toMatchObject({
      dnsName: "ours.example.",
      visibility: "public",
    });
    await expect(ask("gcp:dns/getManagedZone:getManagedZone", { name: "theirs" })).rejects.toThrow(
      "there is no managed zone 'theirs'",
    );
  });

  it("names who pays for the project only where the interface for bills is on", async () => {
    const billingAccount = async () =>
      (await google.provider.invoke("gcp:organizations/getProject:getProject", {}))["billingAccount"];
    expect(await billingAccount()).toBe("");
    await google.enableApi("cloudbilling.googleapis.com");
    expect(await billingAccount()).toMatch(/^[0-9A-F]{6}(-[0-9A-F]{6}){2}$/);
  });

  it("has at most 100 service accounts", async () => {
    for (let count = 0; count < 100; count++)
      await google.make(types.serviceAccount, { accountId: `account-${String(count)}` });
    expect(await google.refusals(types.serviceAccount, { accountId: "one-more" })).toEqual([
      "Error 429: Maximum number of service accounts on project reached (100).",
    ]);
  }, 60_000);

  it("is of the project that the configuration or a resource names", async () => {
    const other = new Google({ project: "acme-prod" });
    expect((await other.make(types.network, { name: "main" })).id).toBe(
      "projects/acme-prod/global/networks/main",
    );
    const asked = await other.provider.invoke("gcp:organizations/getProject:getProject", {});
    expect(asked["projectId"]).toBe("acme-prod");
    const explicit = { name: "main", project: "acme-dev" };
    await other.make(types.service, { project: "acme-dev", service: "compute.googleapis.com" });
    expect((await other.make(types.network, explicit)).id).toBe("projects/acme-dev/global/networks/main");
    other.close();
  });
});

describe("an interface that is not enabled yet", () => {
  const modules = new Map(
    rules.resources.flatMap(({ type }) => {
      const module = type.split(":")[1]?.split("/")[0] ?? "";
      return ["projects", "logging", "monitoring", "storage"].includes(module)
        ? []
        : [[module, type] as const];
    }),
  );

  it.each([...modules])("is a refusal for %s", async (_, type) => {
    const google = new Google({}, /* switched on by itself */ false);
    const { schema } = (await catalog.find(type)) ?? {};
    const required = schema?.inputs.required ?? [];
    const inputs = Object.fromEntries(required.map((name) => [name, "x"]));
    try {
      await google.provider.create({ type, name: "it" }, inputs, false);
    } catch (error) {
      expect(String(error)).toMatch(
        /Error 403: .* API has not been used in project 123456789012 before or it is disabled: enable [a-z]+\.googleapis\.com/,
      );
      return;
    } finally {
      google.close();
    }
    throw new Error(`${type} was made`);
  });

  it("is none any more once it is, also when another stack lets go of it", async () => {
    const google = new Google({}, false);
    const network = { name: "main" };
    expect(await google.refusals(types.network, network)).toEqual([
      expect.stringContaining("Compute Engine API has not been used in project"),
    ]);
    const service = await google.make(types.service, { service: "compute.googleapis.com" });
    expect(await google.refusals(types.network, network)).toEqual([]);
    expect(await google.deletionRefusals(types.service, service)).toEqual([]);
    expect(await google.refusals(types.network, { name: "other" })).toEqual([]);
    google.close();
  });

  it("is one again when it was switched off on purpose", async () => {
    const google = new Google({}, false);
    const inputs = { service: "compute.googleapis.com", disableOnDestroy: true };
    const service = await google.make(types.service, inputs);
    await google.deletionRefusals(types.service, service);
    expect((await google.refusals(types.network, { name: "main" })).join()).toContain("it is disabled");
    google.close();
  });
});
