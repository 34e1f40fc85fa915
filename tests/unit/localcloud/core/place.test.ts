import type { CloudRules } from "../../../../localcloud/rules";
import { record } from "../../../../localcloud/reading";
import { secret as marked, shown, unwrap } from "../../../../localcloud/values";
import { catalogOf, Trial } from "../trial";

const network = "gcp:compute/network:Network";
const subnetwork = "gcp:compute/subnetwork:Subnetwork";
const secret = "gcp:secretmanager/secret:Secret";
const service = "gcp:projects/service:Service";
const links = ["id", "selfLink", "name"] as const;

/** A cloud whose ids name project and region, so that everything lives side by side. */
const rules: CloudRules = {
  package: "gcp",
  account: "ours",
  place: (inputs, configuration) => ({
    account: typeof inputs["project"] === "string" ? inputs["project"] : "ours",
    region: shown(inputs["region"] ?? configuration["region"] ?? "global"),
    partition: "all",
  }),
  regions: ["europe-west1", "europe-west3"],
  every: {
    check: (inputs, world, type) =>
      type !== service && world.all(service).length === 0 && inputs["description"] === "needs the interface"
        ? [{ path: "", reason: "SERVICE_DISABLED" }]
        : [],
    outputs: {
      effectiveLabels: ({ inputs }, world) => ({
        ...record(world.configuration["defaultLabels"]),
        ...record(inputs["labels"]),
      }),
    },
    compared: ["effectiveLabels"],
    harmless: ["effectiveLabels", "pulumiLabels"],
    immutable: ["project"],
  },
  resources: [
    {
      type: network,
      name: { property: "name", maximum: 63, pattern: /[a-z0-9-]+/, alphabet: "letters", unique: "id" },
      id: "projects/{account}/global/networks/{name}",
      outputs: { selfLink: "https://compute/{id}" },
    },
    {
      type: subnetwork,
      name: { property: "name", maximum: 63, pattern: /[a-z0-9-]+/, alphabet: "letters", unique: "id" },
      id: "projects/{account}/regions/{region}/subnetworks/{name}",
      references: [{ path: "network", to: network, by: links }],
      outputs: {
        description: ({ inputs }) => `Google says: ${shown(inputs["description"] ?? "")}`,
        logConfig: () => ({ metadata: "told to nobody" }),
      },
    },
    { type: secret, id: "projects/{account}/secrets/{secretId}" },
    {
      type: service,
      id: "{account}/{service}",
      shared: ({ inputs }) => inputs["disableOnDestroy"] !== true,
    },
  ],
  functions: [],
};

describe("a cloud whose ids name the region", () => {
  let cloud: Trial;
  const open = (configuration = {}) => new Trial(rules, catalogOf("gcp"), "europe-west1", configuration);
  beforeEach(() => {
    cloud = open({ region: "europe-west1", defaultLabels: { team: "platform-engineering" } });
  });
  afterEach(() => {
    cloud.close();
  });

  const inTwoRegions = async () => {
    const { id } = await cloud.make(network, { name: "vpc" });
    const subnet = { name: "services", network: id, ipCidrRange: "10.0.0.0/24" };
    return { id, subnet };
  };

  it("lets a region's resources refer to those of all regions, by any of their links", async () => {
    const { subnet } = await inTwoRegions();
    await cloud.make(subnetwork, subnet);
    const other = await cloud.make(subnetwork, { ...subnet, region: "europe-west3" });
    expect(other.id).toBe("projects/ours/regions/europe-west3/subnetworks/services");
    expect(await cloud.refusals(subnetwork, { ...subnet, name: "b", network: "vpc" })).toEqual([]);
    const link = "https://compute/projects/ours/global/networks/vpc";
    expect(await cloud.refusals(subnetwork, { ...subnet, name: "c", network: link })).toEqual([]);
    expect(await cloud.refusals(subnetwork, { ...subnet, name: "d", network: "vcp" })).toEqual([
      `network: there is no ${network} with the id or selfLink or name 'vcp'`,
    ]);
  });

  it("keeps names apart by what the id says, and keeps what another region uses", async () => {
    const { id, subnet } = await inTwoRegions();
    await cloud.make(subnetwork, { ...subnet, region: "europe-west3" });
    expect(await cloud.refusals(subnetwork, { ...subnet, region: "europe-west3" })).toEqual([
      "AlreadyExists: 'projects/ours/regions/europe-west3/subnetworks/services' exists already",
    ]);
    expect((await cloud.deletionRefusals(network, await cloud.made(network, id))).join()).toContain(
      "is still used by gcp:compute/subnetwork:Subnetwork",
    );
  });

  it("deletes first where a fixed name would exist twice within an id", async () => {
    const subject = { type: network, name: "it" };
    const old = { name: "vpc", project: "a" };
    const { changes, deleteBeforeReplace } = await cloud.provider.diff(
      subject,
      old,
      { ...old, project: "b" },
      [],
    );
    expect([changes.map(({ replace }) => replace), deleteBeforeReplace]).toEqual([[true], true]);
  });

  it("knows its regions where the SDK has no list", async () => {
    const { subnet } = await inTwoRegions();
    expect(await cloud.refusals(subnetwork, { ...subnet, region: "europe-west13" })).toEqual([
      "region: 'europe-west13' is not a region of gcp; did you mean `europe-west1`?",
    ]);
  });

  it("judges every type also by what exists", async () => {
    const inputs = { name: "vpc", description: "needs the interface" };
    expect(await cloud.previewRefusals(network, inputs)).toEqual([]);
    expect(await cloud.refusals(network, inputs)).toEqual(["SERVICE_DISABLED"]);
    await cloud.make(service, { service: "compute.googleapis.com" });
    expect(await cloud.refusals(network, inputs)).toEqual([]);
  });

  it("sees labels of the configuration that are out of date, and looks for them nowhere else", async () => {
    const inputs = { secretId: "for-platform-engineering", replication: { auto: {} } };
    const { id, outputs } = await cloud.make(secret, inputs);
    const plain = unwrap(outputs);
    expect(plain.secrets).toEqual([["effectiveLabels"], ["pulumiLabels"]]);
    expect(cloud.store.get(secret, id)?.outputs["effectiveLabels"]).toEqual({ team: "platform-engineering" });
    const read = await cloud.provider.read({ type: secret, name: "it" }, id, outputs, inputs);
    expect(read?.outputs["effectiveLabels"]).toEqual(outputs["effectiveLabels"]);
    const changesIn = async (other: Trial, ignore: string[] = []) =>
      (await other.provider.diff({ type: secret, name: "it" }, inputs, inputs, ignore, outputs)).changes;
    expect(await changesIn(cloud)).toEqual([]);
    const renamed = open({ defaultLabels: { team: "core" } });
    expect((await changesIn(renamed)).map(({ path, replace }) => [path, replace])).toEqual([
      ["effectiveLabels", false],
    ]);
    expect(await changesIn(renamed, ["effectiveLabels"])).toEqual([]);
    renamed.close();
  });

  it("reads back what the program wrote while the cloud says the same of it in other words", async () => {
    const { subnet } = await inTwoRegions();
    const inputs = { ...subnet, description: "of services" };
    const { id, outputs } = await cloud.make(subnetwork, inputs);
    expect(outputs["description"]).toBe("Google says: of services");
    const read = async () =>
      (await cloud.provider.read({ type: subnetwork, name: "it" }, id, outputs, inputs))?.inputs;
    expect(await read()).toEqual(inputs);
    await cloud.store.tamper(subnetwork, id, { description: "of nobody" });
    expect(await read()).toEqual({ ...inputs, description: "of nobody" });
  });

  it("reads back a secret that the cloud gives no output for as a secret", async () => {
    const { subnet } = await inTwoRegions();
    const inputs = { ...subnet, logConfig: { filterExpr: marked("canary") } };
    const { id, outputs } = await cloud.make(subnetwork, inputs);
    const read = await cloud.provider.read({ type: subnetwork, name: "it" }, id, outputs, inputs);
    expect(read?.inputs["logConfig"]).toEqual({ filterExpr: marked("canary") });
  });

  it("gives what is shared to everybody, and keeps it until the last word", async () => {
    const inputs = { service: "run.googleapis.com" };
    const first = await cloud.make(service, inputs);
    expect((await cloud.make(service, inputs)).id).toBe(first.id);
    expect(await cloud.deletionRefusals(service, first)).toEqual([]);
    expect(cloud.store.list()).toEqual([]);
    const subject = { type: service, name: "it" };
    expect((await cloud.provider.read(subject, first.id, first.outputs, inputs))?.outputs).toEqual(
      first.outputs,
    );
    const changed = { ...inputs, disableOnDestroy: true };
    expect(await cloud.updateRefusals(service, first, inputs, changed)).toEqual([]);
    await cloud.provider.delete(subject, first.id, first.outputs);
    expect(cloud.store.list()).toEqual([]);
  });
});
