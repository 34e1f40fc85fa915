import { shown } from "../../../../localcloud/reading";
import { types } from "../../../../localcloud/aws/types";
import { type Aws, account, describeMistakes, region } from "./aws";

const balancer = async (aws: Aws) => {
  const { subnets, group } = await aws.place();
  return { subnets, securityGroups: [group] };
};
const targetGroup = async (aws: Aws) => ({
  vpcId: await aws.vpc(),
  port: 8000,
  protocol: "HTTP",
  targetType: "ip",
  healthCheck: { path: "/ready", interval: 10, timeout: 5 },
});
const listener = async (aws: Aws) => {
  const place = await aws.place();
  return {
    loadBalancerArn: (await aws.loadBalancer(place)).id,
    port: 443,
    protocol: "HTTPS",
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    certificateArn: await aws.certificate(),
    defaultActions: [{ type: "forward", targetGroupArn: await aws.targetGroup(place.vpcId) }],
  };
};
const rule = async (aws: Aws) => {
  const place = await aws.place();
  const targetGroupArn = await aws.targetGroup(place.vpcId);
  const front = await aws.make(types.listener, {
    loadBalancerArn: (await aws.loadBalancer(place)).id,
    port: 80,
    protocol: "HTTP",
    defaultActions: [
      { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } },
    ],
  });
  return {
    listenerArn: front.id,
    priority: 10,
    actions: [{ type: "forward", targetGroupArn }],
    conditions: [{ pathPattern: { values: ["/reports/*"] } }],
  };
};
const record = async (aws: Aws) => ({
  zoneId: (await aws.make(types.zone, { name: "example.com" })).id,
  name: "api.example.com",
  type: "A",
  ttl: 60,
  records: ["192.0.2.1"],
});
const visibilityConfig = { cloudwatchMetricsEnabled: true, metricName: "acl", sampledRequestsEnabled: true };
const managed = (name: string, priority: number) => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
  visibilityConfig,
});
const webAcl = {
  scope: "REGIONAL",
  defaultAction: { allow: {} },
  visibilityConfig,
  rules: [managed("AWSManagedRulesCommonRuleSet", 1), managed("AWSManagedRulesKnownBadInputsRuleSet", 2)],
};
const acl = types.webAcl;
const association = "aws:wafv2/webAclAssociation:WebAclAssociation";
const associated = async (aws: Aws) => ({
  webAclArn: (await aws.make(acl, webAcl)).outputs["arn"] ?? "",
  resourceArn: (await aws.loadBalancer(await aws.place())).id,
});

describeMistakes("load balancers and target groups", [
  {
    mistake: "an ALB in one zone only",
    type: types.loadBalancer,
    right: balancer,
    wrong: (_, right) => ({ subnets: (right["subnets"] as string[]).slice(0, 1) }),
    path: "subnets",
    words: "at least two subnets in two different Availability Zones",
  },
  {
    mistake: "an ALB with two subnets of one zone",
    type: types.loadBalancer,
    right: balancer,
    wrong: async (aws) => {
      const vpcId = await aws.vpc("10.1.0.0/16");
      return { subnets: [await aws.subnet(vpcId, "10.1.0.0/24"), await aws.subnet(vpcId, "10.1.1.0/24")] };
    },
    path: "subnets",
    words: "two are in eu-west-1a",
  },
  {
    mistake: "a public ALB in a VPC without an internet gateway",
    type: types.loadBalancer,
    right: balancer,
    wrong: async (aws) => {
      const vpcId = await aws.vpc("10.1.0.0/16");
      const subnets = [await aws.subnet(vpcId, "10.1.0.0/24"), await aws.subnet(vpcId, "10.1.1.0/24", "b")];
      return { subnets, securityGroups: [await aws.group(vpcId)] };
    },
    path: "subnets",
    words: "has no internet gateway",
  },
  {
    mistake: "an ALB with another VPC's security group",
    type: types.loadBalancer,
    right: balancer,
    wrong: async (aws) => ({ securityGroups: [await aws.group(await aws.vpc("10.1.0.0/16"))] }),
    path: "securityGroups[0]",
    words: "InvalidGroup.NotFound",
  },
  {
    mistake: "access logs to a bucket that does not let the load balancer in",
    type: types.loadBalancer,
    right: async (aws) => {
      const bucket = await aws.bucket({ writer: "logdelivery.elasticloadbalancing.amazonaws.com" });
      return { ...(await balancer(aws)), accessLogs: { bucket, enabled: true } };
    },
    wrong: async (aws) => ({ accessLogs: { bucket: await aws.bucket(), enabled: true } }),
    path: "accessLogs.bucket",
    words: "its policy must allow logdelivery.elasticloadbalancing.amazonaws.com",
  },
  {
    mistake: "access logs to a bucket that is encrypted with KMS",
    type: types.loadBalancer,
    right: balancer,
    wrong: async (aws) => {
      const bucket = await aws.bucket({ writer: "logdelivery.elasticloadbalancing.amazonaws.com" });
      const applyServerSideEncryptionByDefault = { sseAlgorithm: "aws:kms", kmsMasterKeyId: await aws.key() };
      await aws.make(types.bucketEncryption, { bucket, rules: [{ applyServerSideEncryptionByDefault }] });
      return { accessLogs: { bucket, enabled: true } };
    },
    path: "accessLogs.bucket",
    words: "only under SSE-S3",
  },
  {
    mistake: "a load balancer whose name begins with internal-",
    type: types.loadBalancer,
    right: async (aws) => ({ ...(await balancer(aws)), name: "entry" }),
    wrong: { name: "internal-entry" },
    path: "name",
    words: "does not begin with internal-",
  },
  {
    mistake: "a target group name of 33 characters",
    type: types.targetGroup,
    right: async (aws) => ({ ...(await targetGroup(aws)), name: "a".repeat(32) }),
    wrong: { name: "a".repeat(33) },
    path: "name",
    words: "longer than 32 characters (33)",
  },
  {
    mistake: "a target group name that ends with a hyphen",
    type: types.targetGroup,
    right: async (aws) => ({ ...(await targetGroup(aws)), name: "api" }),
    wrong: { name: "api-" },
    path: "name",
    words: "no hyphen at either end",
  },
  {
    mistake: "a health check that takes longer than its interval",
    type: types.targetGroup,
    right: targetGroup,
    wrong: { healthCheck: { path: "/ready", interval: 5, timeout: 10 } },
    path: "healthCheck.timeout",
    words: "must be smaller than the interval",
  },
  {
    mistake: "a health check path without a slash",
    type: types.targetGroup,
    right: targetGroup,
    wrong: { healthCheck: { path: "ready" } },
    path: "healthCheck.path",
    words: "must begin with '/'",
  },
  {
    mistake: "a target group without a VPC",
    type: types.targetGroup,
    right: targetGroup,
    wrong: { vpcId: undefined },
    path: "vpcId",
    words: "is required unless targetType is 'lambda'",
  },
]);

describeMistakes("listeners, rules and certificates", [
  {
    mistake: "HTTPS without a certificate",
    type: types.listener,
    right: listener,
    wrong: { certificateArn: undefined },
    path: "certificateArn",
    words: "a certificate must be specified for HTTPS listeners",
  },
  {
    mistake: "a certificate on plain HTTP",
    type: types.listener,
    right: listener,
    wrong: { protocol: "HTTP", port: 80, sslPolicy: undefined },
    path: "certificateArn",
    words: "HTTP listeners have none",
  },
  {
    mistake: "a certificate that is not issued yet",
    type: types.listener,
    right: listener,
    wrong: async (aws) => ({ certificateArn: await aws.certificate(false) }),
    path: "certificateArn",
    words: "is not issued yet",
  },
  {
    mistake: "a TLS policy that does not exist",
    type: types.listener,
    right: listener,
    wrong: { sslPolicy: "ELBSecurityPolicy-TLS13-1-2" },
    path: "sslPolicy",
    words: "SSLPolicyNotFound",
  },
  {
    mistake: "a second listener on a port",
    type: types.listener,
    right: listener,
    wrong: async (aws, right) => {
      const defaultActions = [
        { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },
      ];
      const twin = {
        loadBalancerArn: right["loadBalancerArn"] ?? "",
        port: 80,
        protocol: "HTTP",
        defaultActions,
      };
      await aws.make(types.listener, twin);
      return { ...twin, certificateArn: undefined, sslPolicy: undefined };
    },
    path: "port",
    words: "DuplicateListener",
  },
  {
    mistake: "a target group of another VPC",
    type: types.listener,
    right: listener,
    wrong: async (aws) => ({
      defaultActions: [
        { type: "forward", targetGroupArn: await aws.targetGroup(await aws.vpc("10.1.0.0/16")) },
      ],
    }),
    path: "defaultActions",
    words: "is not in the load balancer's VPC",
  },
  {
    mistake: "a target group that is not there",
    type: types.listener,
    right: listener,
    wrong: {
      defaultActions: [
        {
          type: "forward",
          targetGroupArn: `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/x/0123456789abcdef`,
        },
      ],
    },
    path: "defaultActions[0].targetGroupArn",
    words: "there is no aws:lb/targetGroup:TargetGroup",
  },
  {
    mistake: "a redirect to itself",
    type: types.listener,
    right: listener,
    wrong: { defaultActions: [{ type: "redirect", redirect: { statusCode: "HTTP_301" } }] },
    path: "defaultActions[0].redirect",
    words: "it would loop",
  },
  {
    mistake: "a rule priority that is taken",
    type: types.listenerRule,
    right: rule,
    wrong: async (aws, right) => {
      const twin = { ...right, priority: 20 };
      await aws.make(types.listenerRule, twin);
      return twin;
    },
    path: "priority",
    words: "PriorityInUse: priority 20",
  },
  {
    mistake: "a rule priority of 0",
    type: types.listenerRule,
    right: rule,
    wrong: { priority: 0 },
    path: "priority",
    words: "from 1 to 50000",
  },
  {
    mistake: "six values in a rule's conditions",
    type: types.listenerRule,
    right: rule,
    wrong: { conditions: [{ pathPattern: { values: ["/a", "/b", "/c", "/d", "/e", "/f"] } }] },
    path: "conditions",
    words: "at most 5 condition values, not 6",
  },
  {
    mistake: "a target group that another load balancer uses",
    type: types.listenerRule,
    right: rule,
    wrong: async (aws, right) => {
      const group = ((right["actions"] as { targetGroupArn: string }[])[0] ?? { targetGroupArn: "" })
        .targetGroupArn;
      const { outputs } = await aws.made(types.targetGroup, group);
      const vpcId = shown(outputs["vpcId"]);
      const subnets = [
        await aws.subnet(vpcId, "10.0.8.0/24", "a"),
        await aws.subnet(vpcId, "10.0.9.0/24", "b"),
      ];
      const other = await aws.loadBalancer({ subnets, group: await aws.group(vpcId) });
      const spare = await aws.targetGroup(vpcId);
      const defaultActions = [{ type: "forward", targetGroupArn: spare }];
      await aws.make(types.listener, {
        loadBalancerArn: other.id,
        port: 80,
        protocol: "HTTP",
        defaultActions,
      });
      return { actions: [{ type: "forward", targetGroupArn: spare }] };
    },
    path: "actions",
    words: "TargetGroupAssociationLimit",
  },
  {
    mistake: "a certificate for something that is no domain name",
    type: types.certificate,
    right: { domainName: "*.example.com", validationMethod: "DNS" },
    wrong: { domainName: "https://api.example.com" },
    path: "domainName",
    words: "must be a fully qualified domain name",
  },
  {
    mistake: "waiting for a certificate whose records nobody wrote",
    type: types.certificateValidation,
    right: async (aws) => ({ certificateArn: await aws.certificate() }),
    wrong: async (aws) => ({ certificateArn: await aws.certificate(false) }),
    path: "certificateArn",
    words: "stays PENDING_VALIDATION",
  },
]);

describeMistakes("DNS and the firewall", [
  {
    mistake: "a CNAME at the top of a zone",
    type: types.record,
    right: record,
    wrong: { name: "example.com", type: "CNAME", records: ["entry.example.net"] },
    path: "type",
    words: "is not permitted at apex",
  },
  {
    mistake: "a record that exists already",
    type: types.record,
    right: record,
    wrong: async (aws, right) => {
      const twin = { ...right, name: "www.example.com" };
      await aws.make(types.record, twin);
      return twin;
    },
    path: "name",
    words: "but it already exists",
  },
  {
    mistake: "records without a time to live",
    type: types.record,
    right: record,
    wrong: { ttl: undefined },
    path: "ttl",
    words: "records need a ttl",
  },
  {
    mistake: "a host name in an A record",
    type: types.record,
    right: record,
    wrong: { records: ["entry.example.net"] },
    path: "records[0]",
    words: "is not a valid IPv4 address",
  },
  {
    mistake: "an alias in the wrong hosted zone",
    type: types.record,
    right: async (aws) => {
      const { outputs } = await aws.loadBalancer(await aws.place());
      const alias = {
        name: outputs["dnsName"] ?? "",
        zoneId: outputs["zoneId"] ?? "",
        evaluateTargetHealth: true,
      };
      return { zoneId: (await record(aws)).zoneId, name: "api.example.com", type: "A", aliases: [alias] };
    },
    wrong: (_, right) => ({
      aliases: (right["aliases"] as object[]).map((alias) => ({ ...alias, zoneId: "Z00000000000000000000" })),
    }),
    path: "aliases[0].zoneId",
    words: "does not lie within the target zone",
  },
  {
    mistake: "a health check of nothing",
    type: types.healthCheck,
    right: { type: "HTTPS", fqdn: "api.example.com", resourcePath: "/health" },
    wrong: { fqdn: undefined },
    path: "fqdn",
    words: "needs fqdn or ipAddress",
  },
  {
    mistake: "a health check every minute",
    type: types.healthCheck,
    right: { type: "HTTPS", fqdn: "api.example.com", requestInterval: 30 },
    wrong: { requestInterval: 60 },
    path: "requestInterval",
    words: "one of 10, 30",
  },
  {
    mistake: "two firewall rules of one priority",
    type: acl,
    right: webAcl,
    wrong: { rules: [managed("AWSManagedRulesCommonRuleSet", 1), managed("AWSManagedRulesSQLiRuleSet", 1)] },
    path: "rules",
    words: "two rules have priority 1",
  },
  {
    mistake: "an action on a managed rule group",
    type: acl,
    right: webAcl,
    wrong: { rules: [{ ...managed("AWSManagedRulesCommonRuleSet", 1), action: { block: {} } }] },
    path: "rules[0].action",
    words: "takes 'overrideAction' instead",
  },
  {
    mistake: "a managed rule group that AWS does not have",
    type: acl,
    right: webAcl,
    wrong: { rules: [managed("AWSManagedRulesSQLInjectionRuleSet", 1)] },
    path: "rules[0].statement.managedRuleGroupStatement.name",
    words: "WAFNonexistentItemException",
  },
  {
    mistake: "a web ACL for CloudFront outside of us-east-1",
    type: acl,
    right: webAcl,
    wrong: { scope: "CLOUDFRONT" },
    path: "scope",
    words: "are made in us-east-1",
  },
  {
    mistake: "a second web ACL on a load balancer",
    type: association,
    right: associated,
    wrong: async (aws) => {
      const first = await associated(aws);
      await aws.make(association, first);
      return { resourceArn: first.resourceArn };
    },
    path: "resourceArn",
    words: "AlreadyExists",
  },
  {
    mistake: "firewall logs to a group with another name",
    type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    right: async (aws) => ({
      resourceArn: (await aws.make(acl, webAcl)).outputs["arn"] ?? "",
      logDestinationConfigs: [await aws.logGroup("aws-waf-logs-entry")],
    }),
    wrong: async (aws) => ({ logDestinationConfigs: [await aws.logGroup("/waf/entry")] }),
    path: "logDestinationConfigs[0]",
    words: "must begin with 'aws-waf-logs-'",
  },
]);
