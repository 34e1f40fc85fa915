import * as artifactregistry from "@pulumi/gcp/artifactregistry";
import * as pulumi from "@pulumi/pulumi";
import type { GcpEncryptionKey } from "./encryption-key";

/** Registries that Cloud Run pulls from (Cloud Run guide, "Deploying container images"). */
const reachable = /^(docker\.io|index\.docker\.io|([a-z0-9-]+\.)?gcr\.io|[a-z0-9-]+-docker\.pkg\.dev)$/;

/** A reference's registry, where it names one, and what follows. A first part with a dot or a colon is a host. */
export function registryOf(reference: string): { readonly host?: string; readonly path: string } {
  const [, host, path] = /^([^/]*[.:][^/]*|localhost)\/(.+)$/.exec(reference) ?? [];
  return host === undefined || path === undefined ? { path: reference } : { host, path };
}

/**
 * The images of other registries, as Cloud Run can pull them: it knows Google's and Docker's own only. For each other one, a
 * remote repository of Artifact Registry fetches an image when it is first asked for, and keeps it; its digest stays the
 * same. It logs in nowhere: an image that is not public must be copied to a registry that Cloud Run knows.
 */
export class RemoteRegistries {
  private readonly repositories = new Map<string, artifactregistry.Repository>();

  /** @param reference for example `registry.example.com/api@sha256:…` */
  image(reference: string, key: GcpEncryptionKey, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
    const { host, path } = registryOf(reference);
    if (host === undefined || reachable.test(host)) return pulumi.output(reference);
    const repository = this.repositories.get(host) ?? this.make(host, key, opts);
    this.repositories.set(host, repository);
    return pulumi.interpolate`${key.location}-docker.pkg.dev/${key.project.id}/${repository.repositoryId}/${path}`;
  }

  private make(
    host: string,
    key: GcpEncryptionKey,
    opts: pulumi.CustomResourceOptions,
  ): artifactregistry.Repository {
    const { project } = key;
    const name = `images-of-${host.replace(/[^a-z0-9]+/g, "-")}`;
    return new artifactregistry.Repository(
      name,
      {
        project: project.id,
        location: key.location,
        repositoryId: project.physicalName("artifactRepository", name),
        description: `Images of ${host}`,
        format: "DOCKER",
        mode: "REMOTE_REPOSITORY",
        kmsKeyName: key.reference,
        remoteRepositoryConfig: {
          description: host,
          dockerRepository: { customRepository: { uri: `https://${host}` } },
        },
      },
      {
        ...opts,
        // Its name is fixed: there can't be two of it, not even while one takes the other's place.
        deleteBeforeReplace: true,
        dependsOn: [
          ...project.after("artifactregistry", "containerscanning"),
          ...key.grant("artifactregistry"),
        ],
      },
    );
  }
}
