import * as kms from "@pulumi/gcp/kms";
import type * as pulumi from "@pulumi/pulumi";

const day = 24 * 60 * 60;

/** A key that rotates each 90 days; a version that somebody destroys can be taken back for 120 days, the longest. */
export function key(
  name: string,
  { keyName, ring }: { readonly keyName: string; readonly ring: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
): kms.CryptoKey {
  return new kms.CryptoKey(
    name,
    {
      keyRing: ring,
      name: keyName,
      purpose: "ENCRYPT_DECRYPT",
      rotationPeriod: `${String(90 * day)}s`,
      destroyScheduledDuration: `${String(120 * day)}s`,
    },
    { ...opts, protect: true, retainOnDelete: true },
  );
}
