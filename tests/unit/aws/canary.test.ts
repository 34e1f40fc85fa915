import fc from "fast-check";
import { overBoth } from "../../../providers/aws/alternate-targets";
import { strategy, timeouts } from "../../../providers/aws/canary";
import { rulePriorities } from "../../../providers/aws/listener-rules";
import { routeMeasures } from "../../../providers/aws/metrics";
import { containing, record, remembered } from "../mocks";
import { loadBalancer, route, service } from "./fixture";

const canary = { steps: [10], wait: 5 };
const entry = () => loadBalancer({ routes: [{ ...route, canary: true }] });
const made = remembered(() => service({ args: { canary, loadBalancer: entry() } }));

describe("a service on ECS with a canary", () => {
  test("is taken through its steps by ECS, and back by the alarm", async () => {
    const { inputs } = (await made({})).named("api-ecs");
    expect(inputs).toMatchObject({
      deploymentConfiguration: {
        strategy: "CANARY",
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: "5" },
        bakeTimeInMinutes: "5",
      },
      alarms: { enable: true, rollback: true },
    });
    // Of rolling updates only.
    expect(inputs).not.toHaveProperty("deploymentCircuitBreaker");
  });

  test("has two target groups, and ECS a role and a rule to move requests between them", async () => {
    const recording = await made({});
    expect(recording.named("api-ecs").inputs["loadBalancers"]).toEqual([
      {
        targetGroupArn: containing("targetgroup/api-tg/"),
        containerName: "api",
        containerPort: 8000,
        advancedConfiguration: {
          alternateTargetGroupArn: containing("targetgroup/api-tg2/"),
          productionListenerRule: containing("entry-shares-api"),
          roleArn: containing("api-traffic"),
        },
      },
    ]);
    expect(recording.named("entry-shares-api").inputs).toMatchObject({
      priority: 50_000,
      conditions: [{ pathPattern: { values: ["/*"] } }],
      actions: [
        {
          type: "forward",
          forward: {
            targetGroups: [
              { arn: containing("api-tg/"), weight: 100 },
              { arn: containing("api-tg2/"), weight: 0 },
            ],
          },
        },
      ],
    });
    expect(recording.named("api-traffic").inputs["assumeRolePolicy"]).toContain("ecs.amazonaws.com");
  });

  test("has two target groups that are asked and drained alike", async () => {
    const recording = await record(entry);
    expect(recording.named("api-tg2").inputs).toEqual(recording.named("api-tg").inputs);
  });

  test("goes back on the failed requests of both groups, and is scaled on those of both", async () => {
    const recording = await made({});
    const groups = (value: unknown) =>
      [...new Set(JSON.stringify(value).match(/targetgroup\/api-tg2?\//g))].sort();
    const both = ["targetgroup/api-tg/", "targetgroup/api-tg2/"];
    expect(groups(recording.named("api-rollout").inputs["metricQueries"])).toEqual(both);
    const { targetTrackingScalingPolicyConfiguration: tracking } =
      recording.named("api-scaling-requests").inputs;
    expect(groups(tracking)).toEqual(both);
    expect(tracking).not.toHaveProperty("predefinedMetricSpecification");
  });

  test("has as before one group and a circuit breaker where it asks for none", async () => {
    const recording = await record(() => service());
    expect(recording.named("api-ecs").inputs).toMatchObject({
      deploymentCircuitBreaker: { enable: true, rollback: true },
      loadBalancers: [{ containerName: "api" }],
    });
    expect(recording.named("api-ecs").inputs).not.toHaveProperty("deploymentConfiguration");
  });
});

test("several equal steps are a linear deployment", () => {
  expect(strategy({ steps: [25, 50, 75], wait: 2 })).toEqual({
    strategy: "LINEAR",
    linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: "2" },
    bakeTimeInMinutes: "2",
  });
});

test("an update may take as long as its steps do", () => {
  // Three shares and the time after the last, and what the provider gives anyway.
  expect(timeouts({ steps: [25, 50, 75], wait: 30 })).toEqual({ create: "140m", update: "140m" });
});

test("a rule of shares never has the place of its service's plain rule", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z][a-z0-9]{0,19}$/), (service) => {
      const plain = { ...route, service, path: "/reports/*" };
      const place = (canary: boolean) => rulePriorities([{ ...plain, canary }])[service];
      expect(place(true)).not.toBe(place(false));
    }),
  );
});

describe("a measure over both target groups", () => {
  const plain = { loadBalancer: "lb", targetGroup: "one" };
  const both = routeMeasures({ ...plain, alternate: "two" });

  test("adds up what is counted", () => {
    expect(both.requests.expression).toBe(
      "60 * (FILL({value}, 0) + FILL({valueOther}, 0)) / PERIOD({value})",
    );
    expect(both.requests.metrics["valueOther"]?.dimensions).toEqual({
      LoadBalancer: "lb",
      TargetGroup: "two",
    });
    expect(both.healthyReplicas.expression).toBe("(FILL({value}, 0) + FILL({valueOther}, 0))");
  });

  test("takes the worse of two times and shares", () => {
    expect(both.latency.expression).toBe("1000 * MAX([{value}, {valueOther}])");
    expect(both.slow.expression).toBe("100 - MIN([{value}, {valueOther}])");
  });

  test("leaves what is counted for the balancer as it is", () => {
    expect(Object.keys(both.errors.metrics).sort()).toEqual([
      "failed",
      "failedOther",
      "refused",
      "requests",
      "requestsOther",
    ]);
    const balancer = { namespace: "n", name: "m", dimensions: { LoadBalancer: "lb" }, statistic: "Sum" };
    expect(overBoth({ metrics: { value: balancer } }, "two")).toEqual({
      metrics: { value: balancer },
      expression: "{value}",
    });
  });

  test("is that of the one group where there is no other", () => {
    expect(routeMeasures(plain).requests.expression).toBe("60 * {value} / PERIOD({value})");
    expect(routeMeasures(plain).healthyReplicas).not.toHaveProperty("expression");
  });
});
