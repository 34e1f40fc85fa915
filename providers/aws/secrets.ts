import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import { Secrets, type SecretsArgs } from "../../components/secrets";
import type { AwsSharedComponents } from "./components";

/**
 * The secrets of one service in AWS Secrets Manager, one entry each.
 *
 * Readable by one identity: nobody may read an entry without a grant in IAM, and the only grant is the one that the
 * service's own execution role has on exactly these ARNs. A policy on the entry that denies all others is left out on
 * purpose: it would have to name that role, which is made from these ARNs, and would lock out the deployer who must read
 * a version back to see whether it still is what was asked for.
 */
export class AwsSecrets extends Secrets {
  /** `SECRET_ARN:::VERSION`, as ECS reads it: whole value, no stage, one version; so a new value is a new rollout. */
  override readonly references: Readonly<Record<string, pulumi.Output<string>>>;
  /** What the owner's identity needs to read. */
  readonly arns: readonly pulumi.Output<string>[];
  /** ARN of the key that the owner's identity needs to decrypt with. */
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: SecretsArgs<AwsSharedComponents>, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const references: Record<string, pulumi.Output<string>> = {};
    const arns: pulumi.Output<string>[] = [];
    for (const [variable, source] of Object.entries(args.values)) {
      const role = this.role(variable);
      const secret = new secretsmanager.Secret(
        this.child(role),
        {
          description: `${variable} of the service ${args.owner}`,
          kmsKeyId: args.key.arn,
          // Days in which a deletion can be taken back: the most and the least that AWS allows.
          recoveryWindowInDays: args.protection ? 30 : 7,
        },
        { parent: this, protect: args.protection },
      );
      const version = new secretsmanager.SecretVersion(
        this.child(`${role}-version`),
        { secretId: secret.id, secretString: this.value(variable, source, args) },
        { parent: this },
      );
      references[variable] = pulumi.interpolate`${secret.arn}:::${version.versionId}`;
      arns.push(secret.arn);
    }
    this.references = references;
    this.arns = arns;
    this.keyArn = args.key.arn;
    this.registerOutputs({ references: this.references });
  }
}
