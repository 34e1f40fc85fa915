import { rule as accessLogs } from "../../../../policy/rules/load-balancing/aws-load-balancer-access-logs";
import { rule as deletionProtection } from "../../../../policy/rules/load-balancing/aws-load-balancer-deletion-protection";
import { rule as dropsInvalidHeaders } from "../../../../policy/rules/load-balancing/aws-load-balancer-drops-invalid-headers";
import { rule as https } from "../../../../policy/rules/load-balancing/aws-load-balancer-https";
import { rule as firewall } from "../../../../policy/rules/load-balancing/aws-public-load-balancer-firewall";
import { rule as tlsVersion } from "../../../../policy/rules/load-balancing/aws-tls-version";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const balancer = (properties: Properties, type = "aws:lb/loadBalancer:LoadBalancer"): Given => ({
  type,
  name: "balancer",
  properties,
});
const listener = (properties: Properties, type = "aws:lb/listener:Listener"): Given => ({ type, properties });
const alb = "aws:alb/loadBalancer:LoadBalancer";
const bucket: Given = { type: "aws:s3/bucket:Bucket", properties: { bucket: "b" } };

const redirect = { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } };
describeRule(https, {
  compliant: {
    HTTPS: listener({ protocol: "HTTPS", port: 443, defaultActions: [{ type: "forward" }] }),
    "TLS on a network load balancer": listener({ protocol: "TLS", port: 443 }),
    "a redirect": listener({ protocol: "HTTP", port: 80, defaultActions: [redirect] }),
    "a refusal": listener({ protocol: "HTTP", port: 80, defaultActions: [{ type: "fixed-response" }] }),
  },
  violations: {
    "plain HTTP": [
      listener({ protocol: "HTTP", port: 80, defaultActions: [{ type: "forward" }] }),
      'defaultActions[0] answers plain HTTP with "forward"',
    ],
    "a single action": [listener({ protocol: "http", defaultActions: { type: "forward" } }), "forward"],
    "a redirect to plain HTTP": [
      listener({ protocol: "HTTP", defaultActions: [{ type: "redirect", redirect: { protocol: "HTTP" } }] }),
      "does not redirect to HTTPS",
    ],
    "a redirect that keeps the protocol": [
      listener({
        protocol: "HTTP",
        defaultActions: [{ type: "redirect", redirect: { protocol: "#{protocol}" } }],
      }),
      "does not redirect to HTTPS",
    ],
    "the alb module": [
      listener({ protocol: "HTTP", defaultActions: [{ type: "forward" }] }, "aws:alb/listener:Listener"),
      "forward",
    ],
  },
  notApplicable: { "a TCP listener": listener({ protocol: "TCP", port: 5432 }), "another type": bucket },
  unknown: { "a protocol that is unknown": listener({ protocol: unknown }) },
});

const distribution = (viewerCertificate: Properties) =>
  listener({ viewerCertificate }, "aws:cloudfront/distribution:Distribution");
describeRule(tlsVersion, {
  compliant: {
    "TLS 1.3 and 1.2": listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" }),
    "TLS 1.3 only": listener({ protocol: "TLS", sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06" }),
    "TLS 1.2": listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS-1-2-2017-01" }),
    "CloudFront with TLS 1.2": distribution({ minimumProtocolVersion: "TLSv1.2_2021" }),
    "an API's domain with TLS 1.2": listener(
      { domainNameConfiguration: { securityPolicy: "TLS_1_2" } },
      "aws:apigatewayv2/domainName:DomainName",
    ),
  },
  violations: {
    "no policy": [listener({ protocol: "HTTPS" }), "sslPolicy is not set"],
    "the old default": [
      listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-2016-08" }),
      "accepts TLS older than 1.2",
    ],
    "TLS 1.1": [
      listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS-1-1-2017-01" }),
      "older than 1.2",
    ],
    "a TLS 1.3 policy that goes down to 1.0": [
      listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-0-2021-06" }),
      "older than 1.2",
    ],
    "CloudFront with TLS 1.1": [distribution({ minimumProtocolVersion: "TLSv1.1_2016" }), "TLSv1.1_2016"],
    "CloudFront's default certificate": [
      distribution({ cloudfrontDefaultCertificate: true }),
      "default certificate",
    ],
    "an API's domain": [
      listener({ securityPolicy: "TLS_1_0" }, "aws:apigateway/domainName:DomainName"),
      "TLS_1_0",
    ],
  },
  notApplicable: { "plain HTTP": listener({ protocol: "HTTP" }), "another type": bucket },
  unknown: { "a policy that is unknown": listener({ protocol: "HTTPS", sslPolicy: unknown }) },
});

describeRule(dropsInvalidHeaders, {
  compliant: { on: balancer({ dropInvalidHeaderFields: true }) },
  violations: {
    off: [balancer({ dropInvalidHeaderFields: false }), "dropInvalidHeaderFields is off"],
    absent: [balancer({}), "dropInvalidHeaderFields is off"],
    "the alb module": [balancer({}, alb), "is off"],
  },
  notApplicable: {
    "a network load balancer": balancer({ loadBalancerType: "network" }),
    "another type": bucket,
  },
  unknown: { "a type that is unknown": balancer({ loadBalancerType: unknown }) },
});

describeRule(accessLogs, {
  compliant: {
    "a bucket": balancer({ accessLogs: { enabled: true, bucket: "logs" } }),
    "a bucket that is unknown yet": balancer({ accessLogs: { enabled: true, bucket: unknown } }),
  },
  violations: {
    absent: [balancer({}), "accessLogs"],
    "not enabled": [balancer({ accessLogs: { bucket: "logs" } }), "accessLogs"],
    "switched off": [balancer({ accessLogs: { enabled: false, bucket: "logs" } }), "accessLogs"],
  },
  notApplicable: { "another type": bucket },
  unknown: { "a switch that is unknown": balancer({ accessLogs: { enabled: unknown, bucket: "logs" } }) },
});

describeRule(deletionProtection, {
  compliant: { on: balancer({ enableDeletionProtection: true }) },
  violations: {
    absent: [balancer({}), "enableDeletionProtection is off"],
    off: [balancer({ enableDeletionProtection: false }), "enableDeletionProtection is off"],
  },
  notApplicable: { "another type": bucket },
  unknown: { "a switch that is unknown": balancer({ enableDeletionProtection: unknown }) },
});

const association = (properties: Properties, sources: Record<string, string[]> = {}): Given => ({
  type: "aws:wafv2/webAclAssociation:WebAclAssociation",
  name: "association",
  properties,
  sources,
});
describeRule(firewall, {
  compliant: {
    "an association": [
      balancer({ arn: "arn:lb" }),
      association({ resourceArn: "arn:lb", webAclArn: "arn:acl" }),
    ],
    "an association that is unknown yet": [
      balancer({}),
      association({ resourceArn: unknown }, { resourceArn: ["balancer"] }),
    ],
  },
  violations: {
    none: [[balancer({ arn: "arn:lb" })], "no web ACL"],
    "an association of another": [
      [balancer({ arn: "arn:lb" }), association({ resourceArn: "arn:2" })],
      "no web ACL",
    ],
  },
  notApplicable: {
    "an internal one": [balancer({ internal: true })],
    "a network load balancer": [balancer({ loadBalancerType: "network" })],
  },
  unknown: { "a switch that is unknown": [balancer({ internal: unknown })] },
});
