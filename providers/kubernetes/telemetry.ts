import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { Telemetry, type TelemetryArgs } from "../../components/telemetry";
import { stackLabel } from "./alert-rule";
import type { Place } from "./cluster";
import type { KubernetesComponents } from "./components";

type Args = TelemetryArgs<KubernetesComponents> & { readonly place: Place };

/** Where alerts go: receivers of the cluster's Alertmanager. Logs, metrics and traces are kept by the cluster. */
export class KubernetesTelemetry extends Telemetry {
  constructor(name: string, { email, place, webhook }: Args, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", name, opts);
    const { namespace, cluster } = place;
    if (cluster.monitoring && (email ?? webhook) !== undefined) {
      const { labels, ...metadata } = namespace.metadata("alerts");
      const address =
        webhook &&
        new core.Secret(
          this.child("webhook"),
          {
            metadata: namespace.metadata("alerts"),
            type: "Opaque",
            immutable: true,
            stringData: { url: webhook },
          },
          { parent: this },
        );
      new CustomResource(
        this.child("receivers"),
        {
          apiVersion: "monitoring.coreos.com/v1alpha1",
          kind: "AlertmanagerConfig",
          metadata: { ...metadata, labels: { ...labels, ...cluster.monitoring.labels } },
          spec: {
            route: {
              receiver: "owners",
              matchers: [{ name: stackLabel, matchType: "=", value: namespace.instance }],
              groupBy: ["alertname", "service"],
              groupWait: "30s",
              groupInterval: "5m",
              repeatInterval: "4h",
            },
            receivers: [
              {
                name: "owners",
                // How mail is sent is said once, in the Alertmanager's own configuration.
                ...(email !== undefined && { emailConfigs: [{ to: email, sendResolved: true }] }),
                ...(address && {
                  webhookConfigs: [
                    {
                      urlSecret: { name: pulumi.unsecret(address.metadata.name), key: "url" },
                      sendResolved: true,
                    },
                  ],
                }),
              },
            ],
          },
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
