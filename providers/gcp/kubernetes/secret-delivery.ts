import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import { deliveredObject, referencesOf } from "../../../components/kubernetes/delivered-secrets";
import type { SecretKeys } from "../../../components/kubernetes/pod";
import type { GcpSecrets } from "../secrets";
import type { GcpKubernetesCluster } from "./cluster";

interface Delivery {
  readonly keys: SecretKeys;
  /**
   * Lets the ServiceAccount of that name read the secrets, and GKE write them into an object as that ServiceAccount.
   *
   * @param member who that is for IAM
   * @returns what must be there before a pod starts
   */
  bind(serviceAccount: pulumi.Output<string>, member: pulumi.Output<string>): pulumi.Resource[];
}

/**
 * Brings one program's secrets from Secret Manager into the cluster: GKE reads them as the program's own ServiceAccount, and
 * keeps them as a Secret object, from which the variables come, for as long as the order to do so stands.
 *
 * New versions are another object, beside the one that the old pods still use.
 */
export function secretDelivery(
  name: string,
  args: { readonly program: string; readonly secrets: GcpSecrets; readonly cluster: GcpKubernetesCluster },
  opts: pulumi.CustomResourceOptions & { readonly parent: pulumi.Resource },
): Delivery {
  const { cluster, program, secrets } = args;
  const references = referencesOf(secrets.references);
  if (references.length === 0) return { keys: {}, bind: () => [] };
  const objects = pulumi.jsonStringify(
    references.map(([variable, resourceName]) => ({ resourceName, path: variable })),
  );
  const { keys, objectName } = deliveredObject(name, { program, references, versions: objects }, opts);
  const metadata = { ...cluster.namespace.metadata(program), name: objectName };
  return {
    keys,
    bind: (serviceAccountName, member) => {
      const source = new CustomResource(
        name,
        {
          apiVersion: "secrets-store.csi.x-k8s.io/v1",
          kind: "SecretProviderClass",
          metadata,
          spec: { provider: "gke", parameters: { secrets: objects } },
        },
        opts,
      );
      const copy = new CustomResource(
        `${name}-copy`,
        {
          apiVersion: "secret-sync.gke.io/v1",
          kind: "SecretSync",
          metadata,
          spec: {
            serviceAccountName,
            secretProviderClassName: source.metadata.name,
            secretObject: {
              type: "Opaque",
              data: references.map(([variable]) => ({ sourcePath: variable, targetKey: variable })),
            },
          },
        },
        { ...opts, dependsOn: secrets.grantTo(member) },
      );
      return [copy];
    },
  };
}
