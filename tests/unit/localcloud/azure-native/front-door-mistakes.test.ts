import { types } from "../../../../localcloud/azure-native/types";
import { record } from "../../../../localcloud/reading";
import { type Azure, describeMistakes, front, group } from "./azure";

const origins = { ...front, originGroupName: "api" };
const profile = async (azure: Azure) => {
  await azure.groupOnce();
  return {
    resourceGroupName: group,
    location: "global",
    profileName: "edge",
    sku: { name: "Standard_AzureFrontDoor" },
  };
};
const route = async (azure: Azure) => {
  const { originGroup } = await azure.frontDoor();
  return {
    ...front,
    endpointName: "web",
    routeName: "api",
    originGroup: { id: originGroup.id },
    patternsToMatch: ["/api/*"],
    supportedProtocols: ["Http", "Https"],
    httpsRedirect: "Enabled",
    forwardingProtocol: "HttpsOnly",
    linkToDefaultDomain: "Enabled",
  };
};
const domain = async (azure: Azure) => {
  await azure.frontDoor();
  return {
    ...front,
    customDomainName: "api-example-com",
    hostName: "api.example.com",
    tlsSettings: { certificateType: "ManagedCertificate", minimumTlsVersion: "TLS12" },
  };
};
const firewall = async (azure: Azure) => {
  await azure.groupOnce();
  return {
    resourceGroupName: group,
    location: "global",
    policyName: "edge",
    sku: { name: "Premium_AzureFrontDoor" },
    policySettings: { mode: "Prevention", enabledState: "Enabled" },
    managedRules: {
      managedRuleSets: [
        { ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1", ruleSetAction: "Block" },
      ],
    },
  };
};
const protection = async (azure: Azure) => {
  const { endpoint } = await azure.frontDoor("Premium_AzureFrontDoor");
  const policy = await azure.make(types.firewallPolicy, await firewall(azure));
  return {
    ...front,
    securityPolicyName: "firewall",
    parameters: {
      type: "WebApplicationFirewall",
      wafPolicy: { id: policy.id },
      associations: [{ domains: [{ id: endpoint.id }], patternsToMatch: ["/*"] }],
    },
  };
};

describeMistakes("Front Door", [
  {
    mistake: "a profile of the retired CDN",
    type: types.frontDoor,
    right: profile,
    wrong: { sku: { name: "Standard_Microsoft" } },
    path: "sku.name",
    words: "are retired",
  },
  {
    mistake: "a profile in the group's region",
    type: types.frontDoor,
    right: profile,
    wrong: { location: undefined },
    path: "location",
    words: "its one location is 'global'",
  },
  {
    mistake: "a profile with 16 tags",
    type: types.frontDoor,
    right: profile,
    wrong: {
      tags: Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`tag${String(index)}`, ""])),
    },
    path: "tags",
    words: "at most 15 tags",
  },
  {
    mistake: "a tag with a colon",
    type: types.frontDoor,
    right: profile,
    wrong: { tags: { "team:name": "web" } },
    path: 'tags["team:name"]',
    words: "neither # nor :",
  },
  {
    mistake: "more successes than samples",
    type: types.originGroup,
    right: async (azure) => {
      await azure.frontDoor();
      return {
        ...front,
        originGroupName: "jobs",
        loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3 },
      };
    },
    wrong: { loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 5 } },
    path: "loadBalancingSettings.successfulSamplesRequired",
    words: "at most the sample size",
  },
  {
    mistake: "an origin by its address",
    type: types.origin,
    right: async (azure) => {
      await azure.frontDoor();
      return { ...origins, originName: "second", hostName: "api2.example.com" };
    },
    wrong: { hostName: "https://api2.example.com" },
    path: "hostName",
    words: "is no host name",
  },
  {
    mistake: "a route to a group without origins",
    type: types.frontDoorRoute,
    right: route,
    wrong: async (azure) => ({
      originGroup: {
        id: (
          await azure.make(types.originGroup, {
            ...front,
            originGroupName: "empty",
            loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3 },
          })
        ).id,
      },
    }),
    path: "originGroup.id",
    words: "make its origins before the route",
  },
  {
    mistake: "a redirect to HTTPS that takes no HTTP",
    type: types.frontDoorRoute,
    right: route,
    wrong: { supportedProtocols: ["Https"] },
    path: "supportedProtocols",
    words: "needs both Http and Https",
  },
  {
    mistake: "a route of no domain",
    type: types.frontDoorRoute,
    right: route,
    wrong: { linkToDefaultDomain: "Disabled" },
    path: "linkToDefaultDomain",
    words: "at least one domain",
  },
  {
    mistake: "a path without its slash",
    type: types.frontDoorRoute,
    right: route,
    wrong: { patternsToMatch: ["api/*"] },
    path: "patternsToMatch",
    words: "begins with '/'",
  },
  {
    mistake: "two routes for one path",
    type: types.frontDoorRoute,
    right: route,
    wrong: async (azure, right) => {
      await azure.make(types.frontDoorRoute, { ...right, routeName: "first", patternsToMatch: ["/v1/*"] });
      return { patternsToMatch: ["/v1/*"] };
    },
    path: "patternsToMatch",
    words: "already takes one of these paths",
  },
  {
    mistake: "a managed certificate for a wildcard",
    type: types.customDomain,
    right: domain,
    wrong: { hostName: "*.example.com" },
    path: "tlsSettings.certificateType",
    words: "manages none for it",
  },
  {
    mistake: "TLS 1.0",
    type: types.customDomain,
    right: domain,
    wrong: { tlsSettings: { certificateType: "ManagedCertificate", minimumTlsVersion: "TLS10" } },
    path: "tlsSettings.minimumTlsVersion",
    words: "are retired",
  },
  {
    mistake: "a domain that another profile answers",
    type: types.customDomain,
    right: domain,
    wrong: async (azure, right) => {
      await azure.make(types.customDomain, {
        ...right,
        customDomainName: "first",
        hostName: "www.example.com",
      });
      return { hostName: "www.example.com" };
    },
    path: "hostName",
    words: "already used by",
  },
  {
    mistake: "a rule set's name with a hyphen",
    type: types.ruleSet,
    right: async (azure) => {
      await azure.frontDoor();
      return { ...front, ruleSetName: "headers" };
    },
    wrong: { ruleSetName: "security-headers" },
    path: "ruleSetName",
    words: "letters and digits",
  },
]);

describeMistakes("the web application firewall", [
  {
    mistake: "managed rules in Standard",
    type: types.firewallPolicy,
    right: firewall,
    wrong: { sku: { name: "Standard_AzureFrontDoor" } },
    path: "managedRules.managedRuleSets",
    words: "need the sku 'Premium_AzureFrontDoor'",
  },
  {
    mistake: "a version of rules that does not exist",
    type: types.firewallPolicy,
    right: firewall,
    wrong: {
      managedRules: {
        managedRuleSets: [
          { ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "3.0", ruleSetAction: "Block" },
        ],
      },
    },
    path: "managedRules.managedRuleSets[0].ruleSetVersion",
    words: "has the versions",
  },
  {
    mistake: "the default rules without what they do",
    type: types.firewallPolicy,
    right: firewall,
    wrong: {
      managedRules: { managedRuleSets: [{ ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1" }] },
    },
    path: "managedRules.managedRuleSets[0].ruleSetAction",
    words: "RuleSetActionRequired",
  },
  {
    mistake: "two custom rules of one priority",
    type: types.firewallPolicy,
    right: firewall,
    wrong: {
      customRules: {
        rules: ["one", "two"].map((name) => ({
          name,
          priority: 1,
          ruleType: "MatchRule",
          action: "Block",
          matchConditions: [{ matchVariable: "RemoteAddr", operator: "IPMatch", matchValue: ["10.0.0.0/8"] }],
        })),
      },
    },
    path: "customRules.rules[1].priority",
    words: "WafPolicyDuplicateRulePriority",
  },
  {
    mistake: "a policy's name with a hyphen",
    type: types.firewallPolicy,
    right: firewall,
    wrong: { policyName: "edge-1" },
    path: "policyName",
    words: "letters and digits",
  },
  {
    mistake: "a policy of another sku than the profile's",
    type: types.securityPolicy,
    right: protection,
    wrong: async (azure, right) => {
      const policy = await azure.make(types.firewallPolicy, {
        resourceGroupName: group,
        location: "global",
        policyName: "plain",
        sku: { name: "Standard_AzureFrontDoor" },
      });
      return { parameters: { ...record(right["parameters"]), wafPolicy: { id: policy.id } } };
    },
    path: "parameters.wafPolicy.id",
    words: "is not that of the profile",
  },
  {
    mistake: "a domain that is protected already",
    type: types.securityPolicy,
    right: protection,
    wrong: async (azure, right) => {
      const second = await azure.make(types.frontDoorEndpoint, {
        ...front,
        location: "global",
        endpointName: "admin",
      });
      const parameters = {
        ...record(right["parameters"]),
        associations: [{ domains: [{ id: second.id }], patternsToMatch: ["/*"] }],
      };
      await azure.make(types.securityPolicy, { ...right, securityPolicyName: "first", parameters });
      return { parameters };
    },
    path: "parameters.associations",
    words: "has a security policy already",
  },
]);
