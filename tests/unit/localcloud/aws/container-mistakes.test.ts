import { types } from "../../../../localcloud/aws/types";
import type { Properties } from "../../../../localcloud/rules";
import { type Aws, account, describeMistakes, region } from "./aws";

const container = { name: "api", image: "example.com/api@sha256:0", portMappings: [{ containerPort: 8000 }] };

/** Right inputs of a Fargate task definition, with changes to its container. */
const task = (changes: Properties = {}, more: Properties = {}) => ({
  family: "api",
  cpu: "256",
  memory: "512",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  containerDefinitions: JSON.stringify([{ ...container, ...changes }]),
  ...more,
});
const cluster = async (aws: Aws) => {
  const { id, outputs } = await aws.make(types.cluster, { name: "main" });
  await aws.make(types.clusterCapacityProviders, {
    clusterName: outputs["name"] ?? "",
    capacityProviders: ["FARGATE"],
  });
  return id;
};
const service = async (aws: Aws) => {
  const place = await aws.place();
  const targetGroupArn = await aws.targetGroup(place.vpcId);
  await aws.make(types.listener, {
    loadBalancerArn: (await aws.loadBalancer(place)).id,
    port: 80,
    protocol: "HTTP",
    defaultActions: [{ type: "forward", targetGroupArn }],
  });
  return {
    name: "api",
    cluster: await cluster(aws),
    taskDefinition: (await aws.make(types.taskDefinition, task())).outputs["arn"] ?? "",
    desiredCount: 2,
    capacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1, base: 1 }],
    networkConfiguration: { subnets: place.subnets, securityGroups: [place.group] },
    loadBalancers: [{ targetGroupArn, containerName: "api", containerPort: 8000 }],
    deploymentCircuitBreaker: { enable: true, rollback: true },
  };
};
const target = async (aws: Aws) => {
  await aws.make(types.service, await service(aws));
  return {
    serviceNamespace: "ecs",
    resourceId: "service/main/api",
    scalableDimension: "ecs:service:DesiredCount",
    minCapacity: 1,
    maxCapacity: 4,
  };
};
const scaling = async (aws: Aws) => {
  const { minCapacity, maxCapacity, ...same } = await target(aws);
  await aws.make(types.scalingTarget, { minCapacity, maxCapacity, ...same });
  return {
    ...same,
    policyType: "TargetTrackingScaling",
    targetTrackingScalingPolicyConfiguration: {
      predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
      targetValue: 60,
    },
  };
};
const definition = types.taskDefinition;
const path = "containerDefinitions";
const logging = {
  logDriver: "awslogs",
  options: { "awslogs-group": "/app/api", "awslogs-region": region, "awslogs-stream-prefix": "api" },
};
const logged = async (aws: Aws) => {
  await aws.logGroup("/app/api");
  return task({ logConfiguration: logging }, { executionRoleArn: (await aws.role()).outputs["arn"] ?? "" });
};
const withSecret = async (aws: Aws, suffix = "") => {
  const { id } = await aws.make(types.secret);
  return task(
    { secrets: [{ name: "DATABASE_URL", valueFrom: `${id}${suffix}` }] },
    { executionRoleArn: (await aws.role()).outputs["arn"] ?? "" },
  );
};

describeMistakes("task definitions", [
  {
    mistake: "CPU and memory of Fargate that do not go together",
    type: definition,
    right: task(),
    wrong: { memory: "4096" },
    path: "memory",
    words: "no Fargate configuration exists for given values: 256 CPU, 4096 memory",
  },
  {
    mistake: "a CPU size that Fargate does not have",
    type: definition,
    right: task(),
    wrong: { cpu: "300" },
    path: "cpu",
    words: "Fargate has no size of 300 CPU units",
  },
  {
    mistake: "Fargate without memory",
    type: definition,
    right: task(),
    wrong: { memory: undefined },
    path: "memory",
    words: "requires task definition to have memory defined",
  },
  {
    mistake: "Fargate in bridge mode",
    type: definition,
    right: task(),
    wrong: { networkMode: "bridge" },
    path: "networkMode",
    words: "Fargate only supports network mode 'awsvpc'",
  },
  {
    mistake: "containers that are not JSON",
    type: definition,
    right: task(),
    wrong: { containerDefinitions: "[{name: api}]" },
    path,
    words: "not a JSON list",
  },
  {
    mistake: "no essential container",
    type: definition,
    right: task(),
    wrong: task({ essential: false }),
    path,
    words: "at least one container must be marked as essential",
  },
  {
    mistake: "two containers of one name",
    type: definition,
    right: task(),
    wrong: { containerDefinitions: JSON.stringify([container, container]) },
    path,
    words: "two containers are called 'api'",
  },
  {
    mistake: "a host port that differs in awsvpc mode",
    type: definition,
    right: task({ portMappings: [{ containerPort: 8000, hostPort: 8000 }] }),
    wrong: task({ portMappings: [{ containerPort: 8000, hostPort: 80 }] }),
    path: `${path}[0].portMappings`,
    words: "must match",
  },
  {
    mistake: "a container with more memory than its task",
    type: definition,
    right: task({ memory: 512 }),
    wrong: task({ memory: 1024 }),
    path: `${path}[0].memory`,
    words: "more than the task's memory",
  },
  {
    mistake: "a number as an environment variable",
    type: definition,
    right: task({ environment: [{ name: "PORT", value: "8000" }] }),
    wrong: task({ environment: [{ name: "PORT", value: 8000 }] }),
    path: `${path}[0].environment`,
    words: "are strings",
  },
  {
    mistake: "secrets without an execution role",
    type: definition,
    right: (aws) => withSecret(aws),
    wrong: { executionRoleArn: undefined },
    path: "executionRoleArn",
    words: "When you are specifying container secrets",
  },
  {
    mistake: "a secret's ARN with half of its version",
    type: definition,
    right: (aws) => withSecret(aws, ":::version-1"),
    wrong: (aws) => withSecret(aws, ":version-1"),
    path: `${path}[0].secrets`,
    words: "after the secret's ARN come JSON key, stage and version",
  },
  {
    mistake: "a secret that is not there",
    type: definition,
    right: (aws) => withSecret(aws),
    wrong: task({
      secrets: [{ name: "A", valueFrom: `arn:aws:secretsmanager:${region}:${account}:secret:gone-AbCdEf` }],
    }),
    path: `${path}[0].secrets`,
    words: "can't find the secret",
  },
  {
    mistake: "a log group that is not there",
    type: definition,
    right: logged,
    wrong: task({
      logConfiguration: { ...logging, options: { ...logging.options, "awslogs-group": "/app/gone" } },
    }),
    path: `${path}[0].logConfiguration`,
    words: "the log group '/app/gone' does not exist",
  },
  {
    mistake: "awslogs on Fargate without a stream prefix",
    type: definition,
    right: logged,
    wrong: task({
      logConfiguration: {
        logDriver: "awslogs",
        options: { "awslogs-group": "/app/api", "awslogs-region": region },
      },
    }),
    path: `${path}[0].logConfiguration`,
    words: "requires option 'awslogs-stream-prefix'",
  },
  {
    mistake: "a log driver that Fargate lacks",
    type: definition,
    right: logged,
    wrong: task({ logConfiguration: { logDriver: "json-file" } }),
    path: `${path}[0].logConfiguration`,
    words: "not 'json-file'",
  },
]);

describeMistakes("services", [
  {
    mistake: "launch type and capacity providers together",
    type: types.service,
    right: service,
    wrong: { launchType: "FARGATE" },
    path: "launchType",
    words: "specify launchType or capacityProviderStrategies, not both",
  },
  {
    mistake: "a capacity provider that the cluster does not have",
    type: types.service,
    right: service,
    wrong: { capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }] },
    path: "capacityProviderStrategies[0].capacityProvider",
    words: "is not associated with the cluster",
  },
  {
    mistake: "two capacity providers with a base",
    type: types.service,
    right: service,
    wrong: {
      capacityProviderStrategies: [
        { capacityProvider: "FARGATE", weight: 1, base: 1 },
        { capacityProvider: "FARGATE", weight: 1, base: 1 },
      ],
    },
    path: "capacityProviderStrategies",
    words: "only one capacity provider can have a base",
  },
  {
    mistake: "a container that the task does not have",
    type: types.service,
    right: service,
    wrong: (_, right) => ({
      loadBalancers: [{ ...(right["loadBalancers"] as Properties[])[0], containerName: "web" }],
    }),
    path: "loadBalancers[0].containerName",
    words: "the container web does not exist in the task definition",
  },
  {
    mistake: "a port that the container does not open",
    type: types.service,
    right: service,
    wrong: (_, right) => ({
      loadBalancers: [{ ...(right["loadBalancers"] as Properties[])[0], containerPort: 80 }],
    }),
    path: "loadBalancers[0].containerPort",
    words: "did not have a container port 80 defined",
  },
  {
    mistake: "a target group of instances for Fargate",
    type: types.service,
    right: service,
    wrong: async (aws) => {
      const targetGroupArn = await aws.targetGroup(await aws.vpc("10.1.0.0/16"), { targetType: "instance" });
      return { loadBalancers: [{ targetGroupArn, containerName: "api", containerPort: 8000 }] };
    },
    path: "loadBalancers[0].targetGroupArn",
    words: "incompatible with the awsvpc network mode",
  },
  {
    mistake: "a target group that no load balancer uses",
    type: types.service,
    right: service,
    wrong: async (aws) => {
      const targetGroupArn = await aws.targetGroup(await aws.vpc("10.1.0.0/16"));
      return { loadBalancers: [{ targetGroupArn, containerName: "api", containerPort: 8000 }] };
    },
    path: "loadBalancers[0].targetGroupArn",
    words: "does not have an associated load balancer",
  },
  {
    mistake: "awsvpc without a network configuration",
    type: types.service,
    right: service,
    wrong: { networkConfiguration: undefined },
    path: "networkConfiguration",
    words: "must be provided when networkMode 'awsvpc'",
  },
  {
    mistake: "a security group of another VPC",
    type: types.service,
    right: service,
    wrong: async (aws, right) => {
      const { subnets = [] } = right["networkConfiguration"] as { subnets?: string[] };
      return {
        networkConfiguration: { subnets, securityGroups: [await aws.group(await aws.vpc("10.1.0.0/16"))] },
      };
    },
    path: "networkConfiguration.securityGroups[0]",
    words: "InvalidGroup.NotFound",
  },
  {
    mistake: "a rollout that can replace nothing",
    type: types.service,
    right: service,
    wrong: { deploymentMinimumHealthyPercent: 100, deploymentMaximumPercent: 100 },
    path: "deploymentMaximumPercent",
    words: "must be above the minimum healthy percent",
  },
  {
    mistake: "a rollout alarm that is not there",
    type: types.service,
    right: service,
    wrong: { alarms: { enable: true, rollback: true, alarmNames: ["errors"] } },
    path: "alarms.alarmNames[0]",
    words: "there is no alarm 'errors'",
  },
  {
    mistake: "a cluster that is not there",
    type: types.service,
    right: service,
    wrong: { cluster: "other" },
    path: "cluster",
    words: "Cluster not found",
  },
]);

describeMistakes("scaling", [
  {
    mistake: "a minimum above the maximum",
    type: types.scalingTarget,
    right: target,
    wrong: { minCapacity: 5 },
    path: "minCapacity",
    words: "Maximum capacity cannot be less than minimum capacity",
  },
  {
    mistake: "scaling of a service that is not there",
    type: types.scalingTarget,
    right: target,
    wrong: { resourceId: "service/main/other" },
    path: "resourceId",
    words: "ECS service doesn't exist",
  },
  {
    mistake: "a resource id that is an ARN",
    type: types.scalingTarget,
    right: target,
    wrong: { resourceId: `arn:aws:ecs:${region}:${account}:service/main/api` },
    path: "resourceId",
    words: "does not read 'service/CLUSTER/SERVICE'",
  },
  {
    mistake: "a policy for what is not registered",
    type: "aws:appautoscaling/policy:Policy",
    right: scaling,
    wrong: { resourceId: "service/main/other" },
    path: "resourceId",
    words: "no scalable target is registered",
  },
  {
    mistake: "tracking requests without saying whose",
    type: "aws:appautoscaling/policy:Policy",
    right: scaling,
    wrong: {
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "ALBRequestCountPerTarget" },
        targetValue: 100,
      },
    },
    path: "targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.resourceLabel",
    words: "needs LOAD_BALANCER_SUFFIX/TARGET_GROUP_SUFFIX",
  },
  {
    mistake: "a CPU target of 600 percent",
    type: "aws:appautoscaling/policy:Policy",
    right: scaling,
    wrong: {
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
        targetValue: 600,
      },
    },
    path: "targetTrackingScalingPolicyConfiguration.targetValue",
    words: "is a percentage",
  },
]);
