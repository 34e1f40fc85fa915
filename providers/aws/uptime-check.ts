import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as route53 from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import { alerts } from "../../observability/alerts";
import type { AwsAccount } from "./account";
import { alarms } from "./alarm";
import { uptimeMeasures } from "./metrics";
import { ServiceRole } from "./role";

/** Route 53 is a global service whose metrics are only there. */
const metricsRegion = "us-east-1";

interface AwsUptimeCheckArgs {
  /** Address of the entry, `https://api.example.com`. */
  readonly url: pulumi.Output<string>;
  readonly path: string;
  readonly topicArn: pulumi.Output<string>;
  readonly account: AwsAccount;
}

/**
 * Asks the entry from several continents, every 30 seconds, and raises an alarm when it does not answer.
 *
 * An alarm may only tell a topic of its own region, and this one must live in us-east-1. So its changes are forwarded by
 * EventBridge to the stack's region and told to the topic there; in us-east-1 itself the alarm tells the topic directly.
 */
export class AwsUptimeCheck extends Component {
  constructor(name: string, args: AwsUptimeCheckArgs, opts: pulumi.ComponentResourceOptions) {
    super("aws", "UptimeCheck", name, opts);
    const within = { parent: this };
    const check = new route53.HealthCheck(
      this.child("health"),
      {
        type: "HTTPS",
        fqdn: args.url.apply((url) => new URL(url).hostname),
        port: 443,
        resourcePath: args.path,
        enableSni: true,
        requestInterval: 30,
        failureThreshold: 3,
      },
      within,
    );
    const local = args.account.region === metricsRegion;
    const channel = { topics: local ? [args.topicArn] : [], region: metricsRegion };
    const measures = uptimeMeasures(check.id);
    const raised = alerts.uptime.flatMap((alert) =>
      alarms(this.name, alert, measures[alert.signal], channel, within),
    );
    if (!local) this.forward(raised, args);
    this.registerOutputs({ healthCheckId: check.id });
  }

  private forward(raised: readonly cloudwatch.MetricAlarm[], { account, topicArn }: AwsUptimeCheckArgs) {
    const within = { parent: this };
    const eventPattern = pulumi.jsonStringify({
      source: ["aws.cloudwatch"],
      "detail-type": ["CloudWatch Alarm State Change"],
      resources: raised.map(({ arn }) => arn),
    });
    const bus = pulumi.interpolate`arn:aws:events:${account.region}:${account.id}:event-bus/default`;
    const role = new ServiceRole(
      this.child("forwarding"),
      {
        service: "events.amazonaws.com",
        statements: [{ Effect: "Allow", Action: "events:PutEvents", Resource: bus }],
      },
      within,
    );
    const away = { region: metricsRegion };
    const outgoing = new cloudwatch.EventRule(
      this.child("outgoing"),
      { ...away, description: "Uptime alarms, forwarded to the stack's region", eventPattern },
      within,
    );
    new cloudwatch.EventTarget(
      this.child("outgoing-target"),
      { ...away, rule: outgoing.name, arn: bus, roleArn: role.arn },
      within,
    );
    const incoming = new cloudwatch.EventRule(
      this.child("incoming"),
      { description: "Uptime alarms, as they arrive from us-east-1", eventPattern },
      within,
    );
    new cloudwatch.EventTarget(
      this.child("incoming-target"),
      {
        rule: incoming.name,
        arn: topicArn,
        inputTransformer: {
          inputPaths: { alarm: "$.detail.alarmName", state: "$.detail.state.value" },
          inputTemplate:
            '"[critical] Uptime alarm <alarm> is now <state>. What to do: docs/runbooks.md#unreachable"',
        },
      },
      within,
    );
  }
}
