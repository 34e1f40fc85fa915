import { block, contains } from "../cidr";
import type { Check, Properties, ResourceRules, World } from "../rules";
import { refuse, text } from "../reading";
import { findLink, sameLink, selfLink } from "./links";
import { anyLink, name, tag } from "./names";
import { timestamp } from "./project";
import { rangeProblem, rangesOf, type UsedRange } from "./ranges";
import { types } from "./types";

/** Where packets may go next; one of them. */
const hops = ["nextHopGateway", "nextHopIlb", "nextHopInstance", "nextHopIp", "nextHopVpnTunnel"];

const routeCheck: Check = (inputs, world) => {
  const range = text(inputs["destRange"]);
  const wrong = range === undefined || range.includes(":") ? undefined : rangeProblem(range);
  if (wrong !== undefined) return refuse("destRange", `Error 400: ${wrong}`);
  const own = block(range ?? "");
  const hidden =
    own === undefined
      ? undefined
      : rangesInSubnets(world, inputs).find(({ block: subnet }) => contains(subnet, own));
  return hidden === undefined
    ? []
    : refuse(
        "destRange",
        `Error 400: Route hides the address space of ${hidden.owner}: ${range ?? ""} is within its range ${hidden.cidr}`,
      );
};

function rangesInSubnets(world: World, inputs: Properties): UsedRange[] {
  return world
    .all(types.subnetwork)
    .filter((subnet) => sameLink(world, types.network, subnet.inputs["network"], inputs["network"]))
    .flatMap(rangesOf);
}

const gatewayCheck: Check = (inputs) => {
  const gateway = text(inputs["nextHopGateway"]);
  return gateway === undefined || /(^|\/global\/gateways\/)default-internet-gateway$/.test(gateway)
    ? []
    : refuse(
        "nextHopGateway",
        `Error 404: '${gateway}' is no gateway: the only one is default-internet-gateway`,
      );
};

/** Static routes of a network. */
export const routes: readonly ResourceRules[] = [
  {
    type: types.route,
    name: name(),
    id: "projects/{account}/global/routes/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      creationTimestamp: timestamp,
      nextHopNetwork: ({ inputs }, world) =>
        text(findLink(world, types.network, inputs["network"])?.outputs["selfLink"]) ?? "",
      nextHopHub: "",
      nextHopPeering: "",
      nextHopInterRegionCost: "",
      nextHopMed: "",
      nextHopOrigin: "",
      routeStatus: "ACTIVE",
      routeType: "STATIC",
      asPaths: () => [],
      warnings: () => [],
    },
    defaults: { priority: 1000 },
    references: [{ path: "network", to: types.network, by: anyLink }],
    immutable: ["name", "network", "destRange", "priority", "description", "tags", ...hops],
    exactlyOneOf: [hops],
    limits: [
      { path: "priority", minimum: 0, maximum: 65_535 },
      { path: "tags[]", ...tag },
    ],
    check: [routeCheck, gatewayCheck],
    seconds: { create: 11, delete: 22 },
  },
];
