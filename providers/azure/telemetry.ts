import * as pulumi from "@pulumi/pulumi";
import { Telemetry, type TelemetryArgs } from "../../components/telemetry";
import type { AzureComponents } from "./components";
import type { Scoped, Workspace } from "./scope";

export class AzureTelemetry extends Telemetry {
  readonly workspace: Workspace;
  /** Id of the action group that every alert calls. */
  readonly actionGroup: pulumi.Output<string>;
  readonly applicationInsights: {
    readonly id: pulumi.Output<string>;
    readonly connectionString: pulumi.Output<string>;
  };

  constructor(
    name: string,
    args: Scoped<TelemetryArgs<AzureComponents>>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("azure", name, opts);
    const none = pulumi.output("");
    this.workspace = args.scope.workspace;
    this.actionGroup = none;
    this.applicationInsights = { id: none, connectionString: none };
    this.registerOutputs({});
  }
}
