import { rolledOut, type Running } from "../../../providers/aws/rollout";
import { ACCOUNT, REGION } from "../mock-cloud";

const wanted = `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/cluster-api:8`;
const follow = (running: Running) => rolledOut("api", wanted, () => Promise.resolve(running));
const told = (...messages: readonly string[]) => messages.map((message) => ({ message }));

describe("a rollout on ECS", () => {
  test("is over when what was asked for runs", async () => {
    expect(await follow({ taskDefinition: wanted })).toBe(wanted);
    expect(await follow({ taskDefinition: "cluster-api:8" })).toBe(wanted);
  });

  test("fails when ECS took it back, with what ECS says of it (pulumi-aws#4487)", async () => {
    const events = told(
      "(service api) has reached a steady state.",
      "(service api) rolling back to deployment ecs-svc/1.",
      "(service api) deployment failed: tasks failed to start.",
      "(service api) registered 1 targets.",
      ...Array.from({ length: 20 }, () => "(service api) has started 1 tasks."),
      "(service api) deployment failed: of long ago.",
    );
    const error = await follow({ taskDefinition: wanted.replace(":8", ":7"), events }).catch(String);
    expect(error).toContain(
      'the rollout of "api" was taken back: it runs cluster-api:7 instead of cluster-api:8. ' +
        "(service api) deployment failed: tasks failed to start. (service api) rolling back to deployment ecs-svc/1.",
    );
    expect(error).not.toMatch(/steady|registered|long ago/);
  });

  test("fails where ECS gives no reason, too", async () => {
    await expect(follow({ taskDefinition: "cluster-api:7" })).rejects.toThrow("instead of cluster-api:8");
  });
});
