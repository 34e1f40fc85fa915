import * as serviceaccount from "@pulumi/gcp/serviceaccount";
import type * as pulumi from "@pulumi/pulumi";
import type { GcpProject } from "./project";
import { projectRoles } from "./project-roles";

interface IdentityArgs {
  readonly project: GcpProject;
  /** What the account's id begins with. */
  readonly stem: string;
  /** What it is, for people. */
  readonly title: string;
  /** Roles on the whole project, where there is nothing narrower to grant them on. */
  readonly roles?: readonly string[];
}

/** A service account that one thing of the stack acts as. It has no key: only Google can hand out its tokens. */
export class Identity {
  readonly email: pulumi.Output<string>;
  readonly id: pulumi.Output<string>;
  /** `serviceAccount:EMAIL`, as IAM wants it. */
  readonly member: pulumi.Output<string>;
  /** What must be there before it can act: for `dependsOn`. */
  readonly ready: readonly pulumi.Resource[];

  /** @param name logical name of the account; its roles are called `NAME-ROLE` */
  constructor(
    name: string,
    { project, roles = [], stem, title }: IdentityArgs,
    opts: pulumi.CustomResourceOptions,
  ) {
    const account = new serviceaccount.Account(
      name,
      { project: project.id, accountId: project.physicalName("serviceAccount", stem), displayName: title },
      { ...opts, dependsOn: project.after("iam") },
    );
    this.email = account.email;
    this.id = account.id;
    this.member = account.member;
    this.ready = projectRoles(name, { project, member: account.member, roles }, opts);
  }
}
