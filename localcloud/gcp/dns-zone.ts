import type { Check, FunctionRules, Properties, ResourceRules, StoredResource, World } from "../rules";
import { at, list, record, refuse, text } from "../reading";
import { sameLink } from "./links";
import { anyLink, lastPart, name } from "./names";
import { timestamp } from "./project";
import { types } from "./types";

/** Public zones that nobody made here: what a project with domains of its own has from before. */
const external: Readonly<Record<string, string>> = {
  "example-com": "example.com.",
  "staging-example-com": "staging.example.com.",
  "example-org": "example.org.",
  "example-net": "example.net.",
};

const servers = ["a", "b", "c", "d"].map((letter) => `ns-cloud-${letter}1.googledomains.com.`);

export interface ZoneView {
  readonly name: string;
  readonly dnsName: string;
}

/** The zone that a name or id means. */
export function findZone(world: World, reference: string): ZoneView | undefined {
  const zone = world.find(types.managedZone, reference) ?? world.find(types.managedZone, reference, "name");
  if (zone !== undefined)
    return { name: text(zone.outputs["name"]) ?? "", dnsName: text(zone.outputs["dnsName"]) ?? "" };
  const dnsName = external[lastPart(reference)];
  return dnsName === undefined ? undefined : { name: lastPart(reference), dnsName };
}

/** The record sets that were made in a zone. */
export function recordsOf(world: World, zone: string): StoredResource[] {
  return world
    .all(types.recordSet)
    .filter(({ inputs }) => lastPart(text(inputs["managedZone"]) ?? "") === lastPart(zone));
}

/** A full name ends with a dot. */
export const dotCheck =
  (path: string, example: string): Check =>
  (inputs) => {
    const value = text(inputs[path]);
    return value === undefined || value.endsWith(".")
      ? []
      : refuse(path, `Error 400: '${value}' must end with a dot: '${example}'`);
  };

const visibilityCheck: Check = (inputs) => {
  const isPrivate = inputs["visibility"] === "private";
  const onlyPrivate = ["privateVisibilityConfig", "forwardingConfig", "peeringConfig"];
  const wrong = onlyPrivate.find((path) => inputs[path] !== undefined);
  if (!isPrivate && wrong !== undefined) return refuse(wrong, "Error 400: is for private zones only");
  if (!isPrivate) return [];
  const networks = list(at(inputs, "privateVisibilityConfig.networks"));
  const clusters = list(at(inputs, "privateVisibilityConfig.gkeClusters"));
  if (networks.length + clusters.length === 0)
    return refuse("privateVisibilityConfig", "Error 400: a private zone must name the networks that see it");
  return inputs["dnssecConfig"] === undefined
    ? []
    : refuse("dnssecConfig", "Error 400: DNSSEC is for public zones only");
};

function networksOf(inputs: Properties, path: string): string[] {
  return list(at(inputs, path)).map((network) => text(record(network)["networkUrl"]) ?? "");
}

/** A network sees one private zone of a name. */
const networkCheck: Check = (inputs, world, self) => {
  const path = "privateVisibilityConfig.networks";
  const zones = world
    .all(types.managedZone)
    .filter((zone) => zone.id !== self?.id && zone.inputs["dnsName"] === inputs["dnsName"]);
  return networksOf(inputs, path).flatMap((network, index) => {
    const twin = zones.find((zone) =>
      networksOf(zone.inputs, path).some((other) => sameLink(world, types.network, other, network)),
    );
    return twin === undefined
      ? []
      : refuse(
          `${path}[${String(index)}].networkUrl`,
          `Error 400: the network is bound to ${twin.id} of the same name already`,
        );
  });
};

/** A network has one DNS policy. */
const policyCheck: Check = (inputs, world, self) =>
  networksOf(inputs, "networks").flatMap((network, index) => {
    const twin = world
      .all("gcp:dns/policy:Policy")
      .find(
        (policy) =>
          policy.id !== self?.id &&
          networksOf(policy.inputs, "networks").some((other) =>
            sameLink(world, types.network, other, network),
          ),
      );
    return twin === undefined
      ? []
      : refuse(
          `networks[${String(index)}].networkUrl`,
          `Error 400: the network is bound to the policy ${twin.id} already`,
        );
  });

/** Zones and policies of Cloud DNS. */
export const dnsZones: readonly ResourceRules[] = [
  {
    type: types.managedZone,
    name: name(),
    id: "projects/{account}/managedZones/{name}",
    outputs: {
      project: "{account}",
      creationTime: timestamp,
      managedZoneId: "{digits:18}",
      nameServers: () => servers,
    },
    defaults: { visibility: "public", description: "Managed by Pulumi", forceDestroy: false },
    references: [
      {
        path: "privateVisibilityConfig.networks[].networkUrl",
        to: types.network,
        by: anyLink,
        blocksDeletion: false,
      },
    ],
    immutable: ["name", "dnsName", "visibility"],
    limits: [{ path: "visibility", oneOf: ["public", "private"] }],
    check: [dotCheck("dnsName", "example.com."), visibilityCheck, networkCheck],
    checkDelete: ({ id, inputs }, world) => {
      const left = recordsOf(world, id).filter(
        (entry) => !["NS", "SOA"].includes(text(entry.inputs["type"]) ?? ""),
      );
      return left.length === 0 || inputs["forceDestroy"] === true
        ? []
        : refuse(
            "",
            `Error 400: containerNotEmpty: the zone still has ${String(left.length)} record sets, such as ${left[0]?.id ?? ""}`,
          );
    },
    seconds: { create: 4, update: 3, delete: 2 },
  },
  {
    type: "gcp:dns/policy:Policy",
    name: name(),
    id: "projects/{account}/policies/{name}",
    outputs: { project: "{account}" },
    defaults: { description: "Managed by Pulumi" },
    references: [{ path: "networks[].networkUrl", to: types.network, by: anyLink, blocksDeletion: false }],
    immutable: ["name"],
    check: policyCheck,
    seconds: { create: 3, update: 3, delete: 3 },
  },
  {
    type: types.responsePolicy,
    name: { ...name({ property: "responsePolicyName" }), auto: false },
    id: "projects/{account}/responsePolicies/{responsePolicyName}",
    outputs: { project: "{account}" },
    references: [{ path: "networks[].networkUrl", to: types.network, by: anyLink, blocksDeletion: false }],
    immutable: ["responsePolicyName"],
    seconds: { create: 3, update: 3, delete: 3 },
  },
  {
    type: "gcp:dns/responsePolicyRule:ResponsePolicyRule",
    name: { ...name({ property: "ruleName" }), auto: false },
    id: "projects/{account}/responsePolicies/{responsePolicy}/rules/{ruleName}",
    outputs: { project: "{account}" },
    references: [{ path: "responsePolicy", to: types.responsePolicy, by: ["responsePolicyName", "id"] }],
    immutable: ["ruleName", "responsePolicy"],
    check: dotCheck("dnsName", "*.googleapis.com."),
    seconds: { create: 3, update: 3, delete: 3 },
  },
];

function shape(zone: ZoneView, world: World, visibility: string): Properties {
  return {
    id: `projects/${world.account}/managedZones/${zone.name}`,
    name: zone.name,
    dnsName: zone.dnsName,
    description: "",
    managedZoneId: "1",
    nameServers: visibility === "public" ? servers : [],
    project: world.account,
    visibility,
  };
}

/** Zones that can be asked for: those that were made here, and {@link external} ones. */
export const dnsFunctions: readonly FunctionRules[] = [
  {
    token: "gcp:dns/getManagedZone:getManagedZone",
    result: (inputs, world) => {
      const wanted = text(inputs["name"]) ?? "";
      const zone = findZone(world, wanted);
      const made = world.find(types.managedZone, wanted, "name");
      return zone === undefined
        ? { path: "name", reason: `Error 404: there is no managed zone '${wanted}' in ${world.account}` }
        : shape(zone, world, text(made?.outputs["visibility"]) ?? "public");
    },
  },
  {
    token: "gcp:dns/getManagedZones:getManagedZones",
    result: (inputs, world) => {
      const made = world.all(types.managedZone).map(({ outputs }) => ({
        name: text(outputs["name"]) ?? "",
        dnsName: text(outputs["dnsName"]) ?? "",
        visibility: text(outputs["visibility"]) ?? "public",
      }));
      const before = Object.entries(external).map(([zone, dnsName]) => ({
        name: zone,
        dnsName,
        visibility: "public",
      }));
      return {
        id: `projects/${world.account}/managedZones`,
        project: text(inputs["project"]) ?? world.account,
        managedZones: [...before, ...made].map((zone) => shape(zone, world, zone.visibility)),
      };
    },
  },
];
