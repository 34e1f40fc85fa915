import type { LoadBalancerArgs } from "../../../components/load-balancer";
import { relativeName } from "../../../providers/azure/dns-zone";
import type { AzureComponents } from "../../../providers/azure/components";
import { pathPatterns } from "../../../providers/azure/routes";
import { containing, matching, record, type Recording, valueOf, remembered } from "../mocks";
import { at, loadBalancer, stack } from "./stores";

const domain = { name: "api.example.com", zone: "example.com" };
const api = { service: "api", path: "/*", port: 8000, health: "/ready" };
const reports = { service: "reports", path: "/reports/*", port: 9000, health: "/ready" };

const make = (args: Partial<LoadBalancerArgs<AzureComponents>>) => loadBalancer(stack(), args);
const entry = remembered(make);
const plain = () => entry({});
const secure = () => entry({ domain });
const guarded = () => entry({ domain, webApplicationFirewall: true });

const routeOf = (recording: Recording, service: string) => recording.named(`entry-${service}-route`).inputs;

describe("the entry", () => {
  test("sends requests by HTTPS to the host name that the service's app will have", async () => {
    const recording = await plain();
    const host = matching(/^api\.[a-z0-9-]+\.westeurope\.azurecontainerapps\.io$/);
    expect(recording.named("entry-api-origin").inputs).toMatchObject({
      hostName: host,
      originHostHeader: host,
      enforceCertificateNameCheck: true,
    });
    expect(routeOf(recording, "api")).toMatchObject({
      forwardingProtocol: "HttpsOnly",
      originGroup: { id: containing("/originGroups/entry-api-origins") },
    });
  });

  test("asks for the readiness path whether a service can serve", async () => {
    const recording = await plain();
    expect(recording.named("entry-api-origins").inputs["healthProbeSettings"]).toMatchObject({
      probePath: "/ready",
      probeProtocol: "Https",
    });
    expect(await valueOf(recording.result.wayTo("api").originGroup)).toContain("entry-api-origins");
  });

  test("redirects HTTP, with or without a domain", async () => {
    for (const recording of [await plain(), await secure()])
      expect(routeOf(recording, "api")).toMatchObject({
        httpsRedirect: "Enabled",
        supportedProtocols: ["Http", "Https"],
      });
  });

  test("tells browsers to come back by HTTPS only, in every answer", async () => {
    const recording = await plain();
    expect(recording.named("entry-headers-https").inputs).toMatchObject({
      order: 0,
      actions: [{ name: "ModifyResponseHeader", parameters: { headerName: "Strict-Transport-Security" } }],
    });
    expect(at(routeOf(recording, "api")["ruleSets"], 0, "id")).toContain("/ruleSets/headers");
  });

  test("answers on a name of its own where there is no domain", async () => {
    const recording = await plain();
    expect(await valueOf(recording.result.url)).toMatch(/^https:\/\/entry-endpoint-.*\.azurefd\.net$/);
    expect(routeOf(recording, "api")["linkToDefaultDomain"]).toBe("Enabled");
    expect(recording.ofType("azure-native:dns:RecordSet")).toEqual([]);
  });

  test("keeps access logs in the stack's workspace", async () => {
    expect((await plain()).named("entry-logs").inputs).toMatchObject({
      resourceUri: containing("/profiles/entry-profile"),
      workspaceId: containing("/workspaces/scope-logs"),
      logs: [
        { category: "FrontDoorAccessLog", enabled: true },
        { category: "FrontDoorHealthProbeLog", enabled: true },
      ],
    });
  });

  test("makes a route once its origin is there, as Front Door demands", async () => {
    const recording = await plain();
    expect(recording.named("entry-api-route").dependencies).toContain(
      recording.named("entry-api-origin").urn,
    );
  });
});

describe("with a domain", () => {
  test("serves a managed certificate with TLS 1.2 or newer", async () => {
    expect((await secure()).named("entry-domain").inputs).toMatchObject({
      hostName: "api.example.com",
      // Called after the name, so that another name is another resource.
      customDomainName: "api-example-com",
      tlsSettings: { certificateType: "ManagedCertificate", minimumTlsVersion: "TLS12" },
    });
  });

  test("proves by DNS that the name is ours", async () => {
    expect((await secure()).named("entry-domain-proof").inputs).toMatchObject({
      resourceGroupName: "example.com",
      zoneName: "example.com",
      relativeRecordSetName: "_dnsauth.api",
      recordType: "TXT",
      txtRecords: [{ value: ["_2q9zq0r1b5f7c8d"] }],
    });
  });

  test("answers to the name and to no other", async () => {
    const recording = await secure();
    expect(await valueOf(recording.result.url)).toBe("https://api.example.com");
    expect(recording.named("entry-address").inputs).toMatchObject({
      relativeRecordSetName: "api",
      recordType: "CNAME",
      cnameRecord: { cname: matching(/\.azurefd\.net$/) },
    });
    expect(routeOf(recording, "api")).toMatchObject({
      linkToDefaultDomain: "Disabled",
      customDomains: [{ id: containing("/customDomains/api-example-com") }],
    });
  });

  test("that is a zone itself has addresses which Azure writes", async () => {
    const recording = await entry({ domain: { name: "example.com", zone: "example.com" } });
    expect(recording.named("entry-domain-proof").inputs["relativeRecordSetName"]).toBe("_dnsauth");
    for (const kind of ["A", "AAAA"])
      expect(recording.named(`entry-address-${kind.toLowerCase()}`).inputs).toMatchObject({
        relativeRecordSetName: "@",
        recordType: kind,
        targetResource: { id: containing("/afdEndpoints/entry-endpoint") },
      });
  });

  test("names records relative to their zone", () => {
    expect(relativeName("a.b.example.com", "example.com")).toBe("a.b");
    expect(relativeName("example.com", "example.com")).toBe("@");
  });
});

describe("between several services", () => {
  test("sends each its own paths", async () => {
    const recording = await entry({ routes: [api, reports] });
    expect(routeOf(recording, "api")["patternsToMatch"]).toEqual(["/*"]);
    expect(routeOf(recording, "reports")["patternsToMatch"]).toEqual(["/reports", "/reports/*"]);
    expect(at(routeOf(recording, "reports")["originGroup"], "id")).toContain("entry-reports-origins");
  });

  test("means the prefix itself too", () => {
    expect(pathPatterns("/a/b/*")).toEqual(["/a/b", "/a/b/*"]);
    expect(pathPatterns("/only")).toEqual(["/only"]);
  });

  test("has no origin group for a service that no route leads to", async () => {
    const { result } = await entry({ routes: [api] });
    expect(() => result.wayTo("worker")).toThrow('no route to the service "worker"');
  });
});

describe("with a web application firewall", () => {
  test("asks Microsoft's rules and holds back who asks too often", async () => {
    const recording = await guarded();
    expect(recording.named("entry-profile").inputs["sku"]).toEqual({ name: "Premium_AzureFrontDoor" });
    expect(recording.named("entry-firewall").inputs).toMatchObject({
      // Letters and digits only.
      policyName: matching(/^[A-Za-z][A-Za-z0-9]+$/),
      sku: { name: "Premium_AzureFrontDoor" },
      policySettings: { mode: "Prevention", enabledState: "Enabled", requestBodyCheck: "Enabled" },
      customRules: {
        rules: [
          {
            ruleType: "RateLimitRule",
            rateLimitThreshold: 2000,
            rateLimitDurationInMinutes: 5,
            action: "Block",
          },
        ],
      },
      managedRules: {
        managedRuleSets: [
          { ruleSetType: "Microsoft_DefaultRuleSet", ruleSetAction: "Block" },
          { ruleSetType: "Microsoft_BotManagerRuleSet" },
        ],
      },
    });
  });

  test("guards every name that requests can be made to", async () => {
    const { parameters } = (await guarded()).named("entry-firewall-association").inputs;
    expect(parameters).toMatchObject({
      wafPolicy: { id: containing("/frontDoorWebApplicationFirewallPolicies/") },
      associations: [
        {
          domains: [
            { id: containing("/afdEndpoints/entry-endpoint") },
            { id: containing("/customDomains/api-example-com") },
          ],
          patternsToMatch: ["/*"],
        },
      ],
    });
  });

  test("keeps logs without credentials", async () => {
    const recording = await guarded();
    const scrubbed = at(recording.named("entry-firewall").inputs["policySettings"], "scrubbingRules");
    expect(JSON.stringify(scrubbed)).toContain("authorization");
    expect(JSON.stringify(scrubbed)).toContain("RequestCookieNames");
    expect(JSON.stringify(recording.named("entry-logs").inputs["logs"])).toContain(
      "FrontDoorWebApplicationFirewallLog",
    );
  });

  test("is not there where nobody asked for it, and the tier is the cheaper one", async () => {
    const recording = await plain();
    expect(recording.has("entry-firewall")).toBe(false);
    expect(recording.named("entry-profile").inputs["sku"]).toEqual({ name: "Standard_AzureFrontDoor" });
  });
});

test("the entry is the same in a preview", async () => {
  const preview = await record(() => make({ domain, webApplicationFirewall: true }), { preview: true });
  expect(preview.urns()).toEqual((await guarded()).urns());
});
