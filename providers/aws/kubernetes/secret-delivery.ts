import * as pulumi from "@pulumi/pulumi";
import {
  mountedSecrets,
  type MountedSecrets,
  referencesOf,
} from "../../../components/kubernetes/delivered-secrets";
import type { AwsSecrets } from "../secrets";
import type { AwsKubernetesCluster } from "./cluster";

/** Brings one program's secrets from Secrets Manager into its pods, read as the pod's own identity. */
export function secretDelivery(
  name: string,
  args: { readonly program: string; readonly secrets: AwsSecrets; readonly cluster: AwsKubernetesCluster },
  opts: pulumi.CustomResourceOptions & { readonly parent: pulumi.Resource },
): MountedSecrets {
  const { cluster, program, secrets } = args;
  const references = referencesOf(secrets.references);
  // `ARN:::VERSION`
  const objects = pulumi.jsonStringify(
    pulumi.all(references.map(([, reference]) => reference)).apply((texts) =>
      texts.map((reference, index) => {
        const [arn = "", version = ""] = reference.split(":::");
        return { objectName: arn, objectVersion: version, objectAlias: references[index]?.[0] ?? "" };
      }),
    ),
  );
  return mountedSecrets(
    name,
    {
      program,
      namespace: cluster.namespace,
      references,
      versions: objects,
      provider: "aws",
      parameters: { region: cluster.account.region, usePodIdentity: "true", objects },
    },
    { ...opts, dependsOn: [cluster.secretDelivery] },
  );
}
