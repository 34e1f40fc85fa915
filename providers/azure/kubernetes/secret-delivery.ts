import * as pulumi from "@pulumi/pulumi";
import {
  mountedSecrets,
  type MountedSecrets,
  referencesOf,
} from "../../../components/kubernetes/delivered-secrets";
import type { AzureSecrets } from "../secrets";
import type { AzureKubernetesCluster } from "./cluster";

interface DeliveryArgs {
  readonly program: string;
  readonly secrets: AzureSecrets;
  /** Client id of the identity that may read them. */
  readonly clientId: pulumi.Input<string>;
  readonly cluster: AzureKubernetesCluster;
}

/** Brings one program's secrets from Key Vault into its pods, read as the pod's own identity. */
export function secretDelivery(
  name: string,
  { clientId, cluster, program, secrets }: DeliveryArgs,
  opts: pulumi.CustomResourceOptions & { readonly parent: pulumi.Resource },
): MountedSecrets {
  const references = referencesOf(secrets.references);
  const objects = pulumi
    .all(references.map(([, reference]) => reference))
    .apply((texts) =>
      texts.map((reference, index) => ({ ...partsOf(reference), alias: references[index]?.[0] ?? "" })),
    );
  return mountedSecrets(
    name,
    {
      program,
      namespace: cluster.namespace,
      references,
      versions: pulumi.jsonStringify(objects),
      provider: "azure",
      parameters: {
        usePodIdentity: "false",
        clientID: clientId,
        tenantId: cluster.scope.tenant,
        keyvaultName: cluster.vaultName,
        objects: objects.apply(listed),
      },
    },
    opts,
  );
}

/** The parts of `https://VAULT.vault.azure.net/secrets/NAME/VERSION`. */
function partsOf(reference: string): { readonly name: string; readonly version: string } {
  const [version = "", name = ""] = reference.split("/").reverse();
  return { name, version };
}

/** As the driver's provider for Azure reads it: YAML in YAML, both of which JSON is. */
function listed(
  objects: readonly { readonly alias: string; readonly name: string; readonly version: string }[],
): string {
  return JSON.stringify({
    array: objects.map(({ alias, name, version }) =>
      JSON.stringify({
        objectName: name,
        objectType: "secret",
        objectVersion: version,
        objectAlias: alias,
      }),
    ),
  });
}
