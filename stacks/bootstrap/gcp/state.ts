import * as kms from "@pulumi/gcp/kms";
import * as storage from "@pulumi/gcp/storage";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../../components/component";
import { oldVersionDays } from "../result";
import type { GcpSettings } from "../settings";
import type { GcpInterfaces } from "./interfaces";
import { key } from "./key";

interface StateArgs {
  readonly settings: GcpSettings;
  readonly interfaces: GcpInterfaces;
  /** Full name of the ring that its key is on. */
  readonly ring: pulumi.Output<string>;
}

const day = 24 * 60 * 60;

/**
 * Where Pulumi keeps the state of every stack: a bucket that IAM alone opens, to nobody outside. Its name follows from the
 * project, so that a bootstrap that lost its own state can't make a second one.
 */
export class GcpState extends Component {
  /** `gs://BUCKET` */
  readonly backend: pulumi.Output<string>;
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: StateArgs, opts: pulumi.ComponentResourceOptions) {
    super("gcp", "State", name, opts);
    const { interfaces, ring, settings } = args;
    const { project } = settings;
    const within = { parent: this };
    const encryption = key(this.child("key"), { ring, keyName: "state" }, within);
    const agent = storage.getProjectServiceAccountOutput(
      { project },
      { ...within, dependsOn: interfaces.after("storage") },
    );
    const granted = new kms.CryptoKeyIAMMember(
      this.child("key-use"),
      {
        cryptoKeyId: encryption.id,
        role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
        member: pulumi.interpolate`serviceAccount:${agent.emailAddress}`,
      },
      { ...within, retainOnDelete: true },
    );
    const bucket = new storage.Bucket(
      this.child("bucket"),
      {
        project,
        name: `${settings.name}-state-${project}`,
        location: settings.region.toUpperCase(),
        storageClass: "STANDARD",
        uniformBucketLevelAccess: true,
        publicAccessPrevention: "enforced",
        encryption: { defaultKmsKeyName: encryption.id },
        versioning: { enabled: true },
        softDeletePolicy: { retentionDurationSeconds: oldVersionDays * day },
        lifecycleRules: [
          { action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: oldVersionDays } },
          { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
        ],
        forceDestroy: false,
      },
      // Cloud Storage asks at once whether it may use the key.
      { ...within, protect: true, retainOnDelete: true, dependsOn: [granted] },
    );
    this.bucketName = bucket.name;
    this.backend = pulumi.interpolate`gs://${bucket.name}`;
    this.registerOutputs({ backend: this.backend });
  }
}
