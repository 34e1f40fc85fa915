import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { PodParts, SecretKeys } from "../../../components/kubernetes/pod";
import type { AzureSecrets } from "../secrets";
import type { AzureKubernetesCluster } from "./cluster";

interface Delivery {
  readonly keys: SecretKeys;
  readonly parts: Required<Pick<PodParts, "volumes" | "mounts">>;
  readonly resources: readonly pulumi.Resource[];
}

interface DeliveryArgs {
  readonly program: string;
  readonly secrets: AzureSecrets;
  /** Client id of the identity that may read them. */
  readonly clientId: pulumi.Input<string>;
  readonly cluster: AzureKubernetesCluster;
}

const volume = "secrets";

/**
 * Brings one program's secrets from Key Vault into its pods: the driver reads them as the pod's own identity when the pod
 * starts, and keeps them as a Secret object, from which the variables come, for as long as such a pod runs.
 *
 * New versions are another object, beside the one that the old pods still use: the driver never changes one that is there.
 */
export function secretDelivery(
  name: string,
  { clientId, cluster, program, secrets }: DeliveryArgs,
  opts: pulumi.CustomResourceOptions & { readonly parent: pulumi.Resource },
): Delivery {
  const entries = Object.entries(secrets.references).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return { keys: {}, parts: { volumes: [], mounts: [] }, resources: [] };
  const objects = pulumi
    .all(entries.map(([, reference]) => reference))
    .apply((references) =>
      references.map((reference, index) => ({ ...partsOf(reference), alias: entries[index]?.[0] ?? "" })),
    );
  // Random and not made of the content: going back to old versions must not meet an object that is about to be deleted.
  const suffix = new random.RandomId(
    `${name}-suffix`,
    { byteLength: 4, keepers: { objects: pulumi.jsonStringify(objects) } },
    { parent: opts.parent },
  );
  const objectName = pulumi.interpolate`${program}-${suffix.hex}`;
  const provider = new CustomResource(
    name,
    {
      apiVersion: "secrets-store.csi.x-k8s.io/v1",
      kind: "SecretProviderClass",
      metadata: { ...cluster.namespace.metadata(program), name: objectName },
      spec: {
        provider: "azure",
        parameters: {
          usePodIdentity: "false",
          clientID: clientId,
          tenantId: cluster.scope.tenant,
          keyvaultName: cluster.vaultName,
          objects: objects.apply(listed),
        },
        secretObjects: [
          {
            secretName: objectName,
            type: "Opaque",
            data: entries.map(([variable]) => ({ objectName: variable, key: variable })),
          },
        ],
      },
    },
    opts,
  );
  return {
    keys: Object.fromEntries(
      entries.map(([variable, version]) => [variable, { secret: objectName, key: variable, version }]),
    ),
    parts: {
      volumes: [
        {
          name: volume,
          csi: {
            driver: "secrets-store.csi.k8s.io",
            readOnly: true,
            volumeAttributes: { secretProviderClass: provider.metadata.name },
          },
        },
      ],
      // The variables come from the object, but only a mount makes it.
      mounts: [{ name: volume, mountPath: "/mnt/secrets", readOnly: true }],
    },
    resources: [provider],
  };
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
