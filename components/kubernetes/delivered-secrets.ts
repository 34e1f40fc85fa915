import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Namespace } from "./namespace";
import type { PodParts, SecretKeys } from "./pod";

type Options = pulumi.CustomResourceOptions & { readonly parent: pulumi.Resource };

/** A secret variable, and one version of its value in the cloud's store. */
type Reference = readonly [variable: string, version: pulumi.Output<string>];

/** Secret variables by name, in an order that stays. */
export function referencesOf(
  references: Readonly<Record<string, pulumi.Output<string>>>,
): readonly Reference[] {
  return Object.entries(references).sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * The Secret object that a driver of the cluster will make of a store's versions. New versions are another object, beside the one
 * that the old pods still use: drivers do not change one that is there.
 *
 * @param name logical name of what the driver is told
 * @param versions text that is new with each version
 */
export function deliveredObject(
  name: string,
  args: {
    readonly program: string;
    readonly references: readonly Reference[];
    readonly versions: pulumi.Output<string>;
  },
  opts: Options,
): { readonly objectName: pulumi.Output<string>; readonly keys: SecretKeys } {
  const { program, references, versions } = args;
  // Random and not made of the content: going back to old versions must not meet an object that is about to be deleted.
  const suffix = new random.RandomId(
    `${name}-suffix`,
    { byteLength: 4, keepers: { objects: versions } },
    { parent: opts.parent },
  );
  const objectName = pulumi.interpolate`${program}-${suffix.hex}`;
  const keys = references.map(
    ([variable, version]) => [variable, { secret: objectName, key: variable, version }] as const,
  );
  return { objectName, keys: Object.fromEntries(keys) };
}

const volume = "secrets";

export interface MountedSecrets {
  readonly keys: SecretKeys;
  readonly parts: Required<Pick<PodParts, "volumes" | "mounts">>;
  readonly resources: readonly pulumi.Resource[];
}

export interface MountedSecretsArgs {
  readonly program: string;
  readonly namespace: Namespace;
  readonly references: readonly Reference[];
  readonly versions: pulumi.Output<string>;
  /** The store, as the driver calls it: `aws`. */
  readonly provider: string;
  /** What the store's part of the driver is told. Each version's alias is its variable. */
  readonly parameters: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * Secrets by the Secrets Store CSI driver: it reads them as the pod's own identity when the pod starts, and keeps them as a
 * Secret object, from which the variables come, for as long as such a pod runs.
 */
export function mountedSecrets(name: string, args: MountedSecretsArgs, opts: Options): MountedSecrets {
  const { namespace, parameters, program, provider, references } = args;
  if (references.length === 0) return { keys: {}, parts: { volumes: [], mounts: [] }, resources: [] };
  const { keys, objectName } = deliveredObject(name, args, opts);
  const driver = new CustomResource(
    name,
    {
      apiVersion: "secrets-store.csi.x-k8s.io/v1",
      kind: "SecretProviderClass",
      metadata: { ...namespace.metadata(program), name: objectName },
      spec: {
        provider,
        parameters,
        secretObjects: [
          {
            secretName: objectName,
            type: "Opaque",
            data: references.map(([variable]) => ({ objectName: variable, key: variable })),
          },
        ],
      },
    },
    opts,
  );
  return {
    keys,
    parts: {
      volumes: [
        {
          name: volume,
          csi: {
            driver: "secrets-store.csi.k8s.io",
            readOnly: true,
            volumeAttributes: { secretProviderClass: driver.metadata.name },
          },
        },
      ],
      // The variables come from the object, but only a mount makes it.
      mounts: [{ name: volume, mountPath: "/mnt/secrets", readOnly: true }],
    },
    resources: [driver],
  };
}
