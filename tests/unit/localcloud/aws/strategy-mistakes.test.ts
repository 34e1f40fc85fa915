import { types } from "../../../../localcloud/aws/types";
import { at, list, record, shown } from "../../../../localcloud/reading";
import type { Properties } from "../../../../localcloud/rules";
import { Aws, describeMistakes } from "./aws";

const definition = (image: string) => ({
  family: "api",
  cpu: "256",
  memory: "512",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  containerDefinitions: JSON.stringify([{ name: "api", image, portMappings: [{ containerPort: 8000 }] }]),
});
const canary: Properties = {
  strategy: "CANARY",
  canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: "5" },
  bakeTimeInMinutes: "5",
};

/** Right inputs of a service whose requests ECS moves between two target groups. */
const service = async (aws: Aws) => {
  const place = await aws.place();
  const [one, other] = [await aws.targetGroup(place.vpcId), await aws.targetGroup(place.vpcId)];
  const listener = await aws.make(types.listener, {
    loadBalancerArn: (await aws.loadBalancer(place)).id,
    port: 80,
    protocol: "HTTP",
    defaultActions: [{ type: "forward", targetGroupArn: one }],
  });
  const rule = await aws.make(types.listenerRule, {
    listenerArn: listener.id,
    priority: 1,
    conditions: [{ pathPattern: { values: ["/*"] } }],
    actions: [{ type: "forward", forward: { targetGroups: [{ arn: one }, { arn: other }] } }],
  });
  const role = await aws.role("ecs.amazonaws.com");
  const advancedConfiguration = {
    alternateTargetGroupArn: other,
    productionListenerRule: rule.id,
    roleArn: role.outputs["arn"] ?? "",
  };
  return {
    name: "api",
    cluster: (await aws.make(types.cluster, { name: "main" })).id,
    taskDefinition:
      (await aws.make(types.taskDefinition, definition("example.com/api:1"))).outputs["arn"] ?? "",
    launchType: "FARGATE",
    networkConfiguration: { subnets: place.subnets, securityGroups: [place.group] },
    loadBalancers: [
      { targetGroupArn: one, containerName: "api", containerPort: 8000, advancedConfiguration },
    ],
    deploymentConfiguration: canary,
  };
};

const balancerOf = (right: Properties) => record(list(right["loadBalancers"])[0]);

/** The same service with other settings for the way between its target groups. */
const withAdvanced = (right: Properties, changes: Properties): Properties => {
  const balancer = balancerOf(right);
  const advancedConfiguration = { ...record(balancer["advancedConfiguration"]), ...changes };
  return { loadBalancers: [{ ...balancer, advancedConfiguration }] };
};
const configured = (deploymentConfiguration: Properties) => ({ deploymentConfiguration });
const place = "loadBalancers[0].advancedConfiguration";

describeMistakes("the strategies of a deployment", [
  {
    mistake: "a canary without its configuration",
    type: types.service,
    right: service,
    wrong: configured({ strategy: "CANARY" }),
    path: "deploymentConfiguration.canaryConfiguration",
    words: "must be given",
  },
  {
    mistake: "equal steps in a canary",
    type: types.service,
    right: service,
    wrong: configured({ ...canary, linearConfiguration: { stepPercent: 25 } }),
    path: "deploymentConfiguration.linearConfiguration",
    words: "only valid with the strategy LINEAR",
  },
  {
    mistake: "steps of 2 percent",
    type: types.service,
    right: service,
    wrong: configured({ strategy: "LINEAR", linearConfiguration: { stepPercent: 2 } }),
    path: "deploymentConfiguration.linearConfiguration.stepPercent",
    words: "from 3 to 100",
  },
  {
    mistake: "a wait of two days",
    type: types.service,
    right: service,
    wrong: configured({ ...canary, bakeTimeInMinutes: "2880" }),
    path: "deploymentConfiguration.bakeTimeInMinutes",
    words: "0 to 1440",
  },
  {
    mistake: "a strategy that nobody knows",
    type: types.service,
    right: service,
    wrong: configured({ strategy: "GRADUAL" }),
    path: "deploymentConfiguration.strategy",
    words: "is one of",
  },
  {
    mistake: "a circuit breaker in a canary",
    type: types.service,
    right: service,
    wrong: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    path: "deploymentCircuitBreaker",
    words: "rolling update",
  },
  {
    mistake: "a canary without a load balancer",
    type: types.service,
    right: service,
    wrong: { loadBalancers: undefined },
    path: "deploymentConfiguration.strategy",
    words: "needs a load balancer",
  },
  {
    mistake: "a canary with one target group",
    type: types.service,
    right: service,
    wrong: (_, right) => {
      const { advancedConfiguration, ...balancer } = balancerOf(right);
      return advancedConfiguration === undefined ? {} : { loadBalancers: [balancer] };
    },
    path: place,
    words: "must be given",
  },
  {
    mistake: "the same target group twice",
    type: types.service,
    right: service,
    wrong: (_, right) =>
      withAdvanced(right, { alternateTargetGroupArn: balancerOf(right)["targetGroupArn"] ?? "" }),
    path: `${place}.alternateTargetGroupArn`,
    words: "must be different",
  },
  {
    mistake: "a listener in the place of its rule",
    type: types.service,
    right: service,
    wrong: (_, right) => {
      const rule = shown(at(right, `loadBalancers[0].advancedConfiguration.productionListenerRule`));
      return withAdvanced(right, { productionListenerRule: rule.replace("listener-rule", "listener") });
    },
    path: `${place}.productionListenerRule`,
    words: "not the ARN of a listener's rule",
  },
  {
    mistake: "a role that ECS may not take",
    type: types.service,
    right: service,
    wrong: async (aws, right) => withAdvanced(right, { roleArn: (await aws.role()).outputs["arn"] ?? "" }),
    path: `${place}.roleArn`,
    words: "does not let ecs.amazonaws.com",
  },
]);

describe("a version that comes up and raises errors", () => {
  test("goes back at its first share, where an alarm watches", async () => {
    const aws = new Aws();
    try {
      const alarm = await aws.make(types.metricAlarm, {
        comparisonOperator: "GreaterThanThreshold",
        evaluationPeriods: 1,
        threshold: 5,
        metricName: "Errors",
        namespace: "Test",
        statistic: "Sum",
        period: 60,
      });
      const right = {
        ...(await service(aws)),
        alarms: { enable: true, rollback: true, alarmNames: [alarm.outputs["name"] ?? ""] },
      };
      const made = await aws.make(types.service, right);
      const erring = await aws.make(types.taskDefinition, definition("example.com/api-erring:2"));
      const wrong = { ...right, taskDefinition: erring.outputs["arn"] ?? "" };
      expect(await aws.updateRefusals(types.service, made, right, wrong)).toEqual([]);
      const [stored] = aws.store.list(types.service);
      expect(stored?.outputs["taskDefinition"]).toBe(right.taskDefinition);
      const told = await aws.provider.invoke("aws:ecs/getService:getService", {
        clusterArn: right.cluster,
        serviceName: "api",
      });
      expect(JSON.stringify(told["events"])).toContain("alarm detected while 10 percent of the requests");
    } finally {
      aws.close();
    }
  });
});
