import type { Deployment } from "../../../tools/bench/deployment";
import { deploymentTable } from "../../../tools/bench/deployment-table";

/** A deployment that took some seconds, changed something of some components, and had a chain of 200 s. */
function deployment(seconds: number, ...components: readonly string[]): Deployment {
  const link = { name: "api-ecs", type: "aws:ecs/service:Service", component: "api" };
  const path = [{ ...link, work: "update" as const, start: 0, seconds: 200 }];
  return {
    seconds,
    chain: { seconds: 200, path, untimed: [] },
    changed: new Map(components.map((name) => [name, [`${name}-ecs`]])),
  };
}

const verdicts = (first: Deployment, image: Deployment): string[] =>
  deploymentTable("dev", { first, image }).match(/\b(met|MISSED)\b/g) ?? [];

describe("the table of deployments", () => {
  const good = deployment(204, "api");

  test("compares each with its longest chain", () => {
    expect(verdicts(good, good)).toEqual(["met", "met", "met"]);
    expect(verdicts(deployment(215, "api"), good)).toEqual(["MISSED", "met", "met"]);
    expect(deploymentTable("dev", { first: good, image: good })).toContain(
      "first up: 3:24 min, 1.02 × of the longest chain (3:20 min)",
    );
  });

  test("lets a new image take less than five minutes, and one service", () => {
    expect(verdicts(good, deployment(204, "api", "worker"))).toEqual(["met", "met", "MISSED"]);
    expect(verdicts(good, deployment(301, "api"))).toEqual(["met", "MISSED", "MISSED"]);
  });
});
