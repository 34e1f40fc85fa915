import { PolicyPack } from "@pulumi/policy";
import { join } from "node:path";
import { environmentAtStart, onStackConfiguration } from "./mechanism/environment";
import { enforcementLevel, policyOf, waiverPolicies } from "./mechanism/policies";
import { rememberRequests } from "./mechanism/relevance";
import type { Declared } from "./mechanism/resource";
import { readWaivers } from "./mechanism/waivers";
import { rules } from "./packs/all";

const waivers = readWaivers(
  join(__dirname, "waivers.json"),
  rules.map(({ id }) => id),
  new Date(),
);
const declared: Declared = new Map();
const policies = rules.map((rule) => policyOf(rule, waivers, environmentAtStart(), declared));
rememberRequests();
onStackConfiguration((environment) => {
  rules.forEach((rule, index) => {
    const policy = policies[index];
    if (policy) policy.enforcementLevel = enforcementLevel(rule, environment);
  });
});

// Waivers come last: which of them were needed is known once every rule has judged.
new PolicyPack("platform", { policies: [...policies, ...waiverPolicies(waivers, declared)] });
