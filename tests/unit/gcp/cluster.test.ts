import { record, valueOf } from "../mocks";
import { cluster, key, network, project } from "./fixture";
import { NUMBER } from "./mock-outputs";

const make = () => {
  const within = project();
  const logsKey = key("logs", true, within);
  return cluster(network({ key: logsKey }), key("data", true, within), logsKey);
};

describe("the cluster", () => {
  test("switches Cloud Run on and lets it use our key for data, before the first service", async () => {
    const recording = await record(make);
    const grant = recording.named("data-key-use-run");
    expect(grant.inputs["member"]).toBe(
      `serviceAccount:service-${NUMBER}@serverless-robot-prod.iam.gserviceaccount.com`,
    );
    const ready = await Promise.all(recording.result.ready.map(({ urn }) => valueOf(urn)));
    expect(ready).toEqual([recording.named("project-api-run").urn, grant.urn]);
    expect(await valueOf(recording.result.encryptionKey)).toMatch(/\/cryptoKeys\/data$/);
  });

  test("sends all that leaves a replica through the network, with the tags that rules know it by", async () => {
    const { result } = await record(make);
    const access = result.vpcAccess("database");
    expect(access.egress).toBe("ALL_TRAFFIC");
    const [one, ...others] = access.networkInterfaces;
    expect(others).toEqual([]);
    expect(one?.tags).toEqual(["service", "database"]);
    expect(one && (await valueOf(one.subnetwork))).toBe(
      "projects/acme-platform/regions/europe-west1/subnetworks/network-services-1a2b3c4",
    );
  });
});
