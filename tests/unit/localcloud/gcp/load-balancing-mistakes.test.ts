import { types } from "../../../../localcloud/gcp/types";
import type { Properties } from "../../../../localcloud/rules";
import { describeMistakes, type Google, region } from "./google";

const scheme = { loadBalancingScheme: "EXTERNAL_MANAGED" };

const group = (google: Google, name = "api", inputs: Properties = {}) =>
  google.make(types.regionEndpointGroup, { name, region, cloudRun: { service: name }, ...inputs });
const backendInputs = async (google: Google) => ({
  ...scheme,
  protocol: "HTTPS",
  backends: [{ group: (await group(google)).id }],
  logConfig: { enable: true, sampleRate: 1 },
});
const backend = async (google: Google): Promise<string> =>
  (await google.make(types.backendService, await backendInputs(google))).id;
const paths = async (google: Google) => {
  const service = await backend(google);
  return {
    defaultService: service,
    hostRules: [{ hosts: ["*"], pathMatcher: "services" }],
    pathMatchers: [
      {
        name: "services",
        defaultService: service,
        defaultRouteAction: { faultInjectionPolicy: { abort: { httpStatus: 404, percentage: 100 } } },
        pathRules: [{ paths: ["/api", "/api/*"], service }],
      },
    ],
  };
};
/** The right path matcher with some properties changed. */
const matcher = (change: Properties) => (_: Google, right: Properties) => ({
  pathMatchers: [{ ...(right["pathMatchers"] as Properties[])[0], ...change }],
});
const urlMap = async (google: Google): Promise<string> =>
  (await google.make(types.urlMap, { name: "paths", defaultService: await backend(google) })).id;
const address = async (google: Google): Promise<string> =>
  (await google.make(types.globalAddress, { name: "entry", addressType: "EXTERNAL" })).id;
const entry = async (google: Google) => ({
  ...scheme,
  ipAddress: await address(google),
  ipProtocol: "TCP",
  portRange: "80",
  target: (await google.make(types.httpProxy, { urlMap: await urlMap(google) })).id,
});
const certificateMap = async (google: Google): Promise<string> =>
  `//certificatemanager.googleapis.com/${(await google.make(types.certificateMap, { name: "certificates" })).id}`;
const httpsProxy = async (google: Google) => ({
  urlMap: await urlMap(google),
  certificateMap: await certificateMap(google),
});
const everyone = { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } };
const last = { priority: 2_147_483_647, action: "allow", match: everyone };
const limit = {
  conformAction: "allow",
  exceedAction: "deny(429)",
  enforceOnKey: "IP",
  rateLimitThreshold: { count: 2000, intervalSec: 300 },
};
const wall = {
  rules: [{ priority: 10_000, action: "throttle", match: everyone, rateLimitOptions: limit }, last],
};
const expression = (text: string) => ({
  rules: [{ priority: 10, action: "deny(403)", match: { expr: { expression: text } } }, last],
});
const proof = async (google: Google, domain = "api.example.com"): Promise<string> =>
  (await google.make(types.dnsAuthorization, { domain })).id;
const certificate = async (google: Google) => ({
  name: "certificate",
  managed: { domains: ["api.example.com"], dnsAuthorizations: [await proof(google)] },
});
const mapEntry = async (google: Google) => {
  const map = await google.make(types.certificateMap, { name: "certificates" });
  const made = await google.make(types.certificate, await certificate(google));
  return { map: map.outputs["name"] ?? "", hostname: "api.example.com", certificates: [made.id] };
};

describeMistakes("backends", [
  {
    mistake: "a group that stands for nothing",
    type: types.regionEndpointGroup,
    right: { region, networkEndpointType: "SERVERLESS", cloudRun: { service: "api" } },
    wrong: { cloudRun: undefined },
    path: "cloudRun",
    words: "exactly one of cloudRun, appEngine",
  },
  {
    mistake: "a service of Cloud Run by its id",
    type: types.regionEndpointGroup,
    right: { region, cloudRun: { service: "api" } },
    wrong: { cloudRun: { service: "projects/local-project/locations/europe-west1/services/api" } },
    path: "cloudRun.service",
    words: "is no name of a Cloud Run service",
  },
  {
    mistake: "a health check of a serverless group",
    type: types.backendService,
    right: backendInputs,
    wrong: async (google) => ({
      healthChecks: (await google.make(types.healthCheck, { httpHealthCheck: { requestPath: "/ready" } })).id,
    }),
    path: "healthChecks",
    words: "A health check is not supported for a backend service with Serverless network endpoint groups",
  },
  {
    mistake: "machines that nobody asks whether they live",
    type: types.backendService,
    right: async (google) => ({
      backends: [{ group: (await google.make("gcp:compute/instanceGroup:InstanceGroup", {})).id }],
      healthChecks: (await google.make(types.healthCheck, { tcpHealthCheck: { port: 80 } })).id,
    }),
    wrong: { healthChecks: undefined },
    path: "healthChecks",
    words: "exactly one health check must be given",
  },
  {
    mistake: "a timeout of a serverless group",
    type: types.backendService,
    right: backendInputs,
    wrong: { timeoutSec: 60 },
    path: "timeoutSec",
    words: "Timeout sec is not supported",
  },
  {
    mistake: "a rate of a serverless group",
    type: types.backendService,
    right: backendInputs,
    wrong: (_, { backends }) => ({
      backends: [{ ...(backends as Properties[])[0], balancingMode: "RATE", maxRatePerEndpoint: 100 }],
    }),
    path: "backends[0].balancingMode",
    words: "The balancing mode RATE is not supported",
  },
  {
    mistake: "two serverless groups in one region",
    type: types.backendService,
    right: backendInputs,
    wrong: async (google, { backends }) => ({
      backends: [...(backends as Properties[]), { group: (await group(google, "other")).id }],
    }),
    path: "backends",
    words: "two serverless groups are in europe-west1",
  },
  {
    mistake: "a group that is not there",
    type: types.backendService,
    right: backendInputs,
    wrong: { backends: [{ group: "projects/local-project/regions/europe-west1/networkEndpointGroups/web" }] },
    path: "backends[0].group",
    words: "there is no gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup",
  },
  {
    mistake: "a header without a value",
    type: types.backendService,
    right: async (google) => ({
      ...(await backendInputs(google)),
      customResponseHeaders: ["Strict-Transport-Security: max-age=31536000"],
    }),
    wrong: { customResponseHeaders: ["Strict-Transport-Security"] },
    path: "customResponseHeaders[0]",
    words: "is no header: NAME:VALUE",
  },
  {
    mistake: "a policy for the edge",
    type: types.backendService,
    right: async (google) => ({
      ...(await backendInputs(google)),
      securityPolicy: (await google.make(types.securityPolicy, {})).id,
    }),
    wrong: async (google) => ({
      securityPolicy: (await google.make(types.securityPolicy, { type: "CLOUD_ARMOR_EDGE" })).id,
    }),
    path: "securityPolicy",
    words: "is not for a backend service",
  },
  {
    mistake: "more than all requests in the log",
    type: types.backendService,
    right: backendInputs,
    wrong: { logConfig: { enable: true, sampleRate: 100 } },
    path: "logConfig.sampleRate",
    words: "from 0 to 1",
  },
  {
    mistake: "a health check that waits longer than it pauses",
    type: types.healthCheck,
    right: { httpHealthCheck: { port: 80 }, checkIntervalSec: 10, timeoutSec: 10 },
    wrong: { timeoutSec: 11 },
    path: "timeoutSec",
    words: "must not be longer than checkIntervalSec",
  },
]);

describeMistakes("URL maps", [
  {
    mistake: "nothing for the rest",
    type: types.urlMap,
    right: paths,
    wrong: { defaultService: undefined },
    path: "defaultService",
    words: "must be given",
  },
  {
    mistake: "a redirect beside a service",
    type: types.urlMap,
    right: paths,
    wrong: { defaultUrlRedirect: { httpsRedirect: true, stripQuery: false } },
    path: "defaultUrlRedirect",
    words: "can't stand together with defaultService",
  },
  {
    mistake: "a code that is no redirect's",
    type: types.urlMap,
    right: { defaultUrlRedirect: { redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT", stripQuery: false } },
    wrong: { defaultUrlRedirect: { redirectResponseCode: "301", stripQuery: false } },
    path: "defaultUrlRedirect.redirectResponseCode",
    words: "MOVED_PERMANENTLY_DEFAULT",
  },
  {
    mistake: "a fault with no status of HTTP",
    type: types.urlMap,
    right: paths,
    wrong: matcher({
      defaultRouteAction: { faultInjectionPolicy: { abort: { httpStatus: 600, percentage: 100 } } },
    }),
    path: "pathMatchers[0].defaultRouteAction.faultInjectionPolicy.abort.httpStatus",
    words: "from 200 to 599",
  },
  {
    mistake: "a star within a path",
    type: types.urlMap,
    right: paths,
    wrong: (google, right) =>
      matcher({ pathRules: [{ paths: ["/api/*/items"], service: right["defaultService"] ?? "" }] })(
        google,
        right,
      ),
    path: "pathMatchers[0].pathRules[0].paths",
    words: "'/api/*/items' is no path",
  },
  {
    mistake: "a path without a slash",
    type: types.urlMap,
    right: paths,
    wrong: (google, right) =>
      matcher({ pathRules: [{ paths: ["api"], service: right["defaultService"] ?? "" }] })(google, right),
    path: "pathMatchers[0].pathRules[0].paths",
    words: "begins with '/'",
  },
  {
    mistake: "two rules for one path",
    type: types.urlMap,
    right: paths,
    wrong: (google, right) => {
      const service = right["defaultService"] ?? "";
      const rule = { paths: ["/api"], service };
      return matcher({ pathRules: [rule, rule] })(google, right);
    },
    path: "pathMatchers[0].pathRules",
    words: "two rules are for the path '/api'",
  },
  {
    mistake: "a host rule for a matcher that is not there",
    type: types.urlMap,
    right: paths,
    wrong: { hostRules: [{ hosts: ["*"], pathMatcher: "service" }] },
    path: "hostRules[0].pathMatcher",
    words: "there is no path matcher 'service'",
  },
  {
    mistake: "two rules for one host",
    type: types.urlMap,
    right: paths,
    wrong: {
      hostRules: [
        { hosts: ["*"], pathMatcher: "services" },
        { hosts: ["*"], pathMatcher: "services" },
      ],
    },
    path: "hostRules",
    words: "two rules are for the host '*'",
  },
  {
    mistake: "a backend that is not there",
    type: types.urlMap,
    right: paths,
    wrong: { defaultService: "projects/local-project/global/backendServices/web" },
    path: "defaultService",
    words: "there is no gcp:compute/backendService:BackendService",
  },
]);

describeMistakes("proxies and forwarding rules", [
  {
    mistake: "HTTPS without a certificate",
    type: types.httpsProxy,
    right: httpsProxy,
    wrong: { certificateMap: undefined },
    path: "sslCertificates",
    words: "HTTPS needs a certificate",
  },
  {
    mistake: "a certificate map by its id",
    type: types.httpsProxy,
    right: httpsProxy,
    wrong: { certificateMap: "projects/local-project/locations/global/certificateMaps/certificates" },
    path: "certificateMap",
    words: "is no link to a map: //certificatemanager.googleapis.com/",
  },
  {
    mistake: "a certificate map that is not there",
    type: types.httpsProxy,
    right: httpsProxy,
    wrong: {
      certificateMap:
        "//certificatemanager.googleapis.com/projects/local-project/locations/global/certificateMaps/others",
    },
    path: "certificateMap",
    words: "was not found",
  },
  {
    mistake: "a scheme that is not its backends'",
    type: types.globalForwardingRule,
    right: entry,
    wrong: { loadBalancingScheme: "EXTERNAL" },
    path: "loadBalancingScheme",
    words: "behind it is EXTERNAL_MANAGED",
  },
  {
    mistake: "a range of ports",
    type: types.globalForwardingRule,
    right: entry,
    wrong: { portRange: "80-443" },
    path: "portRange",
    words: "has one port",
  },
  {
    mistake: "an entry without a port",
    type: types.globalForwardingRule,
    right: entry,
    wrong: { portRange: undefined },
    path: "portRange",
    words: "must be given for a target proxy",
  },
  {
    mistake: "an entry for some addresses only",
    type: types.globalForwardingRule,
    right: entry,
    wrong: { sourceIpRanges: ["192.0.2.0/24"] },
    path: "sourceIpRanges",
    words: "for regional forwarding rules of the scheme EXTERNAL only",
  },
  {
    mistake: "an address and port that are in use",
    type: types.globalForwardingRule,
    right: async (google) => {
      const inputs = await entry(google);
      await google.make(types.globalForwardingRule, { ...inputs, name: "first" });
      return { ...inputs, portRange: "8080" };
    },
    wrong: { portRange: "80" },
    path: "ipAddress",
    words: "is in-use and would result in a conflict",
  },
  {
    mistake: "an internal address",
    type: types.globalForwardingRule,
    right: entry,
    wrong: async (google) => {
      const { id: network } = await google.network({ services: false });
      const inputs = { network, addressType: "INTERNAL", purpose: "VPC_PEERING", prefixLength: 24 };
      return { ipAddress: (await google.make(types.globalAddress, { name: "range", ...inputs })).id };
    },
    path: "ipAddress",
    words: "an internal address",
  },
]);

describeMistakes("certificates and TLS", [
  {
    mistake: "a profile of ciphers that needs a newer TLS",
    type: types.sslPolicy,
    right: { profile: "RESTRICTED", minTlsVersion: "TLS_1_2" },
    wrong: { minTlsVersion: "TLS_1_1" },
    path: "minTlsVersion",
    words: "RESTRICTED needs TLS_1_2",
  },
  {
    mistake: "ciphers beside a profile",
    type: types.sslPolicy,
    right: { profile: "MODERN", minTlsVersion: "TLS_1_2" },
    wrong: { customFeatures: ["TLS_RSA_WITH_AES_128_CBC_SHA"] },
    path: "customFeatures",
    words: "only be given with the profile CUSTOM",
  },
  {
    mistake: "a managed certificate of 101 domains",
    type: types.managedCertificate,
    right: { managed: { domains: Array.from({ length: 100 }, (_, at) => `d${String(at)}.example.com`) } },
    wrong: { managed: { domains: Array.from({ length: 101 }, (_, at) => `d${String(at)}.example.com`) } },
    path: "managed.domains",
    words: "must be 1 to 100 domains, not 101",
  },
  {
    mistake: "a managed certificate with a wildcard",
    type: types.managedCertificate,
    right: { managed: { domains: ["api.example.com"] } },
    wrong: { managed: { domains: ["*.example.com"] } },
    path: "managed.domains[0]",
    words: "wildcards need a certificate of Certificate Manager",
  },
  {
    mistake: "six domains that no DNS record proves",
    type: types.certificate,
    right: { managed: { domains: Array.from({ length: 5 }, (_, at) => `d${String(at)}.example.com`) } },
    wrong: { managed: { domains: Array.from({ length: 6 }, (_, at) => `d${String(at)}.example.com`) } },
    path: "managed.domains",
    words: "must be 1 to 5 domains where none has a DNS authorization, not 6",
  },
  {
    mistake: "a wildcard that no DNS record proves",
    type: types.certificate,
    right: async (google) => ({
      managed: { domains: ["*.example.com"], dnsAuthorizations: [await proof(google, "example.com")] },
    }),
    wrong: { managed: { domains: ["*.example.com"] } },
    path: "managed.domains[0]",
    words: "a wildcard needs a DNS authorization",
  },
  {
    mistake: "a domain that none of the authorizations is for",
    type: types.certificate,
    right: certificate,
    wrong: (_, { managed }) => ({ managed: { ...(managed as Properties), domains: ["www.example.com"] } }),
    path: "managed.domains[0]",
    words: "none of the given DNS authorizations is for 'www.example.com'",
  },
  {
    mistake: "an authorization of a wildcard",
    type: types.dnsAuthorization,
    right: { domain: "example.com" },
    wrong: { domain: "*.example.com" },
    path: "domain",
    words: "covers its wildcard too",
  },
  {
    mistake: "a certificate map's entry without a host",
    type: types.certificateMapEntry,
    right: mapEntry,
    wrong: { hostname: undefined },
    path: "hostname",
    words: "one of `hostname`, `matcher` must be given",
  },
  {
    mistake: "a second entry for a host",
    type: types.certificateMapEntry,
    right: async (google) => {
      const inputs = await mapEntry(google);
      await google.make(types.certificateMapEntry, { ...inputs, name: "first" });
      return { ...inputs, hostname: "www.example.com" };
    },
    wrong: { hostname: "api.example.com" },
    path: "hostname",
    words: "is for the host 'api.example.com' in this map already",
  },
]);

describeMistakes("Cloud Armor", [
  {
    mistake: "a policy without the last rule",
    type: types.securityPolicy,
    right: wall,
    wrong: { rules: wall.rules.slice(0, 1) },
    path: "rules",
    words: "a default rule must be there, with the priority 2147483647",
  },
  {
    mistake: "two rules of one priority",
    type: types.securityPolicy,
    right: wall,
    wrong: { rules: [...wall.rules.slice(0, 1), ...wall.rules] },
    path: "rules",
    words: "two rules have the priority 10000",
  },
  {
    mistake: "a rule set that there is not",
    type: types.securityPolicy,
    right: expression("evaluatePreconfiguredWaf('sqli-v33-stable', {'sensitivity': 1})"),
    wrong: expression("evaluatePreconfiguredWaf('sql-v33-stable', {'sensitivity': 1})"),
    path: "rules[0].match.expr.expression",
    words: "did you mean 'sqli-v33-stable'?",
  },
  {
    mistake: "a sensitivity beyond 4",
    type: types.securityPolicy,
    right: expression("evaluatePreconfiguredWaf('xss-v33-stable', {'sensitivity': 4})"),
    wrong: expression("evaluatePreconfiguredWaf('xss-v33-stable', {'sensitivity': 5})"),
    path: "rules[0].match.expr.expression",
    words: "a sensitivity is 0 to 4, not 5",
  },
  {
    mistake: "an interval that a limit can't have",
    type: types.securityPolicy,
    right: wall,
    wrong: {
      rules: [
        {
          ...wall.rules[0],
          rateLimitOptions: { ...limit, rateLimitThreshold: { count: 2000, intervalSec: 3000 } },
        },
        last,
      ],
    },
    path: "rules[0].rateLimitOptions.rateLimitThreshold.intervalSec",
    words: "must be one of 10, 30, 60",
  },
  {
    mistake: "a limit without its options",
    type: types.securityPolicy,
    right: wall,
    wrong: { rules: [{ priority: 10_000, action: "throttle", match: everyone }, last] },
    path: "rules[0].rateLimitOptions",
    words: "must be given for the action throttle",
  },
  {
    mistake: "a refusal that Cloud Armor does not know",
    type: types.securityPolicy,
    right: expression("request.path.matches('/admin')"),
    wrong: { rules: [{ priority: 10, action: "deny(401)", match: everyone }, last] },
    path: "rules[0].action",
    words: "'deny(401)' is no action",
  },
  {
    mistake: "eleven ranges in one rule",
    type: types.securityPolicy,
    right: expression("request.path.matches('/admin')"),
    wrong: {
      rules: [
        {
          priority: 10,
          action: "deny(403)",
          match: {
            versionedExpr: "SRC_IPS_V1",
            config: { srcIpRanges: Array.from({ length: 11 }, (_, at) => `192.0.2.${String(at)}`) },
          },
        },
        last,
      ],
    },
    path: "rules[0].match.config.srcIpRanges",
    words: "must be 1 to 10 ranges, not 11",
  },
]);
