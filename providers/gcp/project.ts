import { getProjectOutput } from "@pulumi/gcp/organizations";
import * as projects from "@pulumi/gcp/projects";
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
  | "certificatemanager"
  | "cloudkms"
  | "cloudscheduler"
  | "cloudtrace"
  | "compute"
  | "containerscanning"
  | "dns"
  | "iam"
  | "logging"
  | "memorystore"
  | "monitoring"
  | "networkconnectivity"
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
  /** `serviceAccount:ADDRESS`, as IAM wants it. */
  readonly member: pulumi.Output<string>;
  /** What must be there before the account is. */
  readonly ready: readonly pulumi.Resource[];
}

/**
 * The project that a stack lives in, as the credentials or `gcp:project` name it; nothing of it is made here. Interfaces are
 * switched on when something first asks for them, and stay on: others in the project may use them by then.
 */
export class GcpProject extends Component {
  /** The project's id, for example `acme-prod`. */
  readonly id: pulumi.Output<string>;
  /** The project's number, as Google's own accounts and resource names have it. */
  readonly number: pulumi.Output<string>;
  readonly region: string;
  readonly recoveryRegion: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** Six lower-case letters and digits: a stack that was destroyed comes up again beside names that stay taken. */
  readonly suffix: pulumi.Output<string>;
  private readonly apis = new Map<Api, projects.Service>();
  private readonly agents = new Map<Api, ServiceAgent>();

  constructor(name: string, specification: Specification, opts: pulumi.ComponentResourceOptions) {
    super("gcp", "Project", name, opts);
    const project = getProjectOutput({}, { parent: this });
    this.id = project.apply(({ projectId: id }) => {
      if (id === undefined)
        throw new pulumi.RunError("no project of Google is named: set gcp:project or GOOGLE_PROJECT");
      return id;
    });
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

  /** What must be there before the interface is called: for `dependsOn`. */
  after(...apis: readonly Api[]): pulumi.Resource[] {
    return apis.map((api) => this.enabled(api));
  }

  /** Google's own account of an interface, made if the project has none yet. */
  agent(api: Api): ServiceAgent {
    const known = this.agents.get(api);
    if (known) return known;
    const identity = new projects.ServiceIdentity(
      this.child(`agent-${api}`),
      { project: this.id, service: `${api}.googleapis.com` },
      { parent: this, dependsOn: this.after(api) },
    );
    const agent = { member: identity.member, ready: [identity] };
    this.agents.set(api, agent);
    return agent;
  }

  /** A name that Google accepts for that kind of thing, this stack's own. */
  physicalName(kind: NameKind, stem: string): pulumi.Output<string> {
    return this.suffix.apply((suffix) => physicalName(kind, stem, suffix));
  }

  private enabled(api: Api): projects.Service {
    const known = this.apis.get(api);
    if (known) return known;
    const service = new projects.Service(
      this.child(`api-${api}`),
      { project: this.id, service: `${api}.googleapis.com`, disableOnDestroy: false },
      { parent: this },
    );
    this.apis.set(api, service);
    return service;
  }
}
