import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as wafv2 from "@pulumi/aws/wafv2";
import * as pulumi from "@pulumi/pulumi";
import type { AwsEncryptionKey } from "./encryption-key";

interface WebAclArgs {
  readonly loadBalancerArn: pulumi.Output<string>;
  readonly logsKey: AwsEncryptionKey;
  readonly logRetentionDays: number;
}

/** Requests in five minutes, per address, above which it is held back. */
const requestLimit = 2000;

/**
 * AWS's rule groups, in the order that they are asked: 1,125 of the 1,500 capacity units that a list may use. Bodies over
 * 8 KiB are only counted: uploads are a service's business, and it limits them itself.
 */
const managedGroups: readonly { readonly name: string; readonly countOnly?: readonly string[] }[] = [
  { name: "AWSManagedRulesAmazonIpReputationList" },
  { name: "AWSManagedRulesCommonRuleSet", countOnly: ["SizeRestrictions_BODY"] },
  { name: "AWSManagedRulesKnownBadInputsRuleSet" },
  { name: "AWSManagedRulesSQLiRuleSet" },
];

/** A web application firewall in front of a load balancer, with encrypted logs that hold no credentials. */
export function webAcl(
  child: (role: string) => string,
  { loadBalancerArn, logRetentionDays, logsKey }: WebAclArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const acl = new wafv2.WebAcl(
    child("firewall"),
    {
      scope: "REGIONAL",
      description: "AWS managed rules and a limit of requests per address",
      defaultAction: { allow: {} },
      rules: [rateLimit(), ...managedGroups.map(managedGroup)],
      visibilityConfig: visible("firewall"),
    },
    opts,
  );
  const association = new wafv2.WebAclAssociation(
    child("firewall-association"),
    { resourceArn: loadBalancerArn, webAclArn: acl.arn },
    opts,
  );
  const logs = new cloudwatch.LogGroup(
    child("firewall-logs"),
    {
      // The firewall writes only to groups whose name begins so.
      name: pulumi.interpolate`aws-waf-logs-${acl.name}`,
      kmsKeyId: logsKey.arn,
      retentionInDays: logRetentionDays,
    },
    opts,
  );
  new wafv2.WebAclLoggingConfiguration(
    child("firewall-logging"),
    {
      resourceArn: association.webAclArn,
      logDestinationConfigs: [logs.arn],
      redactedFields: [
        { singleHeader: { name: "authorization" } },
        { singleHeader: { name: "cookie" } },
        { singleHeader: { name: "x-api-key" } },
      ],
    },
    opts,
  );
}

function rateLimit() {
  return {
    name: "rate-limit",
    priority: 0,
    action: { block: {} },
    statement: { rateBasedStatement: { limit: requestLimit, aggregateKeyType: "IP" } },
    visibilityConfig: visible("rate-limit"),
  };
}

function managedGroup({ countOnly = [], name }: (typeof managedGroups)[number], index: number) {
  return {
    name,
    priority: (index + 1) * 10,
    // The group's own decisions stand.
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name,
        ruleActionOverrides: countOnly.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visible(name),
  };
}

function visible(metricName: string) {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
