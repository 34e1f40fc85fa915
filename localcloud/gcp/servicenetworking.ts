import type { Check, ResourceRules } from "../rules";
import { at, refuse, text, texts } from "../reading";
import { findLink, sameLink } from "./links";
import { anyLink } from "./names";
import { types } from "./types";

const rangesCheck: Check = (inputs, world) =>
  texts(inputs["reservedPeeringRanges"]).flatMap((name, index) => {
    const here = `reservedPeeringRanges[${String(index)}]`;
    const range = findLink(world, types.globalAddress, name);
    if (range === undefined) return refuse(here, `Error 400: there is no allocated range '${name}'`);
    if (range.outputs["name"] !== name)
      return refuse(here, `Error 400: '${name}' is no name: a range is given by its name only`);
    if (range.inputs["purpose"] !== "VPC_PEERING")
      return refuse(here, `Error 400: the range '${name}' is not allocated for VPC_PEERING`);
    return sameLink(world, types.network, range.inputs["network"], inputs["network"])
      ? []
      : refuse(here, `Error 400: the range '${name}' is allocated in another network`);
  });

const twinCheck: Check = (inputs, world, self) => {
  const twin = world
    .all(types.privateConnection)
    .find(
      (other) =>
        other.id !== self?.id &&
        other.inputs["service"] === inputs["service"] &&
        sameLink(world, types.network, other.inputs["network"], inputs["network"]),
    );
  return twin === undefined
    ? []
    : refuse(
        "network",
        "Error 400: Cannot modify allocated ranges in CreateConnection. Please use UpdateConnection: the network has a private connection already",
      );
};

/** Private services access: the peering to the network where Google's databases and caches are. */
export const privateConnections: readonly ResourceRules[] = [
  {
    type: types.privateConnection,
    id: ({ network }) => `${encodeURIComponent(text(network) ?? "")}:{service}`,
    outputs: { peering: ({ inputs }) => (text(inputs["service"]) ?? "").replaceAll(".", "-") },
    references: [{ path: "network", to: types.network, by: anyLink }],
    immutable: ["network", "service"],
    limits: [
      {
        path: "service",
        pattern: /[a-z.-]*servicenetworking\.(googleapis\.com|goog)/,
        reason: "must be servicenetworking.googleapis.com, or the service of a partner",
      },
      { path: "reservedPeeringRanges", minimumItems: 1 },
    ],
    check: [rangesCheck, twinCheck],
    checkDelete: ({ inputs }, world) => {
      const isHere = (network: Parameters<typeof sameLink>[2]): boolean =>
        sameLink(world, types.network, network, inputs["network"]);
      const user =
        world
          .all(types.databaseInstance)
          .find((instance) => isHere(at(instance.inputs, "settings.ipConfiguration.privateNetwork"))) ??
        world
          .all(types.redisInstance)
          .find(
            (instance) =>
              instance.inputs["connectMode"] === "PRIVATE_SERVICE_ACCESS" &&
              isHere(instance.inputs["authorizedNetwork"]),
          );
      return user === undefined
        ? []
        : refuse(
            "",
            `Error 400: Failed to delete connection; Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still using this connection: ${user.id}`,
          );
    },
    // Service Networking: its operation makes a project for the tenant and peers its network; about a minute.
    seconds: { create: 60, update: 30, delete: 30 },
  },
];
