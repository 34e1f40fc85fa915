import * as kms from "@pulumi/gcp/kms";
import type * as pulumi from "@pulumi/pulumi";
import { EncryptionKey, type EncryptionKeyArgs } from "../../components/encryption-key";
import type { Api, GcpProject } from "./project";

export interface GcpEncryptionKeyArgs extends EncryptionKeyArgs {
  readonly project: GcpProject;
  /** Region of the key, and so of all that it encrypts; default: the stack's own. */
  readonly location?: string;
}

const day = 24 * 60 * 60;
/** CIS Google Cloud Platform Foundation Benchmark 1.10. */
const rotation = `${String(90 * day)}s`;
const waiting = `${String(30 * day)}s`;

/**
 * A key of our own in Cloud KMS, in a ring of its own. Rings and keys can't be deleted: what a deletion destroys are the
 * key's versions, 30 days later, and the names stay taken for ever.
 *
 * Nobody may use it but those that `grant` names, and whoever may administer keys in the project.
 */
export class GcpEncryptionKey extends EncryptionKey {
  /** `projects/…/locations/REGION/keyRings/…/cryptoKeys/…`. */
  override readonly reference: pulumi.Output<string>;
  /** Region that the key, and so all that it encrypts, is in. */
  readonly location: string;
  readonly project: GcpProject;
  private readonly grants = new Map<Api, pulumi.Resource[]>();

  constructor(name: string, args: GcpEncryptionKeyArgs, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const { project, protection, purpose } = args;
    this.project = project;
    this.location = args.location ?? project.region;
    const kept = { parent: this, protect: protection, retainOnDelete: protection };
    const ring = new kms.KeyRing(
      this.child("ring"),
      { project: project.id, name: project.physicalName("keyRing", name), location: this.location },
      { ...kept, dependsOn: project.after("cloudkms") },
    );
    const key = new kms.CryptoKey(
      this.child("key"),
      {
        keyRing: ring.id,
        // The ring's name is the stack's own, so this one can be plain.
        name: purpose,
        purpose: "ENCRYPT_DECRYPT",
        rotationPeriod: rotation,
        destroyScheduledDuration: waiting,
      },
      kept,
    );
    this.reference = key.id;
    this.registerOutputs({ reference: this.reference });
  }

  /**
   * Lets Google's own account of an interface encrypt and decrypt with the key: that is how it stores anything under it.
   *
   * @returns what must be there before the key is first named to that interface: for `dependsOn`
   */
  grant(api: Api): pulumi.Resource[] {
    const granted = this.grants.get(api) ?? [
      new kms.CryptoKeyIAMMember(
        this.child(`use-${api}`),
        {
          cryptoKeyId: this.reference,
          role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
          member: this.project.agent(api).member,
        },
        { parent: this },
      ),
    ];
    this.grants.set(api, granted);
    return granted;
  }
}
