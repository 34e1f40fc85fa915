import type { Check, Problem, Properties, ResourceRules, StoredResource, World } from "../rules";
import { arn, parseArn } from "./account";
import { vpcOfSubnet } from "./ec2-network";
import { foreignGroupProblems, securityGroups } from "./ec2-security-group";
import { balancersOf } from "./load-balancing";
import { containersOf, taskDefinition } from "./task-definition";
import { types } from "./types";
import { amount, at, list, record, refuse, text, texts, shown } from "../reading";

/** The cluster that an ARN or a name means. */
function findCluster(world: World, reference: string | undefined): StoredResource | undefined {
  return world.find(types.cluster, reference, "arn") ?? world.find(types.cluster, reference, "name");
}

/** The task definition that an ARN or `family:revision` means. */
function findTaskDefinition(world: World, reference: string | undefined): StoredResource | undefined {
  return world.find(types.taskDefinition, reference, "arn") ?? world.find(types.taskDefinition, reference);
}

const existsCheck: Check = (inputs, world) => {
  const [cluster, definition] = [text(inputs["cluster"]), text(inputs["taskDefinition"])];
  const problems: Problem[] = [];
  if (cluster !== undefined && findCluster(world, cluster) === undefined)
    problems.push({ path: "cluster", reason: `ClusterNotFoundException: Cluster not found: ${cluster}` });
  if (definition !== undefined && findTaskDefinition(world, definition) === undefined)
    problems.push({
      path: "taskDefinition",
      reason: `ClientException: Unable to find task definition: ${definition}`,
    });
  return problems;
};

const capacityCheck: Check = (inputs) => {
  const strategies = list(inputs["capacityProviderStrategies"]).map(record);
  if (strategies.length > 0 && inputs["launchType"] !== undefined)
    return refuse(
      "launchType",
      "InvalidParameterException: specify launchType or capacityProviderStrategies, not both",
    );
  const based = strategies.filter((strategy) => (amount(strategy["base"]) ?? 0) > 0);
  if (based.length > 1)
    return refuse(
      "capacityProviderStrategies",
      "InvalidParameterException: only one capacity provider can have a base",
    );
  if (strategies.length > 0 && strategies.every((strategy) => strategy["weight"] === 0))
    return refuse(
      "capacityProviderStrategies",
      "InvalidParameterException: at least one weight must be above 0",
    );
  return [];
};

/** A strategy may only name what the cluster has (`aws:ecs/clusterCapacityProviders`). */
const providersCheck: Check = (inputs, world) => {
  const cluster = findCluster(world, text(inputs["cluster"]));
  const providers = world
    .all(types.clusterCapacityProviders)
    .filter((each) => each.inputs["clusterName"] === cluster?.outputs["name"])
    .flatMap((each) => texts(each.inputs["capacityProviders"]));
  return list(inputs["capacityProviderStrategies"]).flatMap((strategy, index) => {
    const name = text(record(strategy)["capacityProvider"]);
    return name === undefined || cluster === undefined || providers.includes(name)
      ? []
      : refuse(
          `capacityProviderStrategies[${String(index)}].capacityProvider`,
          `InvalidParameterException: the capacity provider '${name}' is not associated with the cluster`,
        );
  });
};

const networkCheck: Check = (inputs, world) => {
  const definition = findTaskDefinition(world, text(inputs["taskDefinition"]));
  const configuration = inputs["networkConfiguration"];
  const awsvpc = definition?.inputs["networkMode"] === "awsvpc";
  if (awsvpc && configuration === undefined)
    return refuse(
      "networkConfiguration",
      "InvalidParameterException: must be provided when networkMode 'awsvpc' is specified",
    );
  const subnets = texts(at(inputs, "networkConfiguration.subnets"));
  const vpc = subnets.map((id) => vpcOfSubnet(world, id)).find((id) => id !== undefined);
  const foreign = subnets.findIndex((id) => (vpcOfSubnet(world, id) ?? vpc) !== vpc);
  if (foreign >= 0)
    return refuse(
      `networkConfiguration.subnets[${String(foreign)}]`,
      "InvalidParameterException: subnets must be of one VPC",
    );
  return foreignGroupProblems(
    "networkConfiguration.securityGroups",
    at(inputs, "networkConfiguration.securityGroups"),
    vpc,
    world,
  );
};

const balancerCheck: Check = (inputs, world) => {
  const definition = findTaskDefinition(world, text(inputs["taskDefinition"]));
  const containers = containersOf(definition?.inputs["containerDefinitions"]) ?? [];
  return list(inputs["loadBalancers"]).flatMap((value, index): readonly Problem[] => {
    const balancer = record(value);
    const path = `loadBalancers[${String(index)}]`;
    const name = balancer["containerName"];
    const container = containers.find((each) => each["name"] === name);
    if (definition !== undefined && container === undefined)
      return refuse(
        `${path}.containerName`,
        `InvalidParameterException: the container ${shown(name)} does not exist in the task definition`,
      );
    const ports = list(container?.["portMappings"]).map((mapping) => record(mapping)["containerPort"]);
    if (container !== undefined && !ports.includes(balancer["containerPort"] ?? null))
      return refuse(
        `${path}.containerPort`,
        `InvalidParameterException: the container ${shown(name)} did not have a container port ${shown(balancer["containerPort"])} defined`,
      );
    return targetProblems(`${path}.targetGroupArn`, text(balancer["targetGroupArn"]), definition, world);
  });
};

function targetProblems(
  path: string,
  arnOfGroup: string | undefined,
  definition: StoredResource | undefined,
  world: World,
): readonly Problem[] {
  const group = world.find(types.targetGroup, arnOfGroup, "arn");
  if (group === undefined || arnOfGroup === undefined) return [];
  if (definition?.inputs["networkMode"] === "awsvpc" && group.outputs["targetType"] !== "ip")
    return refuse(
      path,
      `InvalidParameterException: the target group ${arnOfGroup} has target type ${shown(group.outputs["targetType"])}, which is incompatible with the awsvpc network mode`,
    );
  return balancersOf(world, arnOfGroup).length > 0
    ? []
    : refuse(
        path,
        `InvalidParameterException: the target group ${arnOfGroup} does not have an associated load balancer`,
      );
}

const rolloutCheck: Check = (inputs) => {
  const external =
    at(inputs, "deploymentController.type") !== undefined &&
    at(inputs, "deploymentController.type") !== "ECS";
  if (external)
    return inputs["deploymentCircuitBreaker"] === undefined
      ? []
      : refuse(
          "deploymentCircuitBreaker",
          "InvalidParameterException: only the ECS deployment controller has a circuit breaker",
        );
  const minimum = amount(inputs["deploymentMinimumHealthyPercent"]) ?? 100;
  const maximum = amount(inputs["deploymentMaximumPercent"]) ?? 200;
  if (minimum >= maximum && inputs["schedulingStrategy"] !== "DAEMON")
    return refuse(
      "deploymentMaximumPercent",
      "InvalidParameterException: the maximum must be above the minimum healthy percent, or no task can be replaced",
    );
  return inputs["healthCheckGracePeriodSeconds"] !== undefined && list(inputs["loadBalancers"]).length === 0
    ? refuse(
        "healthCheckGracePeriodSeconds",
        "InvalidParameterException: only services with a load balancer have a grace period",
      )
    : [];
};

const alarmCheck: Check = (inputs, world) =>
  texts(at(inputs, "alarms.alarmNames")).flatMap((name, index) => {
    const alarm =
      world.find(types.metricAlarm, name, "name") ?? world.find(types.compositeAlarm, name, "alarmName");
    return alarm === undefined
      ? refuse(
          `alarms.alarmNames[${String(index)}]`,
          `InvalidParameterException: there is no alarm '${name}'`,
        )
      : [];
  });

const clusterProviders = /^(FARGATE|FARGATE_SPOT|(?!aws|ecs|fargate)[\w-]{1,255})$/;

function clusterName(inputs: Properties): string {
  const cluster = text(inputs["cluster"]) ?? "default";
  return parseArn(cluster)?.resource.replace(/^cluster\//, "") ?? cluster;
}

export const containers: readonly ResourceRules[] = [
  {
    type: types.cluster,
    name: {
      property: "name",
      maximum: 255,
      pattern: /^[\w-]+$/,
      alphabet: "letters, digits, hyphens and underscores",
      unique: "region",
    },
    id: arn("ecs", "cluster/{name}"),
    outputs: { arn: "{id}" },
    references: [
      {
        path: "configuration.executeCommandConfiguration.logConfiguration.cloudWatchLogGroupName",
        to: types.logGroup,
        blocksDeletion: false,
      },
    ],
    immutable: ["name"],
    limits: [
      { path: "settings[].name", oneOf: ["containerInsights"] },
      { path: "settings[].value", oneOf: ["enabled", "disabled", "enhanced"] },
    ],
    checkDelete: (cluster, world) =>
      world
        .all(types.service)
        .some(
          ({ inputs }) => inputs["cluster"] === cluster.id || inputs["cluster"] === cluster.outputs["name"],
        )
        ? refuse(
            "name",
            "ClusterContainsServicesException: the cluster cannot be deleted while services are active",
          )
        : [],
    seconds: { create: 12, delete: 12 },
  },
  {
    type: types.clusterCapacityProviders,
    id: "{clusterName}",
    references: [{ path: "clusterName", to: types.cluster, by: "name", blocksDeletion: false }],
    immutable: ["clusterName"],
    uniqueBy: [["clusterName"]],
    limits: [
      {
        path: "capacityProviders[]",
        pattern: clusterProviders,
        reason: "is FARGATE, FARGATE_SPOT or a provider of your own",
      },
    ],
    check: (inputs) =>
      list(inputs["defaultCapacityProviderStrategies"]).flatMap((strategy, index) => {
        const name = text(record(strategy)["capacityProvider"]);
        return name === undefined || texts(inputs["capacityProviders"]).includes(name)
          ? []
          : refuse(
              `defaultCapacityProviderStrategies[${String(index)}].capacityProvider`,
              `InvalidParameterException: '${name}' is not among the cluster's capacity providers`,
            );
      }),
    checkDelete: (association, world) => {
      const user = world
        .all(types.service)
        .find(
          ({ inputs }) =>
            clusterName(inputs) === association.inputs["clusterName"] &&
            list(inputs["capacityProviderStrategies"]).length > 0,
        );
      return user === undefined
        ? []
        : refuse("clusterName", `ResourceInUseException: the capacity providers are in use by ${user.id}`);
    },
    seconds: { create: 12, delete: 12 },
  },
  taskDefinition,
  {
    type: types.service,
    name: {
      property: "name",
      maximum: 255,
      pattern: /^[\w-]+$/,
      alphabet: "letters, digits, hyphens and underscores",
      unique: "none",
    },
    id: (inputs) => arn("ecs", `service/${clusterName(inputs)}/{name}`),
    outputs: {
      arn: "{id}",
      iamRole: ({ inputs }) =>
        inputs["iamRole"] ?? "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
    },
    defaults: {
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      schedulingStrategy: "REPLICA",
      enableEcsManagedTags: false,
      enableExecuteCommand: false,
      waitForSteadyState: false,
    },
    references: [
      { path: "networkConfiguration.subnets[]", to: types.subnet },
      { path: "networkConfiguration.securityGroups[]", to: securityGroups },
      { path: "loadBalancers[].targetGroupArn", to: types.targetGroup, by: "arn", blocksDeletion: false },
      {
        path: "serviceConnectConfiguration.namespace",
        to: [types.httpNamespace, types.namespace],
        by: "arn",
        except: /^(?!arn:)/,
        blocksDeletion: false,
      },
    ],
    immutable: ["name", "cluster", "launchType", "schedulingStrategy", "deploymentController", "iamRole"],
    mutable: ["loadBalancers", "networkConfiguration", "serviceRegistries", "capacityProviderStrategies"],
    limits: [
      { path: "launchType", oneOf: ["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"] },
      { path: "propagateTags", oneOf: ["SERVICE", "TASK_DEFINITION", "NONE"] },
      { path: "desiredCount", minimum: 0 },
      { path: "healthCheckGracePeriodSeconds", minimum: 0, maximum: 2147483647 },
      { path: "networkConfiguration.subnets", minimumItems: 1, maximumItems: 16 },
      { path: "networkConfiguration.securityGroups", maximumItems: 5 },
      { path: "loadBalancers", maximumItems: 5 },
      { path: "capacityProviderStrategies[].weight", minimum: 0, maximum: 1000 },
      { path: "capacityProviderStrategies[].base", minimum: 0, maximum: 100000 },
      {
        path: "platformVersion",
        pattern: /^(LATEST|1\.[0-4]\.0)$/,
        reason: "is LATEST or a version of Fargate, 1.4.0",
      },
    ],
    uniqueBy: [["cluster", "name"]],
    check: [
      capacityCheck,
      rolloutCheck,
      existsCheck,
      providersCheck,
      networkCheck,
      balancerCheck,
      alarmCheck,
    ],
    // A rollout with health checks takes two to three minutes; draining on deletion depends on deregistrationDelay.
    seconds: { create: 150, update: 180, delete: 90 },
  },
];
