import { refuse, text } from "../reading";
import type { Properties, ResourceRules, StoredResource, World } from "../rules";
import { arn, parseArn } from "./account";
import { types } from "./types";

/** The cluster that an ARN or a name means. */
export function findCluster(world: World, reference: string | undefined): StoredResource | undefined {
  return world.find(types.cluster, reference, "arn") ?? world.find(types.cluster, reference, "name");
}

/** The name of the cluster that a service is in. */
export function clusterName(inputs: Properties): string {
  const cluster = text(inputs["cluster"]) ?? "default";
  return parseArn(cluster)?.resource.replace(/^cluster\//, "") ?? cluster;
}

/** Clusters of containers. */
export const clusters: readonly ResourceRules[] = [
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
];
