import { Key } from "@pulumi/aws/kms";
import { ACCOUNT } from "../mock-cloud";
import { containing, matching, record, valueOf } from "../mocks";
import { loadBalancer, route, statements } from "./fixture";

const domain = { name: "api.example.com", zone: "example.com" };
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const LISTENER = "aws:lb/listener:Listener";

describe("the load balancer", () => {
  test("stands in the public subnets, drops malformed headers and refuses its deletion", async () => {
    const recording = await record(() => loadBalancer());
    const balancer = recording.named("entry-alb");
    expect(balancer.inputs).toMatchObject({
      loadBalancerType: "application",
      internal: false,
      dropInvalidHeaderFields: true,
      enableDeletionProtection: true,
      subnets: [1, 2, 3].map((n) => `network-public-${String(n)}-id`),
      securityGroups: ["entry-group-id"],
    });
    expect(balancer.protect).toBe(true);
  });

  test("can be deleted where nothing is protected", async () => {
    const recording = await record(() => loadBalancer({ protection: false }));
    const balancer = recording.named("entry-alb");
    expect(balancer.inputs["enableDeletionProtection"]).toBe(false);
    expect(balancer.protect).toBe(false);
  });

  test.each([
    ["with a domain", domain, [443, 80]],
    ["without a domain", undefined, [80]],
  ])("%s is open to the world on the web's ports only, and out to nobody", async (_, given, ports) => {
    const recording = await record(() => loadBalancer({ domain: given }));
    const rules = recording
      .ofType(INGRESS)
      .filter(({ inputs }) => inputs["securityGroupId"] === "entry-group-id");
    expect(rules.map(({ inputs }) => [inputs["fromPort"], inputs["toPort"], inputs["cidrIpv4"]])).toEqual(
      ports.map((port) => [port, port, "0.0.0.0/0"]),
    );
    const group = recording.named("entry-group").inputs;
    expect(group).not.toHaveProperty("ingress");
    expect(group).not.toHaveProperty("egress");
    expect(recording.ofType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")).toEqual([]);
  });

  test("keeps access logs in a bucket that only load balancers of this account write to", async () => {
    const recording = await record(() => loadBalancer({ logRetentionDays: 90 }));
    expect(recording.named("entry-alb").inputs["accessLogs"]).toEqual({
      enabled: true,
      bucket: "entry-logs-bucket",
    });
    const allowed = statements(recording.named("entry-logs-policy")).filter(
      ({ Effect }) => Effect === "Allow",
    );
    expect(allowed).toEqual([
      expect.objectContaining({
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::entry-logs-bucket/AWSLogs/${ACCOUNT}/*`,
        Condition: {
          ArnLike: {
            "aws:SourceArn": `arn:aws:elasticloadbalancing:eu-west-1:${ACCOUNT}:loadbalancer/*`,
          },
        },
      }),
    ]);
    expect(JSON.stringify(recording.named("entry-logs-lifecycle").inputs["rules"])).toContain('"days":90');
  });

  describe("with a domain", () => {
    const secure = () => loadBalancer({ domain });

    test("serves HTTPS with TLS 1.2 or newer and a certificate that is issued", async () => {
      const recording = await record(secure);
      expect(recording.named("entry-https").inputs).toMatchObject({
        port: 443,
        protocol: "HTTPS",
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        certificateArn: containing("certificate/"),
        routingHttpResponseStrictTransportSecurityHeaderValue: containing("max-age="),
      });
      expect(recording.named("entry-https").dependencies).toContain(
        recording.named("entry-certificate-issued").urn,
      );
    });

    test("proves by DNS that the name is ours", async () => {
      const recording = await record(secure);
      expect(recording.named("entry-certificate").inputs).toMatchObject({
        domainName: domain.name,
        validationMethod: "DNS",
      });
      expect(recording.named("entry-certificate-proof").inputs).toMatchObject({
        zoneId: "Z0123456789ABCDEFGHIJ",
        type: "CNAME",
        name: containing("api.example.com"),
        records: [containing("acm-validations.aws")],
      });
      expect(recording.named("entry-certificate-issued").inputs["validationRecordFqdns"]).toEqual([
        recording.named("entry-certificate-proof").inputs["name"],
      ]);
    });

    test("redirects HTTP for good and serves nothing by it", async () => {
      const recording = await record(secure);
      expect(recording.named("entry-http").inputs).toMatchObject({
        port: 80,
        protocol: "HTTP",
        defaultActions: [
          { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } },
        ],
      });
      expect(recording.ofType(LISTENER)).toHaveLength(2);
    });

    test("answers to the name", async () => {
      const { result, ...recording } = await record(secure);
      expect(await valueOf(result.url)).toBe("https://api.example.com");
      expect(recording.registrations.find(({ name }) => name === "entry-address")?.inputs).toMatchObject({
        name: "api.example.com",
        type: "A",
        aliases: [
          {
            name: "entry-alb-1234567890.eu-west-1.elb.amazonaws.com",
            zoneId: "Z32O12XQLNTSW2",
            evaluateTargetHealth: true,
          },
        ],
      });
    });
  });

  test("without a domain serves plain HTTP on its own address", async () => {
    const { result, ...recording } = await record(() => loadBalancer());
    expect(await valueOf(result.url)).toBe("http://entry-alb-1234567890.eu-west-1.elb.amazonaws.com");
    const listeners = recording.registrations.filter(({ type }) => type === LISTENER);
    expect(listeners.map(({ inputs }) => [inputs["port"], inputs["protocol"]])).toEqual([[80, "HTTP"]]);
  });

  test("sends requests only to replicas that are ready", async () => {
    const recording = await record(() => loadBalancer());
    expect(recording.named("api-tg").inputs).toMatchObject({
      targetType: "ip",
      port: 8000,
      protocol: "HTTP",
      healthCheck: {
        path: "/ready",
        matcher: "200",
        interval: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
    });
  });

  test("lets requests of 30 seconds end before a replica goes", async () => {
    const recording = await record(() => loadBalancer());
    expect(recording.named("api-tg").inputs["deregistrationDelay"]).toBeGreaterThan(30);
  });

  test("leaves room for a random end in the names of target groups, of which AWS takes 32 characters", async () => {
    const service = "a-service-with-20-ch";
    expect(service).toHaveLength(20);
    const recording = await record(() => loadBalancer({ routes: [{ ...route, service }] }));
    const { name } = recording.only("aws:lb/targetGroup:TargetGroup");
    expect(name.length + "-1234567".length).toBeLessThanOrEqual(32);
  });

  describe("between several services", () => {
    const reports = { service: "reports", path: "/reports/*", port: 9000, health: "/ready" };

    test("sends each its own paths and the rest to the one that takes everything", async () => {
      const recording = await record(() => loadBalancer({ routes: [route, reports] }));
      expect(recording.named("entry-http").inputs["defaultActions"]).toEqual([
        { type: "forward", targetGroupArn: containing("targetgroup/api-tg/") },
      ]);
      expect(recording.only("aws:lb/listenerRule:ListenerRule").inputs).toMatchObject({
        conditions: [{ pathPattern: { values: ["/reports", "/reports/*"] } }],
        actions: [{ type: "forward", targetGroupArn: containing("targetgroup/reports-tg/") }],
      });
    });

    test("answers 404 itself where no service takes the rest", async () => {
      const recording = await record(() => loadBalancer({ routes: [reports] }));
      expect(recording.named("entry-http").inputs["defaultActions"]).toEqual([
        {
          type: "fixed-response",
          fixedResponse: { contentType: "text/plain", messageBody: "Not found", statusCode: "404" },
        },
      ]);
    });

    test("hands out a target group once a rule leads to it", async () => {
      const recording = await record(() => {
        const balancer = loadBalancer({ routes: [route, reports] });
        for (const service of ["api", "reports"])
          new Key(`user-of-${service}`, { description: balancer.targetGroup(service).arn });
      });
      const waitsFor = (service: string, name: string) => {
        const user = recording.named(`user-of-${service}`);
        expect(user.inputs["description"]).toContain(`targetgroup/${service}-tg/`);
        expect(user.dependencies).toContain(recording.named(name).urn);
      };
      waitsFor("reports", "entry-rule-reports");
      waitsFor("api", "entry-http");
    });

    test("has no target group for a service that no route leads to", async () => {
      const { result } = await record(() => loadBalancer({ routes: [route, reports] }));
      expect(await valueOf(result.targetGroup("api").arnSuffix)).toContain("targetgroup/api-tg/");
      expect(() => result.targetGroup("worker")).toThrow('no route to the service "worker"');
    });
  });

  describe("with a web application firewall", () => {
    const guarded = () => loadBalancer({ webApplicationFirewall: true });

    test("limits requests per address and asks AWS's rules", async () => {
      const recording = await record(guarded);
      const { rules, scope } = recording.named("entry-firewall").inputs;
      expect(scope).toBe("REGIONAL");
      expect(rules).toMatchObject([
        {
          action: { block: {} },
          statement: { rateBasedStatement: { limit: 2000, aggregateKeyType: "IP" } },
        },
        ...[
          "AWSManagedRulesAmazonIpReputationList",
          "AWSManagedRulesCommonRuleSet",
          "AWSManagedRulesKnownBadInputsRuleSet",
          "AWSManagedRulesSQLiRuleSet",
        ].map((name) => ({
          name,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
        })),
      ]);
      expect(recording.named("entry-firewall-association").inputs).toMatchObject({
        resourceArn: containing("loadbalancer/app/entry-alb/"),
      });
    });

    test("keeps encrypted logs without credentials, under the name that AWS demands", async () => {
      const recording = await record(guarded);
      expect(recording.named("entry-firewall-logs").inputs).toMatchObject({
        name: matching(/^aws-waf-logs-/),
        kmsKeyId: containing("key/logs-key-key"),
        retentionInDays: 90,
      });
      expect(JSON.stringify(recording.named("entry-firewall-logging").inputs["redactedFields"])).toContain(
        "authorization",
      );
    });

    test("is not there where nobody asked for it", async () => {
      const recording = await record(() => loadBalancer());
      expect(recording.registrations.filter(({ type }) => type.startsWith("aws:wafv2/"))).toEqual([]);
    });
  });

  test("is the same in a preview", async () => {
    const program = () => loadBalancer({ domain, webApplicationFirewall: true });
    const [update, preview] = [await record(program), await record(program, { preview: true })];
    expect(preview.urns()).toEqual(update.urns());
    expect(update.orphans()).toEqual([]);
  });
});
