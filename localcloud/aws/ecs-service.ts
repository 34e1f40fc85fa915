import { at, list, record, refuse, shown, text, texts } from "../reading";
import type { Check, Problem, ResourceRules, StoredResource, World } from "../rules";
import { arn } from "./account";
import { vpcOfSubnet } from "./ec2-network";
import { foreignGroupProblems, securityGroups } from "./ec2-security-group";
import { capacityCheck, providersCheck } from "./ecs-capacity";
import { clusterName, findCluster } from "./ecs-cluster";
import { brokenDeployment, servingDefinition } from "./ecs-deployment";
import { alarmCheck, rolloutCheck } from "./ecs-rollout";
import { alternateCheck, strategyCheck } from "./ecs-strategy";
import { balancersOf } from "./load-balancing";
import { containersOf, findTaskDefinition } from "./task-definition";
import { types } from "./types";

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

/** Services: tasks that a cluster keeps running. */
export const services: readonly ResourceRules[] = [
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
      taskDefinition: servingDefinition,
    },
    givenBack: ["taskDefinition"],
    broken: brokenDeployment,
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
      strategyCheck,
      existsCheck,
      providersCheck,
      networkCheck,
      balancerCheck,
      alternateCheck,
      alarmCheck,
    ],
    // A rollout with health checks takes two to three minutes; draining on deletion depends on deregistrationDelay.
    seconds: { create: 150, update: 180, delete: 90 },
  },
];
