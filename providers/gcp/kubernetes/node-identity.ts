import { Identity } from "../identity";
import type { GcpProject } from "../project";
import type * as pulumi from "@pulumi/pulumi";

/**
 * What nodes act as, in place of an account of Compute Engine that may do nearly everything: it reports on them (the least that
 * GKE asks for) and pulls images. Pods have identities of their own.
 */
export function nodeIdentity(
  name: string,
  project: GcpProject,
  opts: pulumi.CustomResourceOptions,
): Identity {
  return new Identity(
    name,
    {
      project,
      stem: name,
      title: "The nodes of the cluster",
      roles: ["roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader"],
    },
    opts,
  );
}
