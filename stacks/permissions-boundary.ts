import * as pulumi from "@pulumi/pulumi";

/** Where the pipeline's own role may make roles (docs/bootstrap.md). */
const path = "/platform/";

/**
 * What a bootstrapped account of AWS asks of the platform's roles: the permissions boundary that
 * `bootstrap:permissionsBoundary` names, and a path of their own. Nothing where the stack file names none.
 */
export function permissionsBoundary(
  boundary: string | undefined = new pulumi.Config("bootstrap").get("permissionsBoundary"),
): readonly pulumi.ResourceTransform[] {
  if (boundary === undefined) return [];
  return [
    ({ type, props, opts }) =>
      type === "aws:iam/role:Role"
        ? { props: { ...(props as object), path, permissionsBoundary: boundary }, opts }
        : undefined,
  ];
}
