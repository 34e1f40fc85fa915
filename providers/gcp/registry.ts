import * as artifactregistry from "@pulumi/gcp/artifactregistry";
import { getClientConfigOutput } from "@pulumi/gcp/organizations";
import * as pulumi from "@pulumi/pulumi";
import { Registry, type RegistryArgs, type RegistryCredentials } from "../../components/registry";
import type { GcpSharedComponents } from "./components";

const day = 24 * 60 * 60;

/**
 * A private repository in Artifact Registry, scanned by Artifact Analysis whenever an image is pushed.
 *
 * A tag that can't be moved can't be deleted either, so every tagged image stays, not only the newest 50. Cloud Run pulls
 * through Google's own account, which may read every repository of its project.
 */
export class GcpRegistry extends Registry {
  override readonly repository: pulumi.Output<string>;
  override readonly credentials: RegistryCredentials;
  /** `projects/…/locations/REGION/repositories/…`. */
  readonly repositoryId: pulumi.Output<string>;

  constructor(name: string, args: RegistryArgs<GcpSharedComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const { key, protection } = args;
    const { project } = key;
    const repository = new artifactregistry.Repository(
      this.child("repository"),
      {
        project: project.id,
        location: key.location,
        repositoryId: project.physicalName("artifactRepository", name),
        format: "DOCKER",
        kmsKeyName: key.reference,
        dockerConfig: { immutableTags: true },
        vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
        cleanupPolicyDryRun: false,
        cleanupPolicies: [
          {
            id: "untagged-after-7-days",
            action: "DELETE",
            condition: { tagState: "UNTAGGED", olderThan: `${String(7 * day)}s` },
          },
        ],
      },
      {
        parent: this,
        protect: protection,
        retainOnDelete: protection,
        // Its name is fixed: there can't be two of it, not even while one takes the other's place.
        deleteBeforeReplace: true,
        dependsOn: [
          ...project.after("artifactregistry", "containerscanning"),
          ...key.grant("artifactregistry"),
        ],
      },
    );
    const server = `${key.location}-docker.pkg.dev`;
    this.repositoryId = repository.id;
    this.repository = pulumi.interpolate`${server}/${project.id}/${repository.repositoryId}/image`;
    this.credentials = {
      server: pulumi.output(server),
      username: pulumi.output("oauth2accesstoken"),
      password: pulumi.secret(getClientConfigOutput({ parent: this }).accessToken),
    };
    this.registerOutputs({ repository: this.repository });
  }
}
