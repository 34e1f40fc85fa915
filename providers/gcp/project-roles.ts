import * as projects from "@pulumi/gcp/projects";
import type * as pulumi from "@pulumi/pulumi";
import type { GcpProject } from "./project";

/** Grants roles on the project, for what nothing narrower can be granted on. Called `NAME-ROLE`. */
export function projectRoles(
  name: string,
  {
    member,
    project,
    roles,
  }: {
    readonly project: GcpProject;
    /** Who is given them, as IAM wants it. */
    readonly member: pulumi.Input<string>;
    readonly roles: readonly string[];
  },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return roles.map(
    (role) =>
      new projects.IAMMember(
        `${name}-${role
          .slice(role.lastIndexOf("/") + 1)
          .replaceAll(".", "-")
          .toLowerCase()}`,
        { project: project.id, role, member },
        opts,
      ),
  );
}
