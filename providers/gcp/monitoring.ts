import * as pulumi from "@pulumi/pulumi";
import { type Event, events } from "../../observability/events";
import { eventNotification } from "./event-notification";
import { counted, logSeries, type Series } from "./prometheus-query";
import type { GcpService } from "./service";
import { GcpWatch, type GcpWatchArgs, type WatchedEntry } from "./watch";

type Args = GcpWatchArgs<GcpService>;

/** What Cloud Run writes about a replica that ended by itself; an end with 0 is one that was asked for. */
const crash =
  'log_id("run.googleapis.com/varlog/system") AND textPayload=~"Container called exit\\([1-9]|Uncaught signal|Container terminated on signal|[Mm]emory limit of .* exceeded"';
/** What Cloud Run's own record says about a version that did not become ready. */
const failedRevision =
  'log_id("cloudaudit.googleapis.com/system_event") AND protoPayload.status.message:"Ready condition status changed to False"';
/** What Cloud Run writes about a request for which it found no replica in time. */
const refusedRequest = 'log_id("run.googleapis.com/requests") AND textPayload:"no available instance"';

/** What watches a stack on Cloud Run. */
export class GcpMonitoring extends GcpWatch<GcpService> {
  /** What Cloud Run tells of once, when it happens: of the services of this stack, and of nobody else's. */
  protected override notifications({ services }: Args): void {
    const tell = (role: string, event: Event, filter: string) => {
      const metric = this.count(role, event.summary, ofServices(services, filter));
      eventNotification(
        this.child(`${role}-alert`),
        event,
        counted(metric, "cloud_run_revision"),
        this.channel,
        { parent: this },
      );
    };
    tell("crashes", events.crash, crash);
    tell("deployments", events.failedDeployment, failedRevision);
  }

  protected override refused(_entry: WatchedEntry, services: Args["services"]): Series {
    const metric = this.count(
      "refused",
      "Requests for which there was no replica",
      ofServices(services, refusedRequest),
    );
    return logSeries(metric, "cloud_run_revision");
  }
}

/** What Cloud Run logs of these services. */
function ofServices(services: Args["services"], filter: string): pulumi.Output<string> {
  const names = pulumi
    .all(services.map(({ service }) => service.name))
    .apply((known) => known.map((name) => `"${name}"`).join(" OR "));
  return pulumi.interpolate`resource.type="cloud_run_revision" AND resource.labels.service_name=(${names}) AND ${filter}`;
}
