import * as storage from "@pulumi/gcp/storage";
import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component } from "../../components/component";
import type { GcpEncryptionKey } from "./encryption-key";
import { physicalName } from "./names";

export interface GcpBucketArgs {
  /** Key that objects are encrypted with; the bucket is in the key's region. */
  readonly key: GcpEncryptionKey;
  /** Days that an object is kept. */
  readonly expireAfterDays: number;
  /**
   * Whether an object can be deleted or replaced before its days are over: `open` by whoever may delete, `held` only once
   * somebody has taken the bucket's retention policy away, `locked` by nobody. A lock can never be taken back, and a bucket
   * that has one can't be deleted while it has objects.
   */
  readonly retention: "open" | "held" | "locked";
  /** Refuse deletion; without it a deletion takes the objects along, unless they are held or locked. */
  readonly protection: boolean;
}

/** Days after which unfinished uploads are gone. */
const leftoverDays = 7;
const day = 24 * 60 * 60;

/**
 * A hardened bucket of Cloud Storage: no public access, access by IAM alone, encrypted with our key, in one region, with an
 * expiry and, where asked for, a retention policy. Cloud Storage takes no request without TLS that carries a token.
 *
 * @example
 * new GcpBucket("audit-records", { key, expireAfterDays: 400, retention: "locked", protection }, { parent: this });
 */
export class GcpBucket extends Component {
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: GcpBucketArgs, opts: pulumi.ComponentResourceOptions) {
    super("gcp", "Bucket", name, opts);
    const { expireAfterDays, key, protection, retention } = args;
    const { project } = key;
    // One that was left behind keeps its name: so it changes with whatever makes a new one.
    const suffix = new random.RandomId(
      this.child("suffix"),
      { byteLength: 4, keepers: { location: key.location } },
      { parent: this },
    );
    const bucket = new storage.Bucket(
      this.child("bucket"),
      {
        project: project.id,
        name: suffix.hex.apply((hex) => physicalName("bucket", name, hex)),
        location: key.location.toUpperCase(),
        storageClass: "STANDARD",
        uniformBucketLevelAccess: true,
        publicAccessPrevention: "enforced",
        encryption: { defaultKmsKeyName: key.reference },
        lifecycleRules: [
          { action: { type: "Delete" }, condition: { age: expireAfterDays } },
          { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: leftoverDays } },
        ],
        ...(retention !== "open" && {
          retentionPolicy: {
            retentionPeriod: String(expireAfterDays * day),
            isLocked: retention === "locked",
          },
        }),
        forceDestroy: !protection && retention === "open",
      },
      {
        parent: this,
        protect: protection,
        // What is held can't be deleted with the stack.
        retainOnDelete: protection || retention !== "open",
        // Cloud Storage refuses to take a lock back: lifting the stack's protection leaves it as it is.
        ignoreChanges: retention === "locked" ? [] : ["retentionPolicy.isLocked"],
        dependsOn: [...project.after("storage"), ...key.grant("storage")],
      },
    );
    this.bucketName = bucket.name;
    this.registerOutputs({ bucketName: this.bucketName });
  }
}
