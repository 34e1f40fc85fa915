import * as kms from "@pulumi/gcp/kms";
import type * as pulumi from "@pulumi/pulumi";
import { EncryptionKey, type EncryptionKeyArgs } from "../../components/encryption-key";
import type { Api, GcpProject } from "./project";

export interface GcpEncryptionKeyArgs extends EncryptionKeyArgs {
  readonly project: GcpProject;
  /** Region, where it is not the stack's. */
  readonly location?: string | undefined;
}

/** A key of our own in Cloud KMS. */
export class GcpEncryptionKey extends EncryptionKey {
  /** `projects/…/locations/REGION/keyRings/…/cryptoKeys/…`. */
  override readonly reference: pulumi.Output<string>;
  /** Region that the key, and so all that it encrypts, is in. */
  readonly location: string;
  readonly project: GcpProject;
  private readonly grants = new Map<Api, pulumi.Resource[]>();

  constructor(name: string, args: GcpEncryptionKeyArgs, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const { project, protection, location = args.project.region } = args;
    const ring = new kms.KeyRing(
      this.child("ring"),
      { project: project.id, name: project.physicalName("keyRing", name), location },
      { parent: this, dependsOn: project.after("cloudkms") },
    );
    const key = new kms.CryptoKey(
      this.child("key"),
      {
        keyRing: ring.id,
        purpose: "ENCRYPT_DECRYPT",
        rotationPeriod: "7776000s",
        destroyScheduledDuration: "2592000s",
      },
      { parent: this, protect: protection, retainOnDelete: protection },
    );
    this.project = project;
    this.location = location;
    this.reference = key.id;
    this.registerOutputs({ reference: this.reference });
  }

  /**
   * Lets Google's own account of an interface encrypt and decrypt with the key: that is how it stores anything under it.
   *
   * @returns what must be there before the key is first named to that interface: for `dependsOn`
   */
  grant(api: Api): pulumi.Resource[] {
    const known = this.grants.get(api);
    if (known) return known;
    const agent = this.project.agent(api);
    const member = new kms.CryptoKeyIAMMember(
      this.child(`use-${api}`),
      {
        cryptoKeyId: this.reference,
        role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
        member: agent.member,
      },
      { parent: this },
    );
    this.grants.set(api, [member]);
    return [member];
  }
}
