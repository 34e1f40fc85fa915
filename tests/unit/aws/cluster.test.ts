import { AwsCluster } from "../../../providers/aws/cluster";
import { record, valueOf } from "../mocks";
import { key, network } from "./fixture";

const cluster = () => {
  const logsKey = key();
  const dataKey = key("data");
  return new AwsCluster(
    "cluster",
    { network: network({ key: logsKey }), key: dataKey, logsKey, logRetentionDays: 30 },
    {},
  );
};

describe("the cluster", () => {
  test("measures each task (container insights, enhanced)", async () => {
    const recording = await record(cluster);
    expect(recording.named("cluster-ecs").inputs["settings"]).toEqual([
      { name: "containerInsights", value: "enhanced" },
    ]);
  });

  test("runs on Fargate only, on demand unless a service says otherwise", async () => {
    const recording = await record(cluster);
    expect(recording.named("cluster-capacity").inputs).toMatchObject({
      capacityProviders: ["FARGATE", "FARGATE_SPOT"],
      defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
    });
  });

  test("is handed to services once it has its capacity", async () => {
    const { result, ...recording } = await record(cluster);
    expect(await valueOf(result.arn)).toContain("cluster/cluster-ecs");
    expect(await valueOf(result.clusterName)).toBe("cluster-ecs-1a2b3c4");
    expect(recording.registrations.length).toBeGreaterThan(0);
  });
});
