import { getProjectCmekSettingsOutput } from "@pulumi/gcp/logging";
import { getProjectOutput } from "@pulumi/gcp/organizations";
import * as projects from "@pulumi/gcp/projects";
import { getProjectServiceAccountOutput } from "@pulumi/gcp/storage";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component } from "../../components/component";
import type { Specification } from "../../components/specification";
import { labelsOf } from "./labels";
import { type NameKind, physicalName } from "./names";

/** The part before `.googleapis.com` of an interface that the platform calls. */
export type Api =
  | "artifactregistry"
  | "billingbudgets"
  | "binaryauthorization"
  | "certificatemanager"
  | "cloudbilling"
  | "cloudkms"
  | "cloudscheduler"
  | "cloudtrace"
  | "compute"
  | "container"
  | "containerscanning"
  | "dns"
  | "iam"
  | "logging"
  | "monitoring"
  | "orgpolicy"
  | "pubsub"
  | "redis"
  | "run"
  | "secretmanager"
  | "securitycenter"
  | "servicenetworking"
  | "sqladmin"
  | "storage";

/** Google's own account that an interface acts by in a project. */
export interface ServiceAgent {
  /** `serviceAccount:ADDRESS`, as IAM wants it. Resolves once there is such an account. */
  readonly member: pulumi.Output<string>;
}

/**
 * The project that a stack lives in, as `gcp:project` or the environment names it; it is never made here. An interface is
 * switched on when something first asks for it, and stays on when the stack goes: others in the project may use it by then.
 */
export class GcpProject extends Component {
  /** The project's id, for example `acme-prod`. */
  readonly id: pulumi.Output<string>;
  /** The project's number, as Google's own accounts and some resource names have it. */
  readonly number: pulumi.Output<string>;
  readonly region: string;
  readonly recoveryRegion: string | undefined;
  /** The stack's tags as labels. The provider puts them on all that takes labels; this is for what is labelled by hand. */
  readonly labels: Readonly<Record<string, string>>;
  /** Six lower-case letters and digits: a stack that was destroyed comes up again beside names that stay taken. */
  readonly suffix: pulumi.Output<string>;
  private readonly apis = new Map<Api, projects.Service>();
  private readonly agents = new Map<Api, ServiceAgent>();

  constructor(name: string, specification: Specification, opts: pulumi.ComponentResourceOptions) {
    super("gcp", "Project", name, opts);
    const project = getProjectOutput({}, { parent: this });
    this.id = project.apply(({ projectId }) => namedProject(projectId));
    this.number = project.number;
    this.region = specification.region;
    this.recoveryRegion = specification.recoveryRegion;
    this.labels = labelsOf(specification.tags);
    this.suffix = new random.RandomString(
      this.child("suffix"),
      { length: 6, upper: false, special: false },
      { parent: this },
    ).result;
    this.registerOutputs({ id: this.id });
  }

  /** What must be there before the interfaces are called: for `dependsOn`. */
  after(...apis: readonly Api[]): pulumi.Resource[] {
    return apis.map((api) => this.enabled(api));
  }

  /**
   * What an interface answers once it is on. While it is not, the answer is unknown and hangs on nothing: a preview would see fewer
   * dependencies than the update after it, which then violates its plan.
   */
  told(api: Api, answer: pulumi.Output<string>): pulumi.Output<string> {
    return pulumi.all([answer, this.enabled(api).id]).apply(([text]) => text);
  }

  /** Google's own account of an interface, made if the project has none yet. */
  agent(api: Api): ServiceAgent {
    const agent = this.agents.get(api) ?? { member: this.agentMember(api) };
    this.agents.set(api, agent);
    return agent;
  }

  /** A name that Google accepts for that kind of thing, this stack's own. See `physicalName`. */
  physicalName(kind: NameKind, stem: string): pulumi.Output<string> {
    return this.suffix.apply((suffix) => physicalName(kind, stem, suffix));
  }

  private agentMember(api: Api): pulumi.Output<string> {
    const within = { parent: this, dependsOn: this.after(api) };
    switch (api) {
      // These two are older than service identities: asking for their accounts makes them.
      case "storage":
        return pulumi.interpolate`serviceAccount:${this.told(api, getProjectServiceAccountOutput({ project: this.id }, within).emailAddress)}`;
      case "logging":
        return pulumi.interpolate`serviceAccount:${this.told(api, getProjectCmekSettingsOutput({ project: this.id }, within).serviceAccountId)}`;
      default:
        return new projects.ServiceIdentity(
          this.child(`agent-${api}`),
          { project: this.id, service: `${api}.googleapis.com` },
          within,
        ).member;
    }
  }

  private enabled(api: Api): projects.Service {
    const service =
      this.apis.get(api) ??
      new projects.Service(
        this.child(`api-${api}`),
        { project: this.id, service: `${api}.googleapis.com`, disableOnDestroy: false },
        { parent: this },
      );
    this.apis.set(api, service);
    return service;
  }
}

/** @throws pulumi.RunError when neither the configuration nor the environment names a project */
export function namedProject(id: string | undefined): string {
  if (id === undefined || id === "")
    throw new pulumi.RunError(
      "no project of Google Cloud is named; run `pulumi config set gcp:project PROJECT`, or set GOOGLE_PROJECT",
    );
  return id;
}
