import { randomText } from "../interpreter/template";
import { amount, at, list, record, refuse, text, texts } from "../reading";
import type { Check, Problem, Properties, ResourceRules, StoredResource, World } from "../rules";
import { armResource } from "./arm-resource";
import { domains } from "./cdn-domains";
import { networkName } from "./names";
import { types } from "./types";

const profilePath = "Microsoft.Cdn/profiles/{profileName}";
const frontDoorName = { ...networkName, maximum: 90, pattern: /^[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?$/ };

const samplesCheck: Check = (inputs) => {
  const settings = record(inputs["loadBalancingSettings"]);
  const [size, needed] = [amount(settings["sampleSize"]), amount(settings["successfulSamplesRequired"])];
  if (inputs["loadBalancingSettings"] === undefined)
    return refuse("loadBalancingSettings", "BadRequest: an origin group has settings for load balancing");
  return size !== undefined && needed !== undefined && needed > size
    ? refuse(
        "loadBalancingSettings.successfulSamplesRequired",
        `BadRequest: is at most the sample size (${String(size)}), not ${String(needed)}`,
      )
    : [];
};

const groupId = ({ id }: StoredResource): string => id.replace(/\/origins\/[^/]+$/, "");
const originsIn = (group: string, world: World): StoredResource[] =>
  world.all(types.origin).filter((origin) => groupId(origin) === group);

const routesTo = (group: string, world: World): StoredResource[] =>
  world.all(types.frontDoorRoute).filter(({ inputs }) => at(inputs, "originGroup.id") === group);

const originCheck: Check = (inputs, world) => {
  const host = text(inputs["hostName"]);
  if (host === undefined)
    return inputs["hostName"] === undefined
      ? refuse("hostName", "BadRequest: an origin has a host name")
      : [];
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/.test(host))
    return refuse("hostName", `BadRequest: '${host}' is no host name or address`);
  if (inputs["sharedPrivateLinkResource"] === undefined) return [];
  const profile = world.all(types.frontDoor).find(({ outputs }) => outputs["name"] === inputs["profileName"]);
  return at(profile?.inputs ?? {}, "sku.name") === "Standard_AzureFrontDoor"
    ? refuse(
        "sharedPrivateLinkResource",
        "BadRequest: private link to origins needs the sku 'Premium_AzureFrontDoor'",
      )
    : [];
};

const originGroupCheck: Check = (inputs, world) => {
  const id = text(at(inputs, "originGroup.id"));
  if (id === undefined)
    return at(inputs, "originGroup.id") === undefined && inputs["originGroup"] === undefined
      ? refuse("originGroup", "BadRequest: a route leads to an origin group")
      : [];
  const group = world.find(types.originGroup, id);
  if (group === undefined) return [];
  if (!id.includes(`/profiles/${text(inputs["profileName"]) ?? ""}/`))
    return refuse("originGroup.id", "BadRequest: the origin group is of another profile");
  return originsIn(id, world).some(({ inputs: origin }) => origin["enabledState"] !== "Disabled")
    ? []
    : refuse(
        "originGroup.id",
        "BadRequest: the origin group has no enabled origin: make its origins before the route",
      );
};

const protocolCheck: Check = (inputs) => {
  const supported = texts(inputs["supportedProtocols"]);
  const redirects = (inputs["httpsRedirect"] ?? "Disabled") === "Enabled";
  if (redirects && inputs["supportedProtocols"] !== undefined && supported.length < 2)
    return refuse(
      "supportedProtocols",
      "BadRequest: HTTPS redirect needs both Http and Https among the supported protocols",
    );
  const wrong = texts(inputs["patternsToMatch"]).find((pattern) => !/^\/(?:[^*]*\*?)$/.test(pattern));
  if (wrong !== undefined)
    return refuse(
      "patternsToMatch",
      `BadRequest: '${wrong}' is no path; it begins with '/' and has '*' at its end only`,
    );
  const hosts =
    list(inputs["customDomains"]).length > 0 || (inputs["linkToDefaultDomain"] ?? "Disabled") === "Enabled";
  return hosts
    ? []
    : refuse(
        "linkToDefaultDomain",
        "BadRequest: a route has at least one domain: link it to the default domain, or give customDomains",
      );
};

/** One path of one domain leads to one route. */
const overlapCheck: Check = (inputs, world, self) => {
  const domainsOf = (route: Properties): string[] => [
    ...list(route["customDomains"]).flatMap((each) => text(record(each)["id"]) ?? []),
    ...(route["linkToDefaultDomain"] === "Enabled" ? [`default ${text(route["endpointName"]) ?? ""}`] : []),
  ];
  const own = domainsOf(inputs);
  const patterns = inputs["patternsToMatch"] === undefined ? ["/*"] : texts(inputs["patternsToMatch"]);
  const twin = world
    .all(types.frontDoorRoute)
    .filter((route) => route.id !== self?.id && route.inputs["profileName"] === inputs["profileName"])
    .find(
      ({ inputs: other }) =>
        domainsOf(other).some((domain) => own.includes(domain)) &&
        (other["patternsToMatch"] === undefined ? ["/*"] : texts(other["patternsToMatch"])).some((pattern) =>
          patterns.includes(pattern),
        ),
    );
  return twin === undefined
    ? []
    : refuse("patternsToMatch", `BadRequest: ${twin.id} already takes one of these paths of the same domain`);
};

const ruleCheck: Check = (inputs, world, self) => {
  const actions = list(inputs["actions"]);
  if (actions.length < 1 || actions.length > 5)
    return refuse("actions", `BadRequest: a rule has one to five actions, not ${String(actions.length)}`);
  if (list(inputs["conditions"]).length > 10)
    return refuse("conditions", "BadRequest: a rule has at most ten conditions");
  const twin = world
    .all(types.rule)
    .find(
      ({ id, inputs: its }) =>
        id !== self?.id &&
        its["ruleSetName"] === inputs["ruleSetName"] &&
        its["profileName"] === inputs["profileName"] &&
        its["order"] === inputs["order"],
    );
  return twin === undefined ? [] : refuse("order", `BadRequest: ${twin.id} has the same order`);
};

const lettersAndDigits = {
  maximum: 60,
  pattern: /^[A-Za-z][A-Za-z0-9]*$/,
  alphabet: "letters and digits; it begins with a letter",
} as const;

const switches = ["Enabled", "Disabled"];

/** Front Door: profiles, endpoints, origins, routes and rules. */
export const frontDoor: readonly ResourceRules[] = [
  armResource({
    type: types.frontDoor,
    path: profilePath,
    location: "global",
    name: frontDoorName,
    outputs: {
      frontDoorId: "{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}",
      kind: "frontdoor",
      resourceState: "Active",
      extendedProperties: () => ({}),
    },
    immutable: ["sku"],
    limits: [
      {
        path: "sku.name",
        oneOf: ["Standard_AzureFrontDoor", "Premium_AzureFrontDoor"],
        reason:
          "must be Standard_AzureFrontDoor or Premium_AzureFrontDoor: the skus of the older CDN are retired",
      },
      { path: "originResponseTimeoutSeconds", minimum: 16, maximum: 240 },
    ],
    // Usual experience: a profile is there in a minute; changes reach all edges within twenty (not waited for).
    seconds: { create: 60, update: 30, delete: 40 },
  }),
  armResource({
    type: types.frontDoorEndpoint,
    path: `${profilePath}/afdEndpoints/{endpointName}`,
    parent: types.frontDoor,
    location: "global",
    name: { ...frontDoorName, minimum: 2, maximum: 46 },
    outputs: {
      hostName: ({ id, inputs }) =>
        `${text(inputs["endpointName"]) ?? ""}-${randomText(id, true, 16)}.z01.azurefd.net`.toLowerCase(),
      deploymentStatus: "NotStarted",
    },
    limits: [
      { path: "enabledState", oneOf: switches },
      {
        path: "autoGeneratedDomainNameLabelScope",
        oneOf: ["TenantReuse", "SubscriptionReuse", "ResourceGroupReuse", "NoReuse"],
      },
    ],
    seconds: { create: 40, update: 20, delete: 20 },
  }),
  armResource({
    type: types.originGroup,
    path: `${profilePath}/originGroups/{originGroupName}`,
    parent: types.frontDoor,
    name: frontDoorName,
    outputs: { deploymentStatus: "NotStarted" },
    limits: [
      { path: "loadBalancingSettings.sampleSize", minimum: 0, maximum: 255 },
      { path: "loadBalancingSettings.successfulSamplesRequired", minimum: 0, maximum: 255 },
      { path: "loadBalancingSettings.additionalLatencyInMilliseconds", minimum: 0, maximum: 1000 },
      { path: "healthProbeSettings.probeIntervalInSeconds", minimum: 1, maximum: 255 },
      { path: "healthProbeSettings.probePath", pattern: /^\/.*$/, reason: "BadRequest: begins with '/'" },
      { path: "sessionAffinityState", oneOf: switches },
      { path: "trafficRestorationTimeToHealedOrNewEndpointsInMinutes", minimum: 0, maximum: 50 },
    ],
    check: samplesCheck,
    seconds: { create: 20, update: 20, delete: 15 },
  }),
  armResource({
    type: types.origin,
    path: `${profilePath}/originGroups/{originGroupName}/origins/{originName}`,
    parent: types.originGroup,
    name: frontDoorName,
    outputs: { deploymentStatus: "NotStarted" },
    limits: [
      { path: "priority", minimum: 1, maximum: 5 },
      { path: "weight", minimum: 1, maximum: 1000 },
      { path: "httpPort", minimum: 1, maximum: 65535 },
      { path: "httpsPort", minimum: 1, maximum: 65535 },
      { path: "enabledState", oneOf: switches },
    ],
    check: originCheck,
    checkDelete: (origin, world, alone): readonly Problem[] => {
      const group = groupId(origin);
      const [route] = routesTo(group, world);
      return alone && route !== undefined && originsIn(group, world).length === 1
        ? refuse(
            "",
            `BadRequest: it is the last origin of ${group}, to which ${route.id} leads; delete the route first`,
          )
        : [];
    },
    seconds: { create: 20, update: 20, delete: 15 },
  }),
  armResource({
    type: types.frontDoorRoute,
    path: `${profilePath}/afdEndpoints/{endpointName}/routes/{routeName}`,
    parent: types.frontDoorEndpoint,
    name: frontDoorName,
    outputs: { deploymentStatus: "NotStarted" },
    references: [
      { path: "originGroup.id", to: types.originGroup },
      { path: "customDomains[].id", to: types.customDomain },
      { path: "ruleSets[].id", to: types.ruleSet },
    ],
    limits: [
      { path: "supportedProtocols[]", oneOf: ["Http", "Https"] },
      { path: "forwardingProtocol", oneOf: ["HttpOnly", "HttpsOnly", "MatchRequest"] },
      { path: "httpsRedirect", oneOf: switches },
      { path: "linkToDefaultDomain", oneOf: switches },
      { path: "enabledState", oneOf: switches },
    ],
    check: [protocolCheck, originGroupCheck, overlapCheck],
    seconds: { create: 30, update: 30, delete: 20 },
  }),
  armResource({
    type: types.ruleSet,
    path: `${profilePath}/ruleSets/{ruleSetName}`,
    parent: types.frontDoor,
    name: lettersAndDigits,
    outputs: { deploymentStatus: "NotStarted" },
    seconds: { create: 10, delete: 10 },
  }),
  armResource({
    type: types.rule,
    path: `${profilePath}/ruleSets/{ruleSetName}/rules/{ruleName}`,
    parent: types.ruleSet,
    name: lettersAndDigits,
    outputs: { deploymentStatus: "NotStarted" },
    limits: [
      { path: "order", minimum: 0 },
      { path: "matchProcessingBehavior", oneOf: ["Continue", "Stop"] },
    ],
    check: ruleCheck,
    seconds: { create: 15, update: 15, delete: 10 },
  }),
  ...domains,
];
