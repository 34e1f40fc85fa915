import * as secretmanager from "@pulumi/gcp/secretmanager";
import * as pulumi from "@pulumi/pulumi";
import { Secrets, type SecretsArgs } from "../../components/secrets";
import type { GcpComponents } from "./components";
import type { GcpProject } from "./project";

/** A secret and the one version of it that the service is given. */
export interface SecretEntry {
  /** Id of the secret, without its project: `secret` of an environment variable of Cloud Run. */
  readonly secret: pulumi.Output<string>;
  /** Number of the version: `version` of an environment variable of Cloud Run. */
  readonly version: pulumi.Output<string>;
}

export class GcpSecrets extends Secrets {
  /** `projects/…/secrets/…/versions/NUMBER`. */
  override readonly references: Readonly<Record<string, pulumi.Output<string>>>;
  /** By environment variable name, as Cloud Run takes it. */
  readonly entries: Readonly<Record<string, SecretEntry>>;
  /** `projects/…/secrets/…`, by environment variable name. */
  readonly ids: Readonly<Record<string, pulumi.Output<string>>>;
  readonly project: GcpProject;

  constructor(name: string, args: SecretsArgs<GcpComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    this.references = {};
    this.entries = {};
    this.ids = {};
    this.project = args.key.project;
    this.registerOutputs({ references: this.references });
  }

  /**
   * Lets the owner's identity read these secrets, and nothing else.
   *
   * @param member `serviceAccount:ADDRESS`
   * @returns what must be there before a replica starts: for `dependsOn`
   */
  grantTo(member: pulumi.Input<string>): pulumi.Resource[] {
    return Object.entries(this.ids).map(
      ([variable, secretId]) =>
        new secretmanager.SecretIamMember(
          this.child(`${variable.toLowerCase().replaceAll("_", "-")}-reader`),
          { secretId, role: "roles/secretmanager.secretAccessor", member },
          { parent: this },
        ),
    );
  }
}
