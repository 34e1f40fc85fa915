import * as amp from "@pulumi/aws/amp";
import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { Telemetry, type TelemetryArgs } from "../../components/telemetry";
import type { AwsAccount } from "./account";
import type { AwsSharedComponents } from "./components";
import { onlyForAccount, policyDocument } from "./role";

/** AWS's alerting services: alarms, events, failed backups, budgets. */
const publishers = [
  "backup.amazonaws.com",
  "budgets.amazonaws.com",
  "cloudwatch.amazonaws.com",
  "events.amazonaws.com",
];

/** A store for Prometheus metrics. */
export interface MetricsWorkspace {
  readonly id: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** URL that a collector sends samples to. */
  readonly remoteWriteUrl: pulumi.Output<string>;
}

/**
 * An SNS topic for alerts and a workspace of Amazon Managed Service for Prometheus. Logs go to a log group of each sender;
 * traces go to X-Ray, which needs nothing made for it (its encryption is one setting for a whole account and region,
 * so a stack leaves it alone).
 */
export class AwsTelemetry extends Telemetry {
  /** Topic of every alert. Resolves once its policy is in place. */
  readonly alertTopicArn: pulumi.Output<string>;
  readonly metrics: MetricsWorkspace;
  readonly account: AwsAccount;

  constructor(name: string, args: TelemetryArgs<AwsSharedComponents>, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const within = { parent: this };
    const { account, arn: kmsKeyArn } = args.key;

    const topic = new sns.Topic(this.child("alerts"), { kmsMasterKeyId: kmsKeyArn }, within);
    const policy = new sns.TopicPolicy(
      this.child("alerts-policy"),
      {
        arn: topic.arn,
        policy: policyDocument([
          {
            Sid: "AlertingServices",
            Effect: "Allow",
            Principal: { Service: publishers },
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: onlyForAccount(account.id),
          },
        ]),
      },
      within,
    );
    const receivers = { email: args.email, https: args.webhook };
    for (const [protocol, endpoint] of Object.entries(receivers)) {
      if (endpoint === undefined) continue;
      new sns.TopicSubscription(this.child(protocol), { topic: topic.arn, protocol, endpoint }, within);
    }

    const workspace = new amp.Workspace(
      this.child("metrics"),
      { alias: name, kmsKeyArn },
      { ...within, protect: args.protection },
    );
    this.account = account;
    this.alertTopicArn = policy.arn;
    this.metrics = {
      id: workspace.id,
      arn: workspace.arn,
      remoteWriteUrl: pulumi.interpolate`${workspace.prometheusEndpoint}api/v1/remote_write`,
    };
    this.registerOutputs({ alertTopicArn: this.alertTopicArn, metricsArn: workspace.arn });
  }
}
