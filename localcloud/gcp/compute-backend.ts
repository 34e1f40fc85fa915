import type { Check, Properties, ResourceRules, StoredResource, World } from "../rules";
import { amount, list, record, refuse, repeated, text, texts } from "../reading";
import { findLink, selfLink } from "./links";
import { anyLink, name } from "./names";
import { timestamp } from "./project";
import { types } from "./types";

/** What a group for serverless products may stand for; one of them. */
const serverless = ["cloudRun", "appEngine", "cloudFunction", "serverlessDeployment"];

/** Groups that a backend service may send to. */
const groups = [
  types.regionEndpointGroup,
  "gcp:compute/networkEndpointGroup:NetworkEndpointGroup",
  "gcp:compute/globalNetworkEndpointGroup:GlobalNetworkEndpointGroup",
  "gcp:compute/instanceGroup:InstanceGroup",
  "gcp:compute/instanceGroupManager:InstanceGroupManager",
  "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager",
];

const groupCheck: Check = (inputs) => {
  const kind = text(inputs["networkEndpointType"]);
  const given = serverless.filter((path) => inputs[path] !== undefined);
  if (kind !== "SERVERLESS") {
    if (given[0] !== undefined)
      return refuse(given[0], `Error 400: is only for groups of the type SERVERLESS, not ${kind ?? ""}`);
    return kind === "PRIVATE_SERVICE_CONNECT" && inputs["pscTargetService"] === undefined
      ? refuse("pscTargetService", "Error 400: must be given for the type PRIVATE_SERVICE_CONNECT")
      : [];
  }
  if (given.length !== 1)
    return refuse(
      given[1] ?? "cloudRun",
      `Error 400: a group of the type SERVERLESS stands for exactly one of ${serverless.join(", ")}`,
    );
  const wrong = ["network", "subnetwork", "pscTargetService"].find((path) => inputs[path] !== undefined);
  return wrong === undefined ? [] : refuse(wrong, "Error 400: can't be given for the type SERVERLESS");
};

const cloudRunCheck: Check = (inputs) => {
  if (inputs["cloudRun"] === undefined) return [];
  const { service, urlMask } = record(inputs["cloudRun"]);
  if (service === undefined && urlMask === undefined)
    return refuse("cloudRun", "Error 400: must name a service or have a urlMask");
  const called = text(service);
  // Its name only: an id or a URL is refused, and so is a name that Cloud Run doesn't take.
  return called === undefined || /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(called)
    ? []
    : refuse(
        "cloudRun.service",
        `Error 400: '${called}' is no name of a Cloud Run service, for example 'api'`,
      );
};

function serverlessGroups(inputs: Properties, world: World): (StoredResource | undefined)[] {
  return list(inputs["backends"]).map((backend) => {
    const group = findLink(world, types.regionEndpointGroup, record(backend)["group"]);
    return group?.outputs["networkEndpointType"] === "SERVERLESS" ? group : undefined;
  });
}

/** Serverless NEGs overview, "Limitations": what a backend service of them can't have. */
const serverlessCheck: Check = (inputs, world) => {
  const found = serverlessGroups(inputs, world);
  if (!found.some((group) => group !== undefined)) return [];
  if (!found.every((group) => group !== undefined))
    return refuse("backends", "Error 400: serverless groups can't be mixed with other groups");
  const unsupported = (path: string, what: string) =>
    refuse(
      path,
      `Error 400: ${what} is not supported for a backend service with Serverless network endpoint groups.`,
    );
  const [twice] = repeated(found.map(({ outputs }) => outputs["region"]));
  return [
    ...(inputs["healthChecks"] !== undefined ? unsupported("healthChecks", "A health check") : []),
    ...(inputs["timeoutSec"] !== undefined && inputs["timeoutSec"] !== 30
      ? unsupported("timeoutSec", "Timeout sec")
      : []),
    ...(inputs["portName"] === undefined ? [] : unsupported("portName", "Port name")),
    ...(twice === undefined
      ? []
      : refuse(
          "backends",
          `Error 400: two serverless groups are in ${text(twice) ?? ""}; one a region may be`,
        )),
    ...list(inputs["backends"]).flatMap((backend, index) => {
      const { balancingMode, capacityScaler, ...rest } = record(backend);
      const here = `backends[${String(index)}]`;
      if (balancingMode !== undefined && balancingMode !== "UTILIZATION")
        return unsupported(`${here}.balancingMode`, `The balancing mode ${text(balancingMode) ?? ""}`);
      if (capacityScaler !== undefined && capacityScaler !== 1)
        return unsupported(`${here}.capacityScaler`, "A capacity scaler");
      const limit = Object.keys(rest).find((path) => path.startsWith("max"));
      return limit === undefined ? [] : unsupported(`${here}.${limit}`, limit);
    }),
  ];
};

/** All but serverless and internet groups are asked whether they live. */
const healthCheck: Check = (inputs, world) => {
  const found = serverlessGroups(inputs, world);
  const links = list(inputs["backends"]).map((backend) => text(record(backend)["group"]) ?? "");
  const internet = links.some((link) => link.includes("/global/networkEndpointGroups/"));
  return links.length === 0 ||
    internet ||
    found.some((group) => group !== undefined) ||
    inputs["healthChecks"] !== undefined
    ? []
    : refuse("healthChecks", "Error 400: exactly one health check must be given for these groups");
};

const headersCheck: Check = (inputs) =>
  ["customRequestHeaders", "customResponseHeaders"].flatMap((path) =>
    texts(inputs[path]).flatMap((header, index) =>
      /^[A-Za-z0-9!#$%&'*+.^_`|~-]+:.*$/.test(header)
        ? []
        : refuse(`${path}[${String(index)}]`, `Error 400: '${header}' is no header: NAME:VALUE`),
    ),
  );

const policyCheck: Check = (inputs, world) => {
  const policy = findLink(world, types.securityPolicy, inputs["securityPolicy"]);
  const kind = policy?.outputs["type"];
  return kind === undefined || kind === "CLOUD_ARMOR"
    ? []
    : refuse(
        "securityPolicy",
        `Error 400: a policy of the type ${text(kind) ?? ""} is not for a backend service`,
      );
};

const probeCheck: Check = (inputs) => {
  const kinds = [
    "grpcHealthCheck",
    "grpcTlsHealthCheck",
    "http2HealthCheck",
    "httpHealthCheck",
    "httpsHealthCheck",
    "sslHealthCheck",
    "tcpHealthCheck",
  ].filter((path) => inputs[path] !== undefined);
  if (kinds.length !== 1)
    return refuse(kinds[1] ?? "httpHealthCheck", "Error 400: exactly one way to ask must be given");
  const [every = 5, wait = 5] = [amount(inputs["checkIntervalSec"]), amount(inputs["timeoutSec"])];
  return wait > every
    ? refuse("timeoutSec", `Error 400: must not be longer than checkIntervalSec (${String(every)})`)
    : [];
};

/** Groups of endpoints, health checks and backend services. */
export const backends: readonly ResourceRules[] = [
  {
    type: types.regionEndpointGroup,
    name: name(),
    id: "projects/{account}/regions/{region}/networkEndpointGroups/{name}",
    outputs: { project: "{account}", selfLink },
    defaults: { networkEndpointType: "SERVERLESS" },
    immutable: [
      "name",
      "networkEndpointType",
      "network",
      "subnetwork",
      "description",
      "pscTargetService",
      ...serverless,
    ],
    references: [
      { path: "network", to: types.network, by: anyLink },
      { path: "subnetwork", to: types.subnetwork, by: anyLink },
    ],
    limits: [
      {
        path: "networkEndpointType",
        oneOf: [
          "SERVERLESS",
          "PRIVATE_SERVICE_CONNECT",
          "INTERNET_IP_PORT",
          "INTERNET_FQDN_PORT",
          "GCE_VM_IP_PORTMAP",
        ],
      },
    ],
    check: [groupCheck, cloudRunCheck],
    seconds: { create: 12, delete: 12 },
  },
  {
    type: types.healthCheck,
    name: name(),
    id: "projects/{account}/global/healthChecks/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      creationTimestamp: timestamp,
      type: ({ inputs }) =>
        (Object.keys(inputs).find((path) => path.endsWith("HealthCheck")) ?? "")
          .replace("HealthCheck", "")
          .toUpperCase(),
    },
    defaults: { checkIntervalSec: 5, timeoutSec: 5, healthyThreshold: 2, unhealthyThreshold: 2 },
    immutable: ["name"],
    limits: [
      { path: "checkIntervalSec", minimum: 1, maximum: 300 },
      { path: "timeoutSec", minimum: 1, maximum: 300 },
      { path: "healthyThreshold", minimum: 1, maximum: 10 },
      { path: "unhealthyThreshold", minimum: 1, maximum: 10 },
    ],
    check: probeCheck,
    seconds: { create: 11, update: 11, delete: 12 },
  },
  {
    type: types.backendService,
    name: name(),
    id: "projects/{account}/global/backendServices/{name}",
    outputs: {
      project: "{account}",
      selfLink,
      creationTimestamp: timestamp,
      fingerprint: "{hex:10}=",
      generatedId: ({ id }) => id.length,
      cdnPolicy: ({ inputs }) => record(inputs["cdnPolicy"]),
      iap: ({ inputs }) => ({ enabled: false, ...record(inputs["iap"]) }),
      logConfig: ({ inputs }) => ({
        enable: false,
        sampleRate: 0,
        optionalMode: "EXCLUDE_ALL_OPTIONAL",
        ...record(inputs["logConfig"]),
      }),
      portName: ({ inputs }) => inputs["portName"] ?? "",
    },
    defaults: {
      loadBalancingScheme: "EXTERNAL",
      protocol: "HTTP",
      timeoutSec: 30,
      connectionDrainingTimeoutSec: 300,
      sessionAffinity: "NONE",
    },
    references: [
      { path: "backends[].group", to: groups, by: ["id", "selfLink"] },
      { path: "healthChecks", to: types.healthCheck, by: anyLink },
      { path: "securityPolicy", to: types.securityPolicy, by: anyLink },
    ],
    immutable: ["name", "loadBalancingScheme"],
    limits: [
      {
        path: "loadBalancingScheme",
        oneOf: ["EXTERNAL", "EXTERNAL_MANAGED", "INTERNAL_MANAGED", "INTERNAL_SELF_MANAGED"],
      },
      {
        path: "protocol",
        oneOf: ["HTTP", "HTTPS", "HTTP2", "H2C", "TCP", "SSL", "UDP", "GRPC", "UNSPECIFIED"],
      },
      { path: "logConfig.sampleRate", minimum: 0, maximum: 1 },
      {
        path: "logConfig.optionalMode",
        oneOf: ["INCLUDE_ALL_OPTIONAL", "EXCLUDE_ALL_OPTIONAL", "CUSTOM"],
      },
      { path: "timeoutSec", minimum: 1, maximum: 2_147_483_647 },
      { path: "connectionDrainingTimeoutSec", minimum: 0, maximum: 3600 },
      { path: "compressionMode", oneOf: ["AUTOMATIC", "DISABLED"] },
    ],
    check: [serverlessCheck, healthCheck, headersCheck, policyCheck],
    seconds: { create: 33, update: 22, delete: 12 },
  },
];
