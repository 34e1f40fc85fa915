import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../../components/component";
import type { AwsAccount } from "../../../providers/aws/account";
import type { AwsSettings } from "../settings";
import { key } from "./key";

interface SecretsKeyArgs {
  readonly settings: AwsSettings;
  readonly account: AwsAccount;
}

/** The key by which Pulumi encrypts the secrets of every stack. KMS knows by itself which version something is under. */
export class AwsSecretsKey extends Component {
  readonly arn: pulumi.Output<string>;
  /** `awskms://alias/NAME-secrets?region=REGION` */
  readonly secretsProvider: pulumi.Output<string>;

  constructor(name: string, { account, settings }: SecretsKeyArgs, opts: pulumi.ComponentResourceOptions) {
    super("aws", "SecretsKey", name, opts);
    const within = { parent: this };
    const made = key(this.child("key"), { account, description: "Secrets of Pulumi's stacks" }, within);
    const alias = new kms.Alias(
      this.child("alias"),
      { name: `alias/${settings.name}-secrets`, targetKeyId: made.keyId },
      { ...within, protect: true, retainOnDelete: true },
    );
    this.arn = made.arn;
    this.secretsProvider = pulumi.interpolate`awskms://${alias.name}?region=${settings.region}`;
    this.registerOutputs({ secretsProvider: this.secretsProvider });
  }
}
