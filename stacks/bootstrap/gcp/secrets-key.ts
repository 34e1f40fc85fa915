import * as kms from "@pulumi/gcp/kms";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../../components/component";
import type { GcpSettings } from "../settings";
import type { GcpInterfaces } from "./interfaces";
import { key } from "./key";

interface SecretsKeyArgs {
  readonly settings: GcpSettings;
  readonly interfaces: GcpInterfaces;
}

/** The key by which Pulumi encrypts the secrets of every stack. Cloud KMS knows by itself which version something is under. */
export class GcpSecretsKey extends Component {
  /** Full name of the ring. */
  readonly ring: pulumi.Output<string>;
  /** `projects/PROJECT/locations/REGION/keyRings/RING/cryptoKeys/secrets` */
  readonly keyName: pulumi.Output<string>;
  /** `gcpkms://`, and the key's full name. */
  readonly secretsProvider: pulumi.Output<string>;

  constructor(name: string, { interfaces, settings }: SecretsKeyArgs, opts: pulumi.ComponentResourceOptions) {
    super("gcp", "SecretsKey", name, opts);
    const ring = new kms.KeyRing(
      this.child("ring"),
      { project: settings.project, name: `${settings.name}-bootstrap`, location: settings.region },
      { parent: this, protect: true, retainOnDelete: true, dependsOn: interfaces.after("cloudkms") },
    );
    const made = key(this.child("key"), { ring: ring.id, keyName: "secrets" }, { parent: this });
    this.ring = ring.id;
    this.keyName = made.id;
    this.secretsProvider = pulumi.interpolate`gcpkms://${made.id}`;
    this.registerOutputs({ secretsProvider: this.secretsProvider });
  }
}
