import type { Check, Properties, ResourceRules, StoredResource, World } from "../rules";
import { list, record, refuse, text, texts } from "../reading";
import { findLink, sameLink, selfLink } from "./links";
import { anyLink, lastPart, name } from "./names";
import { timestamp } from "./project";
import { types } from "./types";

/** Proxies that a forwarding rule may send to. */
const proxies = [
  types.httpProxy,
  types.httpsProxy,
  "gcp:compute/targetGrpcProxy:TargetGrpcProxy",
  "gcp:compute/targetTCPProxy:TargetTCPProxy",
  "gcp:compute/targetSSLProxy:TargetSSLProxy",
];
const certificateMapPrefix = "//certificatemanager.googleapis.com/";

const certificateCheck: Check = (inputs) => {
  const ways = ["sslCertificates", "certificateMap", "certificateManagerCertificates"];
  const given = ways.some((path) => {
    const value = inputs[path];
    return value !== undefined && (!Array.isArray(value) || value.length > 0);
  });
  return given
    ? []
    : refuse(
        "sslCertificates",
        `Error 400: one of ${ways.join(", ")} must be given: HTTPS needs a certificate`,
      );
};

const mapCheck: Check = (inputs, world) => {
  const map = text(inputs["certificateMap"]);
  if (map === undefined) return [];
  if (!map.startsWith(certificateMapPrefix))
    return refuse(
      "certificateMap",
      `Error 400: '${map}' is no link to a map: ${certificateMapPrefix}projects/PROJECT/locations/global/certificateMaps/NAME`,
    );
  const id = map.slice(certificateMapPrefix.length);
  return world.find(types.certificateMap, id) === undefined
    ? refuse("certificateMap", `Error 404: the certificate map '${id}' was not found`)
    : [];
};

const portCheck: Check = (inputs) => {
  const range = text(inputs["portRange"]);
  const target = text(inputs["target"]) ?? "";
  if (range === undefined)
    return refuse("portRange", "Error 400: must be given for a target proxy, for example 443");
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(range);
  const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (match === null || from < 1 || to > 65_535 || from > to)
    return refuse("portRange", `Error 400: '${range}' is no port from 1 to 65535`);
  if (from !== to)
    return refuse("portRange", `Error 400: a global forwarding rule has one port, not ${range}`);
  if (inputs["loadBalancingScheme"] !== "EXTERNAL") return [];
  // The classic Application Load Balancer knows these ports only.
  if (target.includes("/targetHttpProxies/") && ![80, 8080].includes(from))
    return refuse(
      "portRange",
      "Error 400: a target HTTP proxy of the classic load balancer has port 80 or 8080",
    );
  return target.includes("/targetHttpsProxies/") && from !== 443
    ? refuse("portRange", "Error 400: a target HTTPS proxy of the classic load balancer has port 443")
    : [];
};

const addressCheck: Check = (inputs, world) => {
  const address = findLink(world, types.globalAddress, inputs["ipAddress"]);
  return address?.inputs["addressType"] === "INTERNAL"
    ? refuse(
        "ipAddress",
        "Error 400: an internal address is not for a load balancer that is reached from outside",
      )
    : [];
};

/** An address and a port have one forwarding rule. */
const conflictCheck: Check = (inputs, world, self) => {
  if (inputs["ipAddress"] === undefined) return [];
  const other = world
    .all(types.globalForwardingRule)
    .find(
      (rule) =>
        rule.id !== self?.id &&
        rule.inputs["portRange"] === inputs["portRange"] &&
        sameLink(world, types.globalAddress, rule.inputs["ipAddress"], inputs["ipAddress"]),
    );
  return other === undefined
    ? []
    : refuse(
        "ipAddress",
        `Error 400: Specified IP address is in-use and would result in a conflict: ${other.id} has the same port`,
      );
};

function backendsOf(urlMap: StoredResource, world: World): StoredResource[] {
  const matchers = list(urlMap.inputs["pathMatchers"]).map(record);
  const links = [
    urlMap.inputs["defaultService"],
    ...matchers.flatMap((matcher) => [
      matcher["defaultService"],
      ...list(matcher["pathRules"]).map((rule) => record(rule)["service"]),
    ]),
  ];
  return links.flatMap((link) => findLink(world, types.backendService, link) ?? []);
}

/** Everything behind a forwarding rule is of its scheme. */
const schemeCheck: Check = (inputs, world) => {
  const proxy = findLink(world, [types.httpProxy, types.httpsProxy], inputs["target"]);
  const urlMap = findLink(world, types.urlMap, proxy?.inputs["urlMap"]);
  const scheme = text(inputs["loadBalancingScheme"]) ?? "";
  const other = (urlMap === undefined ? [] : backendsOf(urlMap, world)).find(
    ({ outputs }) => outputs["loadBalancingScheme"] !== scheme,
  );
  return other === undefined
    ? []
    : refuse(
        "loadBalancingScheme",
        `Error 400: is ${scheme}, but ${lastPart(other.id)} behind it is ${text(other.outputs["loadBalancingScheme"]) ?? ""}`,
      );
};

const sourcesCheck: Check = (inputs: Properties) =>
  texts(inputs["sourceIpRanges"]).length > 0
    ? refuse("sourceIpRanges", "Error 400: is for regional forwarding rules of the scheme EXTERNAL only")
    : [];

/** Proxies and forwarding rules: where requests come in. */
export const frontends: readonly ResourceRules[] = [
  {
    type: types.httpProxy,
    name: name(),
    id: "projects/{account}/global/targetHttpProxies/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      creationTimestamp: timestamp,
      fingerprint: "{hex:10}=",
      proxyId: ({ id }) => id.length,
      proxyBind: () => false,
    },
    references: [{ path: "urlMap", to: types.urlMap, by: anyLink }],
    immutable: ["name", "description", "proxyBind"],
    limits: [{ path: "httpKeepAliveTimeoutSec", minimum: 5, maximum: 1200 }],
    seconds: { create: 12, update: 11, delete: 12 },
  },
  {
    type: types.httpsProxy,
    name: name(),
    id: "projects/{account}/global/targetHttpsProxies/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      creationTimestamp: timestamp,
      fingerprint: "{hex:10}=",
      proxyId: ({ id }) => id.length,
      proxyBind: () => false,
      tlsEarlyData: "DISABLED",
    },
    defaults: { quicOverride: "NONE" },
    references: [
      { path: "urlMap", to: types.urlMap, by: anyLink },
      { path: "sslPolicy", to: types.sslPolicy, by: anyLink },
      {
        path: "sslCertificates[]",
        to: [types.managedCertificate, "gcp:compute/sSLCertificate:SSLCertificate"],
        by: anyLink,
      },
      { path: "certificateManagerCertificates[]", to: types.certificate, except: /^\/\// },
    ],
    immutable: ["name", "description", "proxyBind"],
    limits: [
      { path: "sslCertificates", maximumItems: 15 },
      { path: "quicOverride", oneOf: ["NONE", "ENABLE", "DISABLE"] },
      { path: "httpKeepAliveTimeoutSec", minimum: 5, maximum: 1200 },
    ],
    check: [certificateCheck, mapCheck],
    seconds: { create: 12, update: 11, delete: 12 },
  },
  {
    type: types.globalForwardingRule,
    name: name(),
    id: "projects/{account}/global/forwardingRules/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      baseForwardingRule: "",
      labelFingerprint: "42WmSpB8rSM=",
      forwardingRuleId: ({ id }) => id.length,
      ipAddress: ({ inputs }, world) =>
        findLink(world, types.globalAddress, inputs["ipAddress"])?.outputs["address"] ??
        inputs["ipAddress"] ??
        "34.8.0.10",
      ipProtocol: ({ inputs }) => inputs["ipProtocol"] ?? "TCP",
      network: ({ inputs }) => inputs["network"] ?? "",
      networkTier: ({ inputs }) => inputs["networkTier"] ?? "PREMIUM",
      subnetwork: ({ inputs }) => inputs["subnetwork"] ?? "",
      pscConnectionId: "",
      pscConnectionStatus: "",
      serviceDirectoryRegistrations: () => ({ namespace: "", serviceDirectoryRegion: "" }),
    },
    defaults: { loadBalancingScheme: "EXTERNAL" },
    references: [
      { path: "target", to: proxies, by: ["id", "selfLink"] },
      { path: "ipAddress", to: types.globalAddress, by: anyLink, except: /^[0-9a-f.:]+$/i },
    ],
    immutable: [
      "name",
      "description",
      "ipAddress",
      "ipProtocol",
      "ipVersion",
      "loadBalancingScheme",
      "network",
      "networkTier",
      "portRange",
      "subnetwork",
    ],
    limits: [
      {
        path: "loadBalancingScheme",
        oneOf: ["EXTERNAL", "EXTERNAL_MANAGED", "INTERNAL_MANAGED", "INTERNAL_SELF_MANAGED"],
      },
      { path: "ipProtocol", oneOf: ["TCP", "UDP", "ESP", "AH", "SCTP", "ICMP"] },
      { path: "networkTier", oneOf: ["PREMIUM", "STANDARD"] },
    ],
    check: [portCheck, addressCheck, conflictCheck, schemeCheck, sourcesCheck],
    // An Application Load Balancer answers some minutes after its rule is there; nobody waits for that.
    seconds: { create: 22, update: 12, delete: 22 },
  },
];
