import { types } from "../../../../localcloud/aws/types";
import type { Properties, Value } from "../../../../localcloud/rules";
import { Aws } from "./aws";

const family = "api";
const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };

describe("a rollout in the local AWS whose new version fails", () => {
  let aws: Aws;
  beforeEach(() => {
    aws = new Aws();
  });
  afterEach(() => {
    aws.close();
  });

  const definition = async (image: string): Promise<Value> => {
    const containerDefinitions = JSON.stringify([{ name: "api", image, memory: 128 }]);
    const { outputs } = await aws.make(types.taskDefinition, { family, containerDefinitions });
    return outputs["arn"] ?? "";
  };
  const service = async (more: Properties): Promise<Properties> => ({
    name: "api",
    cluster: (await aws.make(types.cluster, { name: "main" })).id,
    taskDefinition: await definition("example.com/api:1"),
    waitForSteadyState: true,
    ...more,
  });
  const ask = (clusterArn: Value) =>
    aws.provider.invoke("aws:ecs/getService:getService", { clusterArn, serviceName: "api" });

  it.each([
    ["unpullable", "CannotPullContainerError"],
    ["crashing", "tasks failed to start"],
    ["unready", "failed container health checks"],
  ])("goes back where it is %s, is called steady, and says why", async (fault, words) => {
    const right = await service(breaker);
    const made = await aws.make(types.service, right);
    const wrong = { ...right, taskDefinition: await definition(`example.com/api-${fault}:2`) };
    expect(await aws.updateRefusals(types.service, made, right, wrong)).toEqual([]);
    const now = await ask(right["cluster"] ?? "");
    expect(now["taskDefinition"]).toBe(right["taskDefinition"]);
    expect(JSON.stringify(now["events"])).toContain(words);
    // Who asks for the same once more is told that it is not what runs.
    const { changes } = await aws.provider.diff({ type: types.service, name: "it" }, wrong, wrong, [], now);
    expect(changes.map(({ path }) => path)).toEqual(["taskDefinition"]);

    const better = { ...right, taskDefinition: await definition("example.com/api:3") };
    expect(await aws.updateRefusals(types.service, { id: made.id, outputs: now }, wrong, better)).toEqual([]);
    expect((await ask(right["cluster"] ?? ""))["taskDefinition"]).toBe(better.taskDefinition);
  });

  it("stays broken without a version to go back to", async () => {
    const image = await definition("example.com/api-crashing:1");
    const first = await service({ ...breaker, taskDefinition: image });
    expect(await aws.refusals(types.service, first)).toEqual([expect.stringContaining("failed to start")]);
    // It is there all the same, for the engine to go on from.
    expect(aws.store.list(types.service)).toHaveLength(1);
  });

  it("stays broken without a circuit breaker that may go back", async () => {
    const right = await service({});
    const made = await aws.make(types.service, right);
    const wrong = { ...right, taskDefinition: await definition("example.com/api-crashing:2") };
    expect(await aws.updateRefusals(types.service, made, right, wrong)).toEqual([
      expect.stringContaining("tasks failed to start"),
    ]);
    expect((await ask(right["cluster"] ?? ""))["taskDefinition"]).toBe(wrong.taskDefinition);
  });

  it("knows no service that is not there", async () => {
    await expect(ask("arn:aws:ecs:eu-west-1:1:cluster/main")).rejects.toThrow("ServiceNotFoundException");
  });
});
