import type { Check, ResourceRules, World } from "../rules";
import { arn } from "./account";
import { types } from "./types";
import { amount, at, list, record, refuse, text, shown } from "../reading";

const dimensions: Readonly<Record<string, readonly string[]>> = {
  ecs: ["ecs:service:DesiredCount"],
  rds: ["rds:cluster:ReadReplicaCount"],
  dynamodb: [
    "dynamodb:table:ReadCapacityUnits",
    "dynamodb:table:WriteCapacityUnits",
    "dynamodb:index:ReadCapacityUnits",
    "dynamodb:index:WriteCapacityUnits",
  ],
  elasticache: ["elasticache:replication-group:NodeGroups", "elasticache:replication-group:Replicas"],
  lambda: ["lambda:function:ProvisionedConcurrency"],
};

const targetCheck: Check = (inputs) => {
  const [minimum, maximum] = [amount(inputs["minCapacity"]), amount(inputs["maxCapacity"])];
  if (minimum !== undefined && maximum !== undefined && minimum > maximum)
    return refuse(
      "minCapacity",
      `ValidationException: Maximum capacity cannot be less than minimum capacity (${String(minimum)} > ${String(maximum)})`,
    );
  const allowed = dimensions[text(inputs["serviceNamespace"]) ?? ""];
  const dimension = text(inputs["scalableDimension"]);
  return allowed === undefined || dimension === undefined || allowed.includes(dimension)
    ? []
    : refuse(
        "scalableDimension",
        `ValidationException: unsupported for this service namespace; use ${allowed.join(" or ")}`,
      );
};

const resourceCheck: Check = (inputs, world) => {
  if (inputs["serviceNamespace"] !== "ecs") return [];
  const id = text(inputs["resourceId"]);
  if (id === undefined) return [];
  const [, cluster, name] = /^service\/([^/]+)\/([^/]+)$/.exec(id) ?? [];
  if (cluster === undefined || name === undefined)
    return refuse("resourceId", `ValidationException: '${id}' does not read 'service/CLUSTER/SERVICE'`);
  return serviceExists(world, cluster, name)
    ? []
    : refuse("resourceId", `ValidationException: ECS service doesn't exist: ${id}`);
};

function serviceExists(world: World, cluster: string, name: string): boolean {
  return world.all(types.service).some((service) => service.id.endsWith(`:service/${cluster}/${name}`));
}

/** A policy is for a target that is registered under the same three names. */
const registeredCheck: Check = (inputs, world) => {
  const same = ["resourceId", "scalableDimension", "serviceNamespace"];
  if (same.some((key) => inputs[key] === undefined)) return [];
  const registered = world
    .all(types.scalingTarget)
    .some((target) => same.every((key) => target.inputs[key] === inputs[key]));
  return registered
    ? []
    : refuse(
        "resourceId",
        `ObjectNotFoundException: no scalable target is registered for ${shown(inputs["resourceId"])}`,
      );
};

const kindCheck: Check = (inputs) => {
  const type = text(inputs["policyType"]) ?? "StepScaling";
  const tracking = record(inputs["targetTrackingScalingPolicyConfiguration"]);
  if (type === "TargetTrackingScaling" && Object.keys(tracking).length === 0)
    return refuse(
      "targetTrackingScalingPolicyConfiguration",
      "is needed with policyType TargetTrackingScaling",
    );
  if (type === "StepScaling" && inputs["targetTrackingScalingPolicyConfiguration"] !== undefined)
    return refuse("policyType", "is 'TargetTrackingScaling' when a target is tracked");
  if (type !== "TargetTrackingScaling") return [];
  const path = "targetTrackingScalingPolicyConfiguration";
  const predefined = record(tracking["predefinedMetricSpecification"]);
  const custom = tracking["customizedMetricSpecification"];
  if (Object.keys(predefined).length > 0 === (custom !== undefined))
    return refuse(path, "has exactly one of predefinedMetricSpecification and customizedMetricSpecification");
  const metric = text(predefined["predefinedMetricType"]);
  if (metric === "ALBRequestCountPerTarget" && predefined["resourceLabel"] === undefined)
    return refuse(
      `${path}.predefinedMetricSpecification.resourceLabel`,
      "ValidationException: ALBRequestCountPerTarget needs LOAD_BALANCER_SUFFIX/TARGET_GROUP_SUFFIX",
    );
  const label = text(predefined["resourceLabel"]);
  if (label !== undefined && !/^app\/[^/]+\/[0-9a-f]+\/targetgroup\/[^/]+\/[0-9a-f]+$/.test(label))
    return refuse(
      `${path}.predefinedMetricSpecification.resourceLabel`,
      "ValidationException: reads app/NAME/ID/targetgroup/NAME/ID, the suffixes of the two ARNs",
    );
  const target = amount(tracking["targetValue"]);
  const percent = metric?.startsWith("ECSServiceAverage") === true;
  return target !== undefined && (target <= 0 || (percent && target > 100))
    ? refuse(`${path}.targetValue`, percent ? "is a percentage above 0, up to 100" : "is above 0")
    : [];
};

export const applicationScaling: readonly ResourceRules[] = [
  {
    type: types.scalingTarget,
    id: "{resourceId}",
    outputs: {
      arn: arn("application-autoscaling", "scalable-target/{hex:32}"),
      roleArn: ({ inputs }, world) =>
        inputs["roleArn"] ??
        `arn:aws:iam::${world.account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
    },
    immutable: ["resourceId", "scalableDimension", "serviceNamespace"],
    limits: [
      { path: "minCapacity", minimum: 0 },
      { path: "maxCapacity", minimum: 0 },
    ],
    uniqueBy: [["resourceId", "scalableDimension", "serviceNamespace"]],
    check: [targetCheck, resourceCheck],
    deleteBeforeReplace: true,
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:appautoscaling/policy:Policy",
    name: {
      property: "name",
      maximum: 255,
      pattern: /^[ -~]+$/,
      alphabet: "printable ASCII characters",
      unique: "none",
    },
    id: "{name}",
    outputs: {
      arn: arn(
        "autoscaling",
        "scalingPolicy:{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}:resource/ecs/{resourceId}:policyName/{name}",
      ),
      alarmArns: ({ id, inputs }, world) =>
        inputs["policyType"] === "TargetTrackingScaling"
          ? ["AlarmHigh", "AlarmLow"].map(
              (kind) =>
                `arn:aws:cloudwatch:${world.region}:${world.account}:alarm:TargetTracking-${text(inputs["resourceId"]) ?? ""}-${kind}-${id}`,
            )
          : [],
    },
    immutable: ["name", "resourceId", "scalableDimension", "serviceNamespace"],
    limits: [
      { path: "policyType", oneOf: ["StepScaling", "TargetTrackingScaling", "PredictiveScaling"] },
      { path: "targetTrackingScalingPolicyConfiguration.scaleInCooldown", minimum: 0 },
      { path: "targetTrackingScalingPolicyConfiguration.scaleOutCooldown", minimum: 0 },
    ],
    uniqueBy: [["resourceId", "scalableDimension", "serviceNamespace", "name"]],
    check: [
      kindCheck,
      registeredCheck,
      (inputs) =>
        list(at(inputs, "stepScalingPolicyConfiguration.stepAdjustments")).length === 0 &&
        inputs["stepScalingPolicyConfiguration"] !== undefined
          ? refuse(
              "stepScalingPolicyConfiguration.stepAdjustments",
              "ValidationException: at least one step adjustment",
            )
          : [],
    ],
    seconds: { create: 1, delete: 1 },
  },
];
