import * as pulumi from "@pulumi/pulumi";
import { events } from "../../../observability/events";
import { eventNotification } from "../event-notification";
import { isNamed } from "../metrics";
import { logSeries, type Series } from "../prometheus-query";
import { GcpWatch, type GcpWatchArgs, type WatchedEntry } from "../watch";
import { neverReady, restarts } from "./pod-metrics";
import type { GcpKubernetesService } from "./service";

type Args = GcpWatchArgs<GcpKubernetesService>;

/** What watches a stack on GKE. */
export class GcpKubernetesMonitoring extends GcpWatch<GcpKubernetesService> {
  protected override notifications({ services }: Args): void {
    const [first] = services;
    if (first === undefined) return;
    const { channel } = this;
    const within = { parent: this };
    const { handles } = first;
    eventNotification(this.child("crashes-alert"), events.crash, restarts(handles), channel, within);
    eventNotification(
      this.child("deployments-alert"),
      events.failedDeployment,
      neverReady(
        handles,
        services.map(({ title }) => title),
      ),
      channel,
      within,
    );
  }

  protected override refused({ urlMap }: WatchedEntry): Series {
    const metric = this.count(
      "refused",
      "Requests for which there was no replica",
      pulumi.interpolate`resource.type="http_load_balancer" AND resource.labels.url_map_name${isNamed(urlMap)} AND jsonPayload.statusDetails="failed_to_pick_backend"`,
    );
    return logSeries(metric, "l7_lb_rule");
  }
}
