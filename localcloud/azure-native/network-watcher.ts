import { at, refuse, text } from "../reading";
import type { Check, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { networkName, sameLocation } from "./names";
import { networkOf } from "./network-subnet";
import { types } from "./types";

/** Azure makes this group, with a watcher for each region in which a subscription has a virtual network. */
const ownGroup = "networkwatcherrg";

const watcherCheck: Check = (inputs, world) => {
  const [group, watcher, location] = ["resourceGroupName", "networkWatcherName", "location"].map((key) =>
    text(inputs[key]),
  );
  if (group === undefined || watcher === undefined || location === undefined) return [];
  const made = world
    .all(types.networkWatcher)
    .some(({ outputs, inputs: its }) => outputs["name"] === watcher && its["resourceGroupName"] === group);
  const automatic =
    group.toLowerCase() === ownGroup && watcher.toLowerCase() === `networkwatcher_${location}`;
  return made || automatic
    ? []
    : refuse(
        "networkWatcherName",
        `NetworkWatcherNotFound: there is no '${watcher}' in '${group}'; Azure's own for this region is NetworkWatcher_${location} in NetworkWatcherRG`,
      );
};

const targetCheck: Check = (inputs, world) => {
  const id = text(inputs["targetResourceId"]);
  if (id === undefined) return [];
  if (/\/networkSecurityGroups\//i.test(id))
    return refuse(
      "targetResourceId",
      "NsgFlowLogCreationBlocked: flow logs of security groups can no longer be made; log the virtual network",
    );
  const target = world.find(types.virtualNetwork, id) ?? networkOf(world, id);
  if (target === undefined)
    return refuse("targetResourceId", `ResourceNotFound: the resource '${id}' was not found`);
  return sameLocation("targetResourceId", inputs["location"], target);
};

const storageCheck: Check = (inputs, world) =>
  sameLocation("storageId", inputs["location"], world.find(types.storageAccount, inputs["storageId"]));

const analytics = "flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration";

const analyticsCheck: Check = (inputs) => {
  const given = ["workspaceId", "workspaceRegion", "workspaceResourceId"].filter(
    (key) => at(inputs, `${analytics}.${key}`) !== undefined,
  );
  return at(inputs, `${analytics}.enabled`) === true && !given.includes("workspaceResourceId")
    ? refuse(
        `${analytics}.workspaceResourceId`,
        "TrafficAnalyticsWorkspaceMissing: traffic analytics needs a workspace",
      )
    : [];
};

const flowLog = armResource({
  type: types.flowLog,
  path: "Microsoft.Network/networkWatchers/{networkWatcherName}/flowLogs/{flowLogName}",
  location: "regional",
  name: networkName,
  limits: [
    { path: "retentionPolicy.days", minimum: 0, maximum: 365 },
    { path: "format.type", oneOf: ["JSON"] },
    { path: "format.version", oneOf: [1, 2] },
    { path: `${analytics}.trafficAnalyticsInterval`, oneOf: [10, 60] },
  ],
  uniqueBy: [["targetResourceId", "storageId"]],
  check: [watcherCheck, targetCheck, storageCheck, analyticsCheck],
  seconds: { create: 15, update: 12, delete: 12 },
});

/** Flow logs. */
export const flowLogs: readonly ResourceRules[] = [
  armResource({
    type: types.networkWatcher,
    path: "Microsoft.Network/networkWatchers/{networkWatcherName}",
    location: "regional",
    name: networkName,
    uniqueBy: [["location"]],
    seconds: { create: 5, update: 5, delete: 10 },
  }),
  {
    ...flowLog,
    // Its group and its watcher may be Azure's own, which nobody makes.
    references: [
      { path: "targetResourceId", to: [types.virtualNetwork, types.subnet], deletesWith: true, except: /./ },
      { path: "storageId", to: types.storageAccount },
      { path: `${analytics}.workspaceResourceId`, to: types.workspace },
    ],
  },
];
