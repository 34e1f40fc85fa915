import * as projects from "@pulumi/gcp/projects";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../../components/component";
import type { GcpSettings } from "../settings";

/** The part before `.googleapis.com` of an interface that a bootstrap calls, or that the pipeline is let in by. */
const all = ["cloudkms", "cloudresourcemanager", "iam", "iamcredentials", "storage", "sts"] as const;

export type Api = (typeof all)[number];

/** Interfaces of Google's, switched on; they stay on, because others in the project may use them by then. */
export class GcpInterfaces extends Component {
  private readonly services: ReadonlyMap<Api, projects.Service>;

  constructor(
    name: string,
    { settings }: { readonly settings: GcpSettings },
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("gcp", "Interfaces", name, opts);
    this.services = new Map(
      all.map((api) => [
        api,
        new projects.Service(
          this.child(api),
          { project: settings.project, service: `${api}.googleapis.com`, disableOnDestroy: false },
          { parent: this },
        ),
      ]),
    );
    this.registerOutputs();
  }

  /** What must be there before the interface is called: for `dependsOn`. */
  after(...apis: readonly Api[]): pulumi.Resource[] {
    return apis.flatMap((api) => this.services.get(api) ?? []);
  }
}
