import * as cdn from "@pulumi/azure-native/cdn";
import * as frontdoor from "@pulumi/azure-native/frontdoor";
import type * as pulumi from "@pulumi/pulumi";
import type { AzureScope } from "./scope";

interface WebAclArgs {
  readonly scope: AzureScope;
  readonly profileName: pulumi.Output<string>;
  /** Ids of the endpoint and the domain that requests are made to. */
  readonly domains: readonly pulumi.Output<string>[];
}

/** Requests in five minutes, per address, above which it is held back. */
const requestLimit = 2000;

/** Microsoft's rules, in the order that they are asked: what attacks look like, and what known bots do. */
const managedRuleSets = [
  { ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1", ruleSetAction: "Block" },
  { ruleSetType: "Microsoft_BotManagerRuleSet", ruleSetVersion: "1.1" },
];

/** Headers whose values are credentials. */
const credentialHeaders = ["authorization", "x-api-key"];

/** A web application firewall in front of a Front Door profile of the Premium tier, whose logs hold no credentials. */
export function webAcl(
  child: (role: string) => string,
  { domains, profileName, scope }: WebAclArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const { resourceGroup: resourceGroupName, tags } = scope;
  const policy = new frontdoor.Policy(
    child("firewall"),
    {
      policyName: scope.uniqueName("frontDoorPolicy", child("firewall")),
      resourceGroupName,
      location: "Global",
      tags,
      sku: { name: "Premium_AzureFrontDoor" },
      policySettings: {
        enabledState: "Enabled",
        mode: "Prevention",
        requestBodyCheck: "Enabled",
        state: "Enabled",
        scrubbingRules: [
          ...credentialHeaders.map((selector) => ({
            matchVariable: "RequestHeaderNames",
            selectorMatchOperator: "Equals",
            selector,
            state: "Enabled",
          })),
          { matchVariable: "RequestCookieNames", selectorMatchOperator: "EqualsAny", state: "Enabled" },
        ],
      },
      customRules: { rules: [rateLimit] },
      managedRules: { managedRuleSets },
    },
    opts,
  );
  new cdn.SecurityPolicy(
    child("firewall-association"),
    {
      resourceGroupName,
      profileName,
      parameters: {
        type: "WebApplicationFirewall",
        wafPolicy: { id: policy.id },
        associations: [{ domains: domains.map((id) => ({ id })), patternsToMatch: ["/*"] }],
      },
    },
    opts,
  );
}

const rateLimit = {
  name: "RateLimit",
  enabledState: "Enabled",
  priority: 1,
  ruleType: "RateLimitRule",
  rateLimitDurationInMinutes: 5,
  rateLimitThreshold: requestLimit,
  groupBy: [{ variableName: "SocketAddr" }],
  // Every address.
  matchConditions: [
    {
      matchVariable: "SocketAddr",
      operator: "IPMatch",
      negateCondition: false,
      matchValue: ["0.0.0.0/0", "::/0"],
    },
  ],
  action: "Block",
};
