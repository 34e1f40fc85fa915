import * as compute from "@pulumi/gcp/compute";
import type * as pulumi from "@pulumi/pulumi";
import type { GcpProject } from "./project";

/** Requests in five minutes, per address, above which it is held back. */
const requestLimit = 2000;

/**
 * Google's rule sets (OWASP Core Rule Set 3.3), in the order that they are asked, at the sensitivity with the fewest false
 * alarms. `methodenforcement` is left out: it knows no PUT, PATCH or DELETE.
 */
const ruleSets = [
  "cve-canary",
  "sqli-v33-stable",
  "xss-v33-stable",
  "lfi-v33-stable",
  "rfi-v33-stable",
  "rce-v33-stable",
  "protocolattack-v33-stable",
  "scannerdetection-v33-stable",
  "sessionfixation-v33-stable",
];

/** Priority of the rule that every policy must end with. */
const lastPriority = 2_147_483_647;
const everyone = { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } };

/**
 * A web application firewall for the load balancer's backends. What it decided stands in the load balancer's own log, which
 * holds no headers and no bodies. Addresses with a bad name are not held back: only Cloud Armor Enterprise knows them.
 */
export function webAcl(
  child: (role: string) => string,
  project: GcpProject,
  opts: pulumi.CustomResourceOptions,
): compute.SecurityPolicy {
  return new compute.SecurityPolicy(
    child("firewall"),
    {
      description: "Google's rule sets and a limit of requests per address",
      type: "CLOUD_ARMOR",
      adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable: true, ruleVisibility: "STANDARD" } },
      advancedOptionsConfig: { jsonParsing: "STANDARD", logLevel: "NORMAL" },
      // The first rule that matches decides: the limit, which matches all, comes after what refuses.
      rules: [
        ...ruleSets.map((name, index) => ({
          description: name,
          priority: (index + 1) * 10,
          action: "deny(403)",
          match: { expr: { expression: `evaluatePreconfiguredWaf('${name}', {'sensitivity': 1})` } },
        })),
        {
          description: "Requests per address",
          priority: 10_000,
          action: "throttle",
          match: everyone,
          rateLimitOptions: {
            conformAction: "allow",
            exceedAction: "deny(429)",
            enforceOnKey: "IP",
            rateLimitThreshold: { count: requestLimit, intervalSec: 300 },
          },
        },
        { description: "All others", priority: lastPriority, action: "allow", match: everyone },
      ],
    },
    { ...opts, dependsOn: project.after("compute") },
  );
}
