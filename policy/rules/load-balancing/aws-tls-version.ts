import { notApplicable, require, violation } from "../../mechanism/answer";
import { listeners } from "../../subjects/load-balancer";
import type { ResourceRule } from "../../mechanism/rule";

const distribution = "aws:cloudfront/distribution:Distribution";
const apiDomains = ["aws:apigateway/domainName:DomainName", "aws:apigatewayv2/domainName:DomainName"];
/** AWS's names of policies without TLS 1.0 and 1.1: `TLS13-1-2-…`, `TLS13-1-3-…`, `TLS-1-2-…`, `FS-1-2-…`. */
const modern = /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)(-|$)/;

/** TLS 1.2 is the oldest version that is accepted. */
export const rule: ResourceRule = {
  id: "aws-tls-version",
  title: "TLS 1.2 is the oldest version that is accepted.",
  severity: "high",
  controls: { checkov: ["CKV_AWS_103", "CKV_AWS_174", "CKV_AWS_206"] },
  enforcement: "always",
  reason: "TLS 1.0 and 1.1 have known weaknesses and are forbidden by most standards.",
  remedy:
    "Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06 (CloudFront: TLSv1.2_2021; API Gateway: TLS_1_2).",
  types: [...listeners, distribution, ...apiDomains],
  scope: "resource",
  check: ({ type, properties }) => {
    if (type === distribution) {
      const certificate = properties.get("viewerCertificate");
      if (certificate.get("cloudfrontDefaultCertificate").flag() === true) {
        return violation("the default certificate accepts TLS 1.0");
      }
      const version = certificate.get("minimumProtocolVersion").text() ?? "TLSv1";
      return require(/^TLSv1\.[23]/.test(version), `minimumProtocolVersion is ${version}`);
    }
    if (apiDomains.includes(type)) {
      const settings = properties.get("domainNameConfiguration");
      const version = (settings.isSet() ? settings : properties).get("securityPolicy").text() ?? "TLS_1_0";
      return require(version !== "TLS_1_0", "securityPolicy is TLS_1_0");
    }
    const protocol = properties.get("protocol").text()?.toUpperCase();
    if (protocol !== "HTTPS" && protocol !== "TLS") return notApplicable;
    const policy = properties.get("sslPolicy").text();
    if (policy === undefined) return violation("sslPolicy is not set, and the default accepts TLS 1.0");
    return require(modern.test(policy), `sslPolicy ${policy} accepts TLS older than 1.2`);
  },
};
