import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "../../../providers/aws/account";
import { policyDocument } from "../../../providers/aws/role";

/**
 * A key that rotates each year and is kept whatever happens to the stack: without it no state can be read.
 *
 * It is handed to the account's own IAM policies, without which nobody could ever change it again.
 */
export function key(
  name: string,
  { account, description }: { readonly account: AwsAccount; readonly description: string },
  opts: pulumi.CustomResourceOptions,
): kms.Key {
  return new kms.Key(
    name,
    {
      description,
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: 30,
      policy: policyDocument([
        {
          Sid: "AccountAdministration",
          Effect: "Allow",
          Principal: { AWS: pulumi.interpolate`arn:aws:iam::${account.id}:root` },
          Action: "kms:*",
          Resource: "*",
        },
      ]),
    },
    { ...opts, protect: true, retainOnDelete: true },
  );
}
