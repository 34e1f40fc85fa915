import * as secretmanager from "@pulumi/gcp/secretmanager";
import * as pulumi from "@pulumi/pulumi";
import { Secrets, type SecretsArgs } from "../../components/secrets";
import type { GcpSharedComponents } from "./components";
import type { GcpProject } from "./project";

type Args = SecretsArgs<GcpSharedComponents>;

/** A secret and the one version of it that the service is given. */
export interface SecretEntry {
  /** Id of the secret, without its project: `secret` of an environment variable of Cloud Run. */
  readonly secret: pulumi.Output<string>;
  /** Number of the version: `version` of an environment variable of Cloud Run. */
  readonly version: pulumi.Output<string>;
}

const day = 24 * 60 * 60;

/**
 * The secrets of one service in Secret Manager, one each, kept in the stack's region only.
 *
 * Readable by one identity: nobody may read a secret without a grant, and the only one is that of `grantTo`. Who may read
 * all secrets of the project anyway (its owners) is not decided here.
 */
export class GcpSecrets extends Secrets {
  /** `projects/…/secrets/…/versions/NUMBER`; a new value is a new number, so a new rollout. */
  override readonly references: Readonly<Record<string, pulumi.Output<string>>>;
  /** The same by environment variable name, as Cloud Run takes it. */
  readonly entries: Readonly<Record<string, SecretEntry>>;
  /** `projects/…/secrets/…`, by environment variable name. */
  readonly ids: Readonly<Record<string, pulumi.Output<string>>>;
  readonly project: GcpProject;

  /** @throws pulumi.RunError when a URL is asked for of a database or cache that the service was not given */
  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    this.project = args.key.project;
    const references: Record<string, pulumi.Output<string>> = {};
    const entries: Record<string, SecretEntry> = {};
    const ids: Record<string, pulumi.Output<string>> = {};
    for (const [variable, source] of Object.entries(args.values)) {
      const secret = this.secret(variable, args);
      const version = new secretmanager.SecretVersion(
        this.child(`${this.role(variable)}-version`),
        { secret: secret.id, secretData: this.value(variable, source, args) },
        { parent: this },
      );
      references[variable] = version.name;
      entries[variable] = { secret: secret.secretId, version: version.version };
      ids[variable] = secret.id;
    }
    this.references = references;
    this.entries = entries;
    this.ids = ids;
    this.registerOutputs({ references: this.references });
  }

  /**
   * Lets the owner's identity read these secrets. To be called once, by the owner.
   *
   * @param member `serviceAccount:ADDRESS`
   * @returns what must be there before a replica starts: for `dependsOn`
   */
  grantTo(member: pulumi.Input<string>): pulumi.Resource[] {
    return Object.entries(this.ids).map(
      ([variable, secretId]) =>
        new secretmanager.SecretIamMember(
          this.child(`${this.role(variable)}-reader`),
          { secretId, role: "roles/secretmanager.secretAccessor", member },
          { parent: this },
        ),
    );
  }

  private secret(variable: string, { key, protection }: Args): secretmanager.Secret {
    const { project } = key;
    const child = this.child(this.role(variable));
    return new secretmanager.Secret(
      child,
      {
        project: project.id,
        secretId: project.physicalName("secret", child),
        replication: {
          userManaged: {
            replicas: [{ location: key.location, customerManagedEncryption: { kmsKeyName: key.reference } }],
          },
        },
        // For as long a deleted version can be taken back.
        versionDestroyTtl: `${String((protection ? 30 : 7) * day)}s`,
      },
      {
        parent: this,
        protect: protection,
        // Its name is fixed: there can't be two of it, not even while one takes the other's place.
        deleteBeforeReplace: true,
        dependsOn: [...project.after("secretmanager"), ...key.grant("secretmanager")],
      },
    );
  }
}
