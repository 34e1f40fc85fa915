import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import { events } from "../../observability/events";
import type { Channel } from "./alarm";
import type { GcpEncryptionKey } from "./encryption-key";
import { findingNotification } from "./event-notification";

/** Threats that are going on and that nobody has put aside; low ones are for the console. */
const threats =
  'state="ACTIVE" AND NOT mute="MUTED" AND finding_class="THREAT" AND (severity="CRITICAL" OR severity="HIGH" OR severity="MEDIUM")';

/**
 * What Security Command Center finds going on in the project (Event Threat Detection, threats to Cloud Run). Google lets it be
 * activated by hand only, for an organization or for this project, once; where it is not, the update fails and says so.
 */
export class GcpThreatDetection extends Component {
  constructor(
    name: string,
    { channel, key }: { readonly channel: Channel; readonly key: GcpEncryptionKey },
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("gcp", "ThreatDetection", name, opts);
    findingNotification(
      this.child("findings"),
      { key, event: events.threat, filter: threats, channel },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
