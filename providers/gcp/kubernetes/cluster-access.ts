import * as projects from "@pulumi/gcp/projects";
import type * as pulumi from "@pulumi/pulumi";
import type { GcpProject } from "../project";

/**
 * Who else than the cluster's maker may do everything in it: by IAM, on the whole project, because Google grants nothing on a
 * single cluster.
 *
 * @param administrators members as IAM writes them: `group:platform@example.com`
 */
export function clusterAccess(
  child: (role: string) => string,
  project: GcpProject,
  administrators: readonly string[],
  opts: pulumi.CustomResourceOptions,
): void {
  for (const member of administrators)
    new projects.IAMMember(
      child(`access-${member.replace(/[^A-Za-z0-9]+/g, "-")}`),
      { project: project.id, role: "roles/container.admin", member },
      opts,
    );
}
