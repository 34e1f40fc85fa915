import { list, record, refuse, text } from "../reading";
import type { Check, Problem, Properties, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { isCreation } from "./creation";
import { types } from "./types";

/** Plans of Microsoft Defender for Cloud with their sub-plans (Microsoft.Security/pricings, 2024-01-01). */
const plans: Readonly<Record<string, readonly string[]>> = {
  AI: [],
  Api: ["P1", "P2", "P3", "P4", "P5"],
  AppServices: [],
  Arm: ["PerApiCall", "PerSubscription"],
  CloudPosture: [],
  Containers: [],
  CosmosDbs: [],
  Discovery: [],
  FoundationalCspm: [],
  KeyVaults: ["PerKeyVault", "PerTransaction"],
  OpenSourceRelationalDatabases: [],
  SqlServerVirtualMachines: [],
  SqlServers: [],
  StorageAccounts: ["DefenderForStorageV2", "PerStorageAccount", "PerTransaction"],
  VirtualMachines: ["P1", "P2"],
};
const retiredPlans: Readonly<Record<string, string>> = {
  ContainerRegistry: "Containers",
  Dns: "VirtualMachines",
  KubernetesService: "Containers",
};

/** Problems of a plan: its name, and the sub-plan. */
export const planProblems = (inputs: Properties): readonly Problem[] => {
  const [name, subPlan] = [text(inputs["pricingName"]), text(inputs["subPlan"])];
  if (name === undefined) return [];
  const successor = retiredPlans[name];
  if (successor !== undefined)
    return refuse("pricingName", `InvalidPricing: the plan ${name} is deprecated; use ${successor}`);
  const subPlans = plans[name];
  if (subPlans === undefined)
    return refuse(
      "pricingName",
      `InvalidPricing: there is no plan '${name}'; those are ${Object.keys(plans).join(", ")}`,
    );
  if (subPlan === undefined) return [];
  if (inputs["pricingTier"] === "Free")
    return refuse("subPlan", "InvalidPricing: only the tier Standard has sub-plans");
  return subPlans.includes(subPlan)
    ? []
    : refuse(
        "subPlan",
        `InvalidPricing: ${name} has ${subPlans.length === 0 ? "no sub-plans" : `the sub-plans ${subPlans.join(", ")}`}`,
      );
};

/** `/subscriptions/ID`, with or without the first slash. */
const subscriptionScope = /^\/?subscriptions\/[0-9a-f-]{36}\/?$/i;

/**
 * Every subscription has every plan, on or off. Pulumi's provider creates only what does not exist yet, unless the type has
 * no deletion (CanCreate in its client); this one has, for single resources.
 */
const existenceCheck: Check = (inputs, world, self) => {
  const [scope, name] = [text(inputs["scopeId"]), text(inputs["pricingName"])];
  return scope !== undefined && name !== undefined && subscriptionScope.test(scope) && isCreation(self, world)
    ? refuse(
        "pricingName",
        `cannot create already existing resource '${scope}/providers/Microsoft.Security/pricings/${name}': every subscription has its plans; set them by a deployment (resources:DeploymentAtSubscriptionScope)`,
      )
    : [];
};

const contactCheck: Check = (inputs) => {
  const emails = text(inputs["emails"]);
  const wrong = emails?.split(/[;,]/).find((each) => !/^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*$/.test(each));
  if (wrong !== undefined) return refuse("emails", `InvalidSecurityContact: '${wrong}' is no e-mail address`);
  return inputs["emails"] === undefined && record(inputs["notificationsByRole"])["state"] !== "On"
    ? refuse("emails", "InvalidSecurityContact: needs addresses, or notifications by role")
    : [];
};

const sourceCheck: Check = (inputs) =>
  list(inputs["sources"]).length === 0
    ? refuse("sources", "InvalidAutomation: needs at least one source")
    : list(inputs["actions"]).flatMap((value, index): readonly Problem[] => {
        const action = record(value);
        return action["actionType"] === "Workspace" && action["workspaceResourceId"] === undefined
          ? refuse(
              `actions[${String(index)}].workspaceResourceId`,
              "InvalidAutomation: needed for a workspace",
            )
          : [];
      });

export const defender: readonly ResourceRules[] = [
  {
    type: "azure-native:security:Pricing",
    name: {
      property: "pricingName",
      maximum: 64,
      pattern: /^[A-Za-z]+$/,
      alphabet: "letters",
      unique: "id",
      auto: "copy",
    },
    id: ({ scopeId }) =>
      `/${(text(scopeId) ?? "").replace(/^\/|\/$/g, "")}/providers/Microsoft.Security/pricings/{pricingName}`,
    outputs: {
      name: "{pricingName}",
      type: "Microsoft.Security/pricings",
      inherited: "False",
      replacedBy: () => [],
    },
    immutable: ["scopeId", "pricingName"],
    limits: [
      {
        path: "scopeId",
        pattern: /^\/?subscriptions\/[0-9a-f-]{36}(\/.+)?$/i,
        reason: "is the id of a subscription, or of a resource in one",
      },
    ],
    check: [(inputs) => planProblems(inputs), existenceCheck],
    seconds: { create: 5, update: 5, delete: 2 },
  },
  {
    type: "azure-native:security:SecurityContact",
    name: {
      property: "securityContactName",
      maximum: 260,
      pattern: /^default$/,
      alphabet: "the word 'default'",
      unique: "id",
    },
    id: "/subscriptions/{account}/providers/Microsoft.Security/securityContacts/{securityContactName}",
    outputs: { name: "{securityContactName}", type: "Microsoft.Security/securityContacts" },
    check: contactCheck,
    seconds: { create: 3, update: 3, delete: 2 },
  },
  armResource({
    type: "azure-native:security:Automation",
    path: "Microsoft.Security/automations/{automationName}",
    location: "regional",
    name: {
      maximum: 260,
      pattern: /^[\w.-]+$/,
      alphabet: "letters, digits, underscores, periods and hyphens",
    },
    references: [{ path: "actions[].workspaceResourceId", to: types.workspace, blocksDeletion: false }],
    limits: [
      {
        path: "scopes[].scopePath",
        pattern: /^\/subscriptions\/[0-9a-f-]{36}(\/resourceGroups\/[^/]+)?$/i,
        reason: "InvalidAutomation: is the id of a subscription or of a resource group",
      },
      {
        path: "sources[].eventSource",
        oneOf: [
          "Alerts",
          "Assessments",
          "AssessmentsSnapshot",
          "AttackPaths",
          "AttackPathsSnapshot",
          "RegulatoryComplianceAssessment",
          "RegulatoryComplianceAssessmentSnapshot",
          "SecureScoreControls",
          "SecureScoreControlsSnapshot",
          "SecureScores",
          "SecureScoresSnapshot",
          "SubAssessments",
          "SubAssessmentsSnapshot",
        ],
      },
    ],
    check: sourceCheck,
    seconds: { create: 5, update: 5, delete: 3 },
  }),
];
