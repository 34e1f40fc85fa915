import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { AwsEncryptionKey } from "./encryption-key";
import { policyDocument } from "./role";

interface EventRecordArgs {
  readonly description: string;
  /** EventBridge pattern of what is kept. */
  readonly pattern: pulumi.Input<Readonly<Record<string, unknown>>>;
  readonly logsKey: AwsEncryptionKey;
  readonly logRetentionDays: number;
}

/**
 * Keeps events in a log group of their own. How many there were is the metric `Invocations` of the rule, which an alarm can
 * watch without a program in between.
 */
export class EventRecord {
  readonly ruleName: pulumi.Output<string>;

  /** @param name logical name of the rule; what goes with it is called `NAME-…` */
  constructor(name: string, args: EventRecordArgs, opts: pulumi.CustomResourceOptions) {
    const { account, arn: kmsKeyId } = args.logsKey;
    const rule = new cloudwatch.EventRule(
      name,
      { description: args.description, eventPattern: pulumi.jsonStringify(args.pattern) },
      opts,
    );
    const logs = new cloudwatch.LogGroup(
      `${name}-logs`,
      { kmsKeyId, retentionInDays: args.logRetentionDays },
      opts,
    );
    const policy = new cloudwatch.LogResourcePolicy(
      `${name}-logs-policy`,
      {
        // A policy of the group itself: of those for a whole region there can only be ten.
        resourceArn: logs.arn,
        policyDocument: policyDocument([
          {
            Effect: "Allow",
            Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: pulumi.interpolate`${logs.arn}:*`,
            Condition: { StringEquals: { "aws:SourceAccount": account.id } },
          },
        ]),
      },
      opts,
    );
    new cloudwatch.EventTarget(
      `${name}-target`,
      { rule: rule.name, arn: pulumi.all([logs.arn, policy.id]).apply(([arn]) => arn) },
      opts,
    );
    this.ruleName = rule.name;
  }
}
