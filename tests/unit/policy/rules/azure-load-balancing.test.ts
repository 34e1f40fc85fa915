import { rule as firewallBlocks } from "../../../../policy/rules/load-balancing/azure-firewall-blocks";
import { rule as originHttps } from "../../../../policy/rules/load-balancing/azure-front-door-origin-https";
import { rule as httpsOnly } from "../../../../policy/rules/load-balancing/azure-https-only";
import { rule as publicEntryFirewall } from "../../../../policy/rules/load-balancing/azure-public-entry-firewall";
import { rule as tlsVersion } from "../../../../policy/rules/load-balancing/azure-tls-version";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const of = (type: string, properties: Properties = {}): Given => ({
  type: `azure-native:${type}`,
  properties,
});
const other = of("cdn:AFDOriginGroup");
const gateway = (properties: Properties): Given => of("network:ApplicationGateway", properties);

const profile = (sku: string): Given => ({
  ...of("cdn:Profile", { profileName: "entry", sku: { name: sku } }),
  name: "profile",
});
const association = (properties: Properties): Given => ({
  ...of("cdn:SecurityPolicy", { profileName: "entry", ...properties }),
  name: "association",
});
const waf: Properties = { parameters: { type: "WebApplicationFirewall", wafPolicy: { id: "policy" } } };
describeRule(publicEntryFirewall, {
  compliant: {
    "Front Door with a policy": [profile("Premium_AzureFrontDoor"), association(waf)],
    "Front Door with all of it unknown yet": [
      { ...profile("Standard_AzureFrontDoor"), properties: { sku: { name: "Standard_AzureFrontDoor" } } },
      {
        ...association({ profileName: unknown, parameters: { wafPolicy: { id: unknown } } }),
        sources: { profileName: ["profile"] },
      },
    ],
    "a gateway with a policy": [gateway({ sku: { tier: "WAF_v2" }, firewallPolicy: { id: "policy" } })],
    "a gateway with a firewall of its own": [
      gateway({ sku: { tier: "WAF" }, webApplicationFirewallConfiguration: { enabled: true } }),
    ],
    "the older Front Door": [
      of("frontdoor:FrontDoor", { frontendEndpoints: [{ webApplicationFirewallPolicyLink: { id: "p" } }] }),
    ],
  },
  violations: {
    "Front Door without": [[profile("Standard_AzureFrontDoor")], "no security policy"],
    "Front Door with the policy of another": [
      [profile("Premium_AzureFrontDoor"), association({ ...waf, profileName: "other" })],
      "no security policy",
    ],
    "Front Door with an empty policy": [
      [profile("Premium_AzureFrontDoor"), association({ parameters: { type: "WebApplicationFirewall" } })],
      "no security policy",
    ],
    "a gateway of another tier": [[gateway({ sku: { tier: "Standard_v2" } })], "the tier is not WAF_v2"],
    "a gateway without a policy": [[gateway({ sku: { tier: "WAF_v2" } })], "neither firewallPolicy"],
    "a gateway whose firewall is off": [
      [gateway({ sku: { tier: "WAF_v2" }, webApplicationFirewallConfiguration: { enabled: false } })],
      "neither firewallPolicy",
    ],
    "one of two endpoints": [
      [
        of("frontdoor:FrontDoor", {
          frontendEndpoints: [{ webApplicationFirewallPolicyLink: { id: "p" } }, { hostName: "b" }],
        }),
      ],
      "frontendEndpoints[1]",
    ],
  },
  notApplicable: { "a CDN": [profile("Standard_Microsoft")], "a stack without any": [other] },
  unknown: { "a sku that is unknown": [profile(unknown)] },
});

const frontDoorPolicy = (policySettings: Properties): Given => of("frontdoor:Policy", { policySettings });
const gatewayPolicy = (policySettings: Properties): Given =>
  of("network:WebApplicationFirewallPolicy", { policySettings });
describeRule(firewallBlocks, {
  compliant: {
    "Front Door's default": frontDoorPolicy({}),
    "Front Door's, said": frontDoorPolicy({ enabledState: "Enabled", mode: "Prevention" }),
    "a gateway's": gatewayPolicy({ state: "Enabled", mode: "Prevention" }),
    "a gateway's own": gateway({
      webApplicationFirewallConfiguration: { enabled: true, firewallMode: "Prevention" },
    }),
  },
  violations: {
    "one that does not look into bodies": [
      {
        type: "azure-native:frontdoor:Policy",
        properties: {
          policySettings: { enabledState: "Enabled", mode: "Prevention", requestBodyCheck: "Disabled" },
        },
      },
      "does not look into bodies",
    ],
    "a rule of its own that is off": [
      {
        type: "azure-native:frontdoor:Policy",
        properties: {
          policySettings: { enabledState: "Enabled", mode: "Prevention" },
          customRules: { rules: [{ enabledState: "Disabled" }] },
        },
      },
      "customRules.rules[0] is switched off",
    ],

    "Front Door's that only looks": [frontDoorPolicy({ mode: "Detection" }), "its mode is detection"],
    "Front Door's that is off": [frontDoorPolicy({ enabledState: "Disabled" }), "switched off"],
    "a CDN's that only looks": [
      of("cdn:Policy", { policySettings: { mode: "Detection" } }),
      "its mode is detection",
    ],
    "a gateway's by default": [gatewayPolicy({}), "its mode is detection"],
    "a gateway's that is off": [gatewayPolicy({ state: "Disabled", mode: "Prevention" }), "switched off"],
    "a gateway's own that only looks": [
      gateway({ webApplicationFirewallConfiguration: { enabled: true, firewallMode: "Detection" } }),
      "is not Prevention",
    ],
  },
  notApplicable: { "a gateway without one of its own": gateway({}), "another type": other },
  unknown: { "a mode that is unknown": frontDoorPolicy({ mode: unknown }) },
});

const route = (properties: Properties): Given => of("cdn:Route", properties);
const app = (ingress?: Properties): Given =>
  of("app:ContainerApp", { configuration: ingress ? { ingress } : {} });
const id = (name: string): Properties => ({ id: `/gateway/httpListeners/${name}` });
const plain: Properties = { httpListeners: [{ name: "plain", protocol: "Http" }] };
const redirect: Properties = { redirectConfigurations: [{ targetListener: id("secure") }] };
describeRule(httpsOnly, {
  compliant: {
    "a route that redirects": route({ httpsRedirect: "Enabled", forwardingProtocol: "HttpsOnly" }),
    "a route for HTTPS": route({ supportedProtocols: ["Https"], httpsRedirect: "Disabled" }),
    "an app": app({ external: true }),
    "an app, said": app({ allowInsecure: false }),
    "an origin": of("cdn:AFDOrigin", { enforceCertificateNameCheck: true }),
    "a web app": of("web:WebApp", { httpsOnly: true }),
    "a gateway for HTTPS": gateway({ httpListeners: [{ name: "secure", protocol: "Https" }] }),
    "a gateway that redirects": gateway({
      ...plain,
      ...redirect,
      requestRoutingRules: [{ httpListener: id("plain"), redirectConfiguration: { id: "r" } }],
    }),
    "a CDN for HTTPS": of("cdn:Endpoint", { isHttpAllowed: false }),
  },
  violations: {
    "a route that redirects nobody": [route({ supportedProtocols: ["Http", "Https"] }), "httpsRedirect"],
    "a route by default": [route({}), "httpsRedirect"],
    "a single protocol instead of a list": [route({ supportedProtocols: "Http" }), "httpsRedirect"],
    "an app that takes both": [app({ allowInsecure: true }), "allowInsecure"],
    "an origin that may be anybody": [
      of("cdn:AFDOrigin", { enforceCertificateNameCheck: false }),
      "enforceCertificateNameCheck",
    ],
    "a web app by default": [of("web:WebApp"), "httpsOnly is not set"],
    "a web app's slot": [of("web:WebAppSlot", { httpsOnly: false }), "httpsOnly is not set"],
    "a CDN by default": [of("cdn:Endpoint"), "isHttpAllowed"],
    "a gateway's plain listener": [
      gateway({
        ...plain,
        requestRoutingRules: [{ httpListener: id("plain"), backendAddressPool: { id: "b" } }],
      }),
      "the listener plain serves plain HTTP",
    ],
    "a gateway whose redirect is for another listener": [
      gateway({
        ...plain,
        ...redirect,
        requestRoutingRules: [
          { httpListener: id("other"), redirectConfiguration: { id: "r" } },
          { httpListener: id("plain"), backendAddressPool: { id: "b" } },
        ],
      }),
      "the listener plain",
    ],
  },
  notApplicable: { "an app without ingress": app(), "another type": other },
  unknown: { "a switch that is unknown": app({ allowInsecure: unknown }) },
});

const https: Properties = { httpListeners: [{ name: "secure", protocol: "Https" }] };
const policy = (sslPolicy: Properties): Given => gateway({ ...https, sslPolicy });
describeRule(tlsVersion, {
  compliant: {
    "a gateway's newest policy": policy({ policyType: "Predefined", policyName: "AppGwSslPolicy20220101" }),
    "a gateway's policy of ours": policy({ policyType: "Custom", minProtocolVersion: "TLSv1_2" }),
    "Front Door's default": of("cdn:AFDCustomDomain", { hostName: "a.example" }),
    "Front Door's 1.2": of("cdn:AFDCustomDomain", { tlsSettings: { minimumTlsVersion: "TLS12" } }),
    "a web app": of("web:WebApp", { siteConfig: { minTlsVersion: "1.3" } }),
    "a cache": of("redisenterprise:RedisEnterprise", { minimumTlsVersion: "1.2" }),
    "a single server": of("dbforpostgresql:SingleServer", { properties: { minimalTlsVersion: "TLS1_2" } }),
  },
  violations: {
    "a gateway by default": [gateway(https), "the gateway has no sslPolicy"],
    "a gateway's oldest policy": [
      policy({ policyType: "Predefined", policyName: "AppGwSslPolicy20150501" }),
      "takes versions before",
    ],
    "a gateway's policy of ours": [
      policy({ policyType: "Custom", minProtocolVersion: "TLSv1_1" }),
      "before TLS",
    ],
    "a gateway's policy that only leaves out one": [
      policy({ policyType: "Custom", disabledSslProtocols: ["TLSv1_0"] }),
      "before TLS",
    ],
    "a profile beside a good policy": [
      gateway({
        ...https,
        sslPolicy: { policyName: "AppGwSslPolicy20220101S" },
        sslProfiles: [{ sslPolicy: { policyType: "Custom", minProtocolVersion: "TLSv1_0" } }],
      }),
      "sslProfiles[0]",
    ],
    "Front Door's 1.0": [
      of("cdn:AFDCustomDomain", { tlsSettings: { minimumTlsVersion: "TLS10" } }),
      "minimumTlsVersion is TLS10",
    ],
    "a web app": [of("web:WebApp", { siteConfig: { minTlsVersion: "1.0" } }), "minTlsVersion is 1.0"],
    "a cache without a version": [of("redis:Redis"), "minimumTlsVersion is not set"],
    "a single server that says nothing": [of("dbforpostgresql:SingleServer"), "minimalTlsVersion is not set"],
    "an SQL server": [of("sql:Server", { minimalTlsVersion: "None" }), "minimalTlsVersion is None"],
  },
  notApplicable: { "a gateway without HTTPS": gateway(plain), "another type": other },
  unknown: { "a version that is unknown": of("redis:Redis", { minimumTlsVersion: unknown }) },
});

const group: Given = { ...other, name: "origins" };
const plainRoute: Given = {
  ...route({ forwardingProtocol: "HttpOnly" }),
  sources: { originGroup: ["origins"] },
};
const origin = (properties: Properties): Given => ({
  ...of("cdn:AFDOrigin", properties),
  sources: { originGroupName: ["origins"] },
});
describeRule(originHttps, {
  compliant: {
    "HTTPS to the origin": route({ forwardingProtocol: "HttpsOnly" }),
    "plain HTTP on a private link": [
      plainRoute,
      group,
      origin({ sharedPrivateLinkResource: { privateLink: { id: "l" } } }),
    ],
  },
  violations: {
    "plain HTTP to an origin on the internet": [
      [plainRoute, group, origin({ hostName: "api.example.com" })],
      "forwardingProtocol",
    ],
    "plain HTTP to nobody knows whom": [plainRoute, "forwardingProtocol"],
    "one origin of two without a link": [
      [
        plainRoute,
        group,
        origin({ sharedPrivateLinkResource: { privateLink: { id: "l" } } }),
        origin({ hostName: "api.example.com" }),
      ],
      "forwardingProtocol",
    ],
  },
  notApplicable: { "another type": group },
  unknown: { "a protocol that is unknown": route({ forwardingProtocol: unknown }) },
});
