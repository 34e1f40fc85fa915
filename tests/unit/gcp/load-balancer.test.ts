import { publicZone } from "../../../providers/gcp/dns-zone";
import { pathRules } from "../../../providers/gcp/routes";
import { record, type Recording, valueOf } from "../mocks";
import { loadBalancer, route } from "./fixture";

const domain = { name: "api.example.com", zone: "example.com" };
const RULE = "gcp:compute/globalForwardingRule:GlobalForwardingRule";
const backendId = (service: string) =>
  `projects/acme-platform/global/backendServices/entry-${service}-backend-1a2b3c4`;
const reports = { ...route, service: "reports", path: "/reports/*" };

const entries = (recording: Recording) =>
  recording.ofType(RULE).map(({ inputs }) => [inputs["portRange"], inputs["target"]]);

describe("the load balancer", () => {
  test("sends requests to the service of a known name, which need not be there yet", async () => {
    const recording = await record(() => loadBalancer());
    expect(recording.named("entry-api-group").inputs).toMatchObject({
      networkEndpointType: "SERVERLESS",
      region: "europe-west1",
      cloudRun: { service: "api-x7k2qm" },
    });
    const backend = recording.named("entry-api-backend");
    expect(backend.inputs).toMatchObject({
      loadBalancingScheme: "EXTERNAL_MANAGED",
      backends: [
        {
          group: "projects/acme-platform/regions/europe-west1/networkEndpointGroups/entry-api-group-1a2b3c4",
        },
      ],
      logConfig: { enable: true, sampleRate: 1 },
    });
    // Google refuses both for a serverless group.
    expect(backend.inputs).not.toHaveProperty("timeoutSec");
    expect(backend.inputs).not.toHaveProperty("healthChecks");
    const { id, name, serviceName } = recording.result.backend("api");
    expect(await valueOf(id)).toBe(backendId("api"));
    expect(await valueOf(name)).toBe("entry-api-backend-1a2b3c4");
    expect(await valueOf(serviceName)).toBe("api-x7k2qm");
  });

  test("knows no service that it has no route to", async () => {
    const { result } = await record(() => loadBalancer());
    expect(() => result.backend("reports")).toThrow('no route to the service "reports"');
  });

  test("sends each path to its own service, and the rest to the one that asked for everything", async () => {
    const recording = await record(() => loadBalancer({ routes: [route, reports] }));
    const { inputs } = recording.named("entry-paths");
    expect(inputs).toMatchObject({
      defaultService: backendId("api"),
      hostRules: [{ hosts: ["*"], pathMatcher: "services" }],
      pathMatchers: [
        {
          name: "services",
          defaultService: backendId("api"),
          pathRules: [{ paths: ["/reports", "/reports/*"], service: backendId("reports") }],
        },
      ],
    });
    expect(JSON.stringify(inputs)).not.toContain("faultInjectionPolicy");
  });

  test("answers 404 where no service asked for everything", async () => {
    const recording = await record(() => loadBalancer({ routes: [reports] }));
    const notFound = { faultInjectionPolicy: { abort: { httpStatus: 404, percentage: 100 } } };
    expect(recording.named("entry-paths").inputs).toMatchObject({
      defaultRouteAction: notFound,
      pathMatchers: [
        {
          defaultRouteAction: notFound,
          pathRules: [{ paths: ["/reports", "/reports/*"], service: backendId("reports") }],
        },
      ],
    });
  });

  test("has one rule for each route that is not for everything", () => {
    expect(pathRules([route, reports, { ...route, service: "status", path: "/status" }])).toEqual([
      { service: "reports", paths: ["/reports", "/reports/*"] },
      { service: "status", paths: ["/status"] },
    ]);
  });

  describe("without a domain", () => {
    test("serves plain HTTP on its own address", async () => {
      const recording = await record(() => loadBalancer());
      expect(entries(recording)).toEqual([
        ["80", "projects/acme-platform/global/targetHttpProxies/entry-http-proxy-1a2b3c4"],
      ]);
      expect(recording.named("entry-http-proxy").inputs["urlMap"]).toMatch(/urlMaps\/entry-paths-/);
      expect(await valueOf(recording.result.url)).toBe("http://203.0.113.10");
      expect(recording.ofType("gcp:certificatemanager/certificate:Certificate")).toEqual([]);
      expect(recording.named("entry-api-backend").inputs).not.toHaveProperty("customResponseHeaders");
    });
  });

  describe("with a domain", () => {
    const secure = () => loadBalancer({ domain });

    test("serves HTTPS with TLS 1.2 or newer, and only redirects HTTP", async () => {
      const recording = await record(secure);
      expect(entries(recording)).toEqual([
        ["80", "projects/acme-platform/global/targetHttpProxies/entry-http-proxy-1a2b3c4"],
        ["443", "projects/acme-platform/global/targetHttpsProxies/entry-https-proxy-1a2b3c4"],
      ]);
      expect(recording.named("entry-tls").inputs).toMatchObject({
        minTlsVersion: "TLS_1_2",
        profile: "MODERN",
      });
      expect(recording.named("entry-https-proxy").inputs).toMatchObject({
        urlMap: "projects/acme-platform/global/urlMaps/entry-paths-1a2b3c4",
        sslPolicy: "projects/acme-platform/global/sslPolicies/entry-tls-1a2b3c4",
      });
      expect(recording.named("entry-http-proxy").inputs["urlMap"]).toMatch(/urlMaps\/entry-redirect-/);
      expect(recording.named("entry-redirect").inputs).toMatchObject({
        defaultUrlRedirect: {
          httpsRedirect: true,
          redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT",
          stripQuery: false,
        },
      });
      expect(recording.named("entry-api-backend").inputs["customResponseHeaders"]).toEqual([
        "Strict-Transport-Security: max-age=31536000",
      ]);
      expect(await valueOf(recording.result.url)).toBe("https://api.example.com");
    });

    test("answers to its name in the public zone of it", async () => {
      const recording = await record(secure);
      expect(recording.named("entry-name").inputs).toMatchObject({
        managedZone: "example-com",
        name: "api.example.com.",
        type: "A",
        rrdatas: ["203.0.113.10"],
      });
    });

    test("has a certificate of Google's, proved by a record in that zone", async () => {
      const recording = await record(secure);
      expect(recording.named("entry-certificate-proof").inputs).toMatchObject({
        managedZone: "example-com",
        name: "_acme-challenge.api.example.com.",
        type: "CNAME",
      });
      const certificate = recording.named("entry-certificate").inputs;
      expect(certificate["managed"]).toEqual({
        domains: ["api.example.com"],
        dnsAuthorizations: [
          matchingId("dnsAuthorizations", recording.named("entry-certificate-authorization").inputs["name"]),
        ],
      });
      expect(recording.named("entry-certificate-entry").inputs).toMatchObject({
        hostname: "api.example.com",
        certificates: [matchingId("certificates", certificate["name"])],
      });
      expect(recording.named("entry-https-proxy").inputs["certificateMap"]).toBe(
        "//certificatemanager.googleapis.com/projects/acme-platform/locations/global/certificateMaps/entry-certificates-1a2b3c4",
      );
    });

    test("names the certificate by its domain, so that another domain's can be made beside it", async () => {
      const other = { ...domain, name: "www.example.com" };
      const names: unknown[][] = [];
      for (const given of [domain, domain, other]) {
        const recording = await record(() => loadBalancer({ domain: given }));
        const roles = ["certificate", "certificate-authorization", "certificate-entry"];
        names.push(roles.map((role) => recording.named(`entry-${role}`).inputs["name"]));
      }
      const [first, again, others] = names;
      expect(again).toEqual(first);
      first?.forEach((name, index) => {
        expect(others?.[index]).not.toBe(name);
      });
      expect(first?.[0]).toMatch(/^entry-certificate-[0-9a-f]{8}$/);
    });

    test("is told to have a zone that the project has", () => {
      const zones = [
        { name: "internal", dnsName: "example.com.", visibility: "private" },
        { name: "example-org", dnsName: "example.org.", visibility: "public" },
      ];
      expect(() => publicZone("example.com", zones, "acme")).toThrow(
        "the project acme has no public DNS zone for example.com; make one in Cloud DNS, or set domain.zone to one " +
          "that it has: example.org",
      );
      expect(publicZone("example.org", zones, "acme")).toBe("example-org");
    });
  });

  describe("with a web application firewall", () => {
    const guarded = () => loadBalancer({ webApplicationFirewall: true });

    test("refuses what Google's rules know, then limits each address, then lets through", async () => {
      const recording = await record(guarded);
      const policy = recording.named("entry-firewall");
      expect(policy.inputs["type"]).toBe("CLOUD_ARMOR");
      const rules = policy.inputs["rules"] as {
        priority: number;
        action: string;
        match: { expr?: { expression: string }; config?: { srcIpRanges: string[] } };
        rateLimitOptions?: unknown;
      }[];
      const sorted = [...rules].sort((a, b) => a.priority - b.priority);
      // The first that matches decides, so that what matches everybody must come last.
      expect(sorted.map(({ action }) => action)).toEqual([
        ...Array.from({ length: rules.length - 2 }, () => "deny(403)"),
        "throttle",
        "allow",
      ]);
      const refused = sorted.slice(0, -2).map(({ match }) => match.expr?.expression);
      for (const set of ["sqli", "xss", "rce", "lfi", "cve"])
        expect(refused).toContainEqual(expect.stringContaining(`evaluatePreconfiguredWaf('${set}-`));
      expect(JSON.stringify(refused)).not.toContain("methodenforcement");
      expect(sorted.at(-2)?.rateLimitOptions).toEqual({
        conformAction: "allow",
        exceedAction: "deny(429)",
        enforceOnKey: "IP",
        rateLimitThreshold: { count: 2000, intervalSec: 300 },
      });
      expect(sorted.at(-1)).toMatchObject({
        priority: 2_147_483_647,
        match: { config: { srcIpRanges: ["*"] } },
      });
      expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
    });

    test("stands before every service", async () => {
      const recording = await record(() =>
        loadBalancer({ webApplicationFirewall: true, routes: [route, reports] }),
      );
      for (const service of ["api", "reports"])
        expect(recording.named(`entry-${service}-backend`).inputs["securityPolicy"]).toBe(
          "projects/acme-platform/global/securityPolicies/entry-firewall-1a2b3c4",
        );
    });

    test("has none where none was asked for", async () => {
      const recording = await record(() => loadBalancer());
      expect(recording.has("entry-firewall")).toBe(false);
      expect(recording.named("entry-api-backend").inputs).not.toHaveProperty("securityPolicy");
    });
  });

  test.each([true, false])("refuses the deletion of its address and its entry: %s", async (protection) => {
    const recording = await record(() => loadBalancer({ domain, protection }));
    for (const name of ["entry-address", "entry-https"])
      expect(recording.named(name).protect).toBe(protection);
  });

  test("is the same in a preview", async () => {
    const make = () => loadBalancer({ domain, webApplicationFirewall: true });
    const preview = await record(make, { preview: true });
    expect(preview.urns()).toEqual((await record(make)).urns());
    expect(preview.orphans()).toEqual([]);
  });
});

/** The id of a resource of Certificate Manager. */
function matchingId(collection: string, name: unknown): string {
  return `projects/acme-platform/locations/global/${collection}/${String(name)}`;
}
