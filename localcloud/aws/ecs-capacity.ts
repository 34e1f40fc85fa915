import { amount, list, record, refuse, text, texts } from "../reading";
import type { Check, ResourceRules } from "../rules";
import { clusterName, findCluster } from "./ecs-cluster";
import { types } from "./types";

/** A strategy excludes a launch type, has one base at most and a weight above 0. */
export const capacityCheck: Check = (inputs) => {
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
export const providersCheck: Check = (inputs, world) => {
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

const clusterProviders = /^(FARGATE|FARGATE_SPOT|(?!aws|ecs|fargate)[\w-]{1,255})$/;

/** The capacity providers of a cluster. */
export const clusterCapacity: readonly ResourceRules[] = [
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
];
