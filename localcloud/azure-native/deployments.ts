import { at, isRecord, list, record, refuse, shown, text, texts } from "../reading";
import type { Check, Problem, Properties, ResourceRules } from "../rules";
import { planProblems } from "./security";
import { types } from "./types";

const template = "properties.template";
const schema = (kind: string) =>
  new RegExp(`^https://schema\\.management\\.azure\\.com/schemas/[\\d-]+/${kind}\\.json#?$`);
const planType = "Microsoft.Security/pricings";

/** `type/name` of each resource of a template, as a `dependsOn` names it. */
const nameOf = (resource: Properties): string => `${shown(resource["type"])}/${shown(resource["name"])}`;

function needed(resource: Properties): string[] {
  return texts(resource["dependsOn"]).map((each) => {
    const match = /^\[(?:subscriptionResourceId|resourceId)\('([^']+)',\s*'([^']+)'\)\]$/.exec(each);
    return match === null ? each : `${match[1] ?? ""}/${match[2] ?? ""}`;
  });
}

const modeCheck: Check = (inputs) =>
  at(inputs, "properties.mode") === "Complete"
    ? refuse("properties.mode", "InvalidDeploymentMode: deployments to a subscription are Incremental")
    : [];

const contentCheck: Check = (inputs) => {
  const properties = record(inputs["properties"]);
  return (properties["template"] === undefined) === (properties["templateLink"] === undefined)
    ? refuse(template, "InvalidRequestContent: a deployment has exactly one of template and templateLink")
    : [];
};

const templateCheck =
  (kind: string): Check =>
  (inputs) => {
    const content = at(inputs, template);
    if (content === undefined) return [];
    if (!isRecord(content)) return refuse(template, "InvalidTemplate: is an object");
    if (!schema(kind).test(text(content["$schema"]) ?? ""))
      return refuse(`${template}.$schema`, `InvalidTemplate: names the schema ${kind}.json`);
    if (!/^\d+(\.\d+){3}$/.test(text(content["contentVersion"]) ?? ""))
      return refuse(`${template}.contentVersion`, "InvalidTemplate: reads like '1.0.0.0'");
    const resources = list(content["resources"]).map(record);
    const known = resources.map(nameOf);
    return resources.flatMap((resource, index): readonly Problem[] => {
      const path = `${template}.resources[${String(index)}]`;
      const missing = ["type", "apiVersion", "name"].find((property) => resource[property] === undefined);
      if (missing !== undefined) return refuse(`${path}.${missing}`, "InvalidTemplate: a resource needs it");
      const lost = needed(resource).find((each) => !known.includes(each));
      return lost === undefined
        ? []
        : refuse(
            `${path}.dependsOn`,
            `InvalidTemplate: the resource '${lost}' is not defined in the template`,
          );
    });
  };

/** Plans of Defender: right ones, and one after the other. */
const plansCheck: Check = (inputs) => {
  const resources = list(at(inputs, `${template}.resources`)).map(record);
  const plans = resources.filter(({ type }) => type === planType);
  const first = plans.filter((plan) => !needed(plan).some((each) => each.startsWith(`${planType}/`)));
  const [, second] = first;
  return [
    ...plans.flatMap((plan) =>
      planProblems({ ...record(plan["properties"]), pricingName: plan["name"] ?? "" }).map(
        ({ path, reason }) => ({
          path: `${template}.resources[${String(resources.indexOf(plan))}].${path === "pricingName" ? "name" : `properties.${path}`}`,
          reason,
        }),
      ),
    ),
    ...(second === undefined
      ? []
      : refuse(
          `${template}.resources[${String(resources.indexOf(second))}].dependsOn`,
          "Conflict: another update operation is in progress: change the plans of a subscription one after the other",
        )),
  ];
};

/** Requests of private endpoints are accepted by their names: one that nobody made is none. */
const acceptCheck: Check = (inputs, world) =>
  list(at(inputs, `${template}.resources`)).flatMap((each, index): readonly Problem[] => {
    const { name, type } = record(each);
    if (type !== "Microsoft.Network/privateLinkServices/privateEndpointConnections") return [];
    const [service = "", request = ""] = shown(name).split("/");
    const link = `/resourceGroups/${shown(inputs["resourceGroupName"])}/providers/Microsoft.Network/privateLinkServices/${service}`;
    const asked = world
      .all(types.origin)
      .some((origin) => text(at(origin.inputs, "sharedPrivateLinkResource.privateLink.id"))?.endsWith(link));
    return asked && request !== ""
      ? []
      : refuse(
          `${template}.resources[${String(index)}].name`,
          `NotFound: nobody has asked to be let in as '${shown(name)}'`,
        );
  });

const deploymentName = {
  property: "deploymentName",
  maximum: 64,
  pattern: /^[\w().-]+$/,
  alphabet: "letters, digits, underscores, parentheses, hyphens and periods",
  unique: "id",
} as const;

/** Deployments of templates. What they made stays when they are deleted, and is not among the local cloud's resources. */
export const deployments: readonly ResourceRules[] = [
  {
    type: "azure-native:resources:Deployment",
    name: { ...deploymentName, auto: true },
    id: "/subscriptions/{account}/resourceGroups/{resourceGroupName}/providers/Microsoft.Resources/deployments/{deploymentName}",
    outputs: { name: "{deploymentName}", type: "Microsoft.Resources/deployments" },
    check: [contentCheck, templateCheck("deploymentTemplate"), acceptCheck],
    seconds: { create: 20, update: 20, delete: 5 },
  },
  {
    type: "azure-native:resources:DeploymentAtSubscriptionScope",
    name: deploymentName,
    id: "/subscriptions/{account}/providers/Microsoft.Resources/deployments/{deploymentName}",
    outputs: { name: "{deploymentName}", type: "Microsoft.Resources/deployments" },
    check: [
      modeCheck,
      contentCheck,
      templateCheck("subscriptionDeploymentTemplate"),
      plansCheck,
      ({ location }) =>
        location === undefined
          ? refuse(
              "location",
              "LocationRequired: a deployment to a subscription says where its record is kept",
            )
          : [],
    ],
    // Defender makes one change of a subscription's plans at a time.
    oneAtATime: (inputs, { account }) =>
      list(at(inputs, `${template}.resources`)).some((each) => record(each)["type"] === planType)
        ? `/subscriptions/${account}/${planType}`
        : undefined,
    seconds: { create: 30, update: 30, delete: 5 },
  },
];
