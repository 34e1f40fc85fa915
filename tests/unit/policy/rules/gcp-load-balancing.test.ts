import { rule as loadBalancerHttps } from "../../../../policy/rules/load-balancing/gcp-load-balancer-https";
import { rule as loadBalancerLogs } from "../../../../policy/rules/load-balancing/gcp-load-balancer-logs";
import { rule as publicLoadBalancerFirewall } from "../../../../policy/rules/load-balancing/gcp-public-load-balancer-firewall";
import { rule as tlsVersion } from "../../../../policy/rules/load-balancing/gcp-tls-version";
import { rule as firewallBlocks } from "../../../../policy/rules/load-balancing/gcp-firewall-blocks";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const policy = (properties: Properties): Given => ({ type: "gcp:compute/sSLPolicy:SSLPolicy", properties });
const modern = { minTlsVersion: "TLS_1_2", profile: "MODERN" };
describeRule(tlsVersion, {
  compliant: {
    "TLS 1.2": policy(modern),
    "TLS 1.3": policy({ ...modern, minTlsVersion: "TLS_1_3" }),
    "the strict profile, which has no older version": policy({ profile: "RESTRICTED" }),
    "chosen strong ciphers": policy({
      minTlsVersion: "TLS_1_2",
      profile: "CUSTOM",
      customFeatures: ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"],
    }),
    "a proxy with a policy": {
      type: "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
      properties: { sslPolicy: unknown },
    },
  },
  violations: {
    "the default": [policy({}), "minTlsVersion is TLS_1_0"],
    "TLS 1.1": [policy({ ...modern, minTlsVersion: "TLS_1_1" }), "minTlsVersion is TLS_1_1"],
    "a regional policy": [
      { type: "gcp:compute/regionSslPolicy:RegionSslPolicy", properties: { profile: "MODERN" } },
      "minTlsVersion is TLS_1_0",
    ],
    "weak ciphers by profile": [policy({ ...modern, profile: "COMPATIBLE" }), "COMPATIBLE"],
    "a weak cipher by name": [
      policy({
        ...modern,
        profile: "CUSTOM",
        customFeatures: ["TLS_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA"],
      }),
      "customFeatures[1] is a weak cipher",
    ],
    "a proxy without a policy": [{ type: "gcp:compute/targetHttpsProxy:TargetHttpsProxy" }, "no sslPolicy"],
    "a regional proxy": [
      { type: "gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy" },
      "no sslPolicy",
    ],
    "a proxy for plain TLS": [{ type: "gcp:compute/targetSSLProxy:TargetSSLProxy" }, "no sslPolicy"],
  },
  notApplicable: { "a plain proxy": { type: "gcp:compute/targetHttpProxy:TargetHttpProxy" } },
  unknown: { "a version that is unknown": policy({ ...modern, minTlsVersion: unknown }) },
});

const backend = (properties: Properties): Given => ({
  type: "gcp:compute/backendService:BackendService",
  properties,
});
const regional = (properties: Properties): Given => ({
  type: "gcp:compute/regionBackendService:RegionBackendService",
  properties,
});
describeRule(loadBalancerLogs, {
  compliant: {
    "all requests": backend({ logConfig: { enable: true, sampleRate: 1 } }),
    "the default rate": backend({ loadBalancingScheme: "EXTERNAL_MANAGED", logConfig: { enable: true } }),
  },
  violations: {
    none: [backend({}), "logConfig.enable is off"],
    "logs switched off": [
      backend({ logConfig: { enable: false, sampleRate: 1 } }),
      "logConfig.enable is off",
    ],
    "logs of no request": [backend({ logConfig: { enable: true, sampleRate: 0 } }), "sampleRate is 0"],
    "a regional one": [regional({ loadBalancingScheme: "EXTERNAL_MANAGED" }), "logConfig.enable is off"],
  },
  notApplicable: {
    "an internal one": backend({ loadBalancingScheme: "INTERNAL_MANAGED" }),
    "a regional one, internal by default": regional({}),
  },
  unknown: { "a switch that is unknown": backend({ logConfig: { enable: unknown } }) },
});

describeRule(publicLoadBalancerFirewall, {
  compliant: { "Cloud Armor": backend({ protocol: "HTTPS", securityPolicy: unknown }) },
  violations: {
    none: [backend({ protocol: "HTTPS" }), "securityPolicy is not set"],
    "an empty name": [backend({ protocol: "HTTP2", securityPolicy: "" }), "securityPolicy is not set"],
    "a protocol left to Google, which is HTTP": [backend({}), "securityPolicy is not set"],
  },
  notApplicable: {
    "an internal one": backend({ loadBalancingScheme: "INTERNAL_SELF_MANAGED" }),
    "one for TCP": backend({ protocol: "TCP" }),
  },
  unknown: { "a scheme that is unknown": backend({ loadBalancingScheme: unknown }) },
});

const proxy: Given = {
  type: "gcp:compute/targetHttpProxy:TargetHttpProxy",
  name: "proxy",
  properties: { id: "p", urlMap: unknown },
};
const map = (properties: Properties): Given => ({
  type: "gcp:compute/uRLMap:URLMap",
  name: "map",
  properties,
});
const between = { ...proxy, sources: { urlMap: ["map"] } };
const redirect = { httpsRedirect: true };
describeRule(loadBalancerHttps, {
  compliant: {
    "a redirect, by data flow": [between, map({ defaultUrlRedirect: redirect })],
    "a redirect, by id": [
      { ...proxy, properties: { urlMap: "maps/1" } },
      map({ id: "maps/1", defaultUrlRedirect: redirect }),
    ],
    "a redirect for each host": [
      between,
      map({ defaultUrlRedirect: redirect, pathMatchers: [{ defaultUrlRedirect: redirect }] }),
    ],
  },
  violations: {
    "a service behind plain HTTP": [
      [between, map({ defaultService: "backends/1" })],
      'URL map "map" does not redirect',
    ],
    "a redirect to plain HTTP": [
      [between, map({ defaultUrlRedirect: { httpsRedirect: false } })],
      "does not redirect",
    ],
    "one host behind plain HTTP": [
      [between, map({ defaultUrlRedirect: redirect, pathMatchers: [{ defaultService: "b" }] })],
      "pathMatchers[0]",
    ],
    "one path behind plain HTTP": [
      [
        between,
        map({
          defaultUrlRedirect: redirect,
          pathMatchers: [{ defaultUrlRedirect: redirect, pathRules: [{ paths: ["/*"], service: "b" }] }],
        }),
      ],
      "pathMatchers[0]",
    ],
    "a map that is not of this stack": [
      { ...proxy, properties: { urlMap: "maps/2" } },
      "nothing in this stack shows that its URL map maps/2 redirects",
    ],
    "a regional proxy": [
      [
        { type: "gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy", sources: { urlMap: ["map"] } },
        { type: "gcp:compute/regionUrlMap:RegionUrlMap", name: "map" },
      ],
      "does not redirect",
    ],
  },
  notApplicable: {
    "an entry inside the network": [
      between,
      map({}),
      {
        type: "gcp:compute/forwardingRule:ForwardingRule",
        name: "entry",
        properties: { target: "p", loadBalancingScheme: "INTERNAL_MANAGED" },
      },
    ],
  },
  unknown: {
    "a map that is unknown": [proxy],
    "a redirect that is unknown": [between, map({ defaultUrlRedirect: unknown })],
  },
});

const guarded = (rule: Properties): Given => ({
  type: "gcp:compute/securityPolicy:SecurityPolicy",
  properties: {
    rules: [{ match: { expr: { expression: "evaluatePreconfiguredWaf('sqli-v33-stable')" } }, ...rule }],
  },
});
describeRule(firewallBlocks, {
  compliant: {
    "a rule that denies": guarded({ action: "deny(403)" }),
    "a rule that limits": guarded({ action: "throttle" }),
  },
  violations: {
    "a rule that lets through": [guarded({ action: "allow" }), "rules[0] lets attacks through"],
    "a rule that only counts": [guarded({ action: "deny(403)", preview: true }), "rules[0] only counts"],
  },
  notApplicable: {
    "another type": { type: "gcp:compute/network:Network" },
    "rules about addresses": {
      type: "gcp:compute/securityPolicy:SecurityPolicy",
      properties: { rules: [{ action: "allow", match: { versionedExpr: "SRC_IPS_V1" } }] },
    },
  },
  unknown: { "an action": guarded({ action: unknown }) },
});
