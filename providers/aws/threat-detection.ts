import * as guardduty from "@pulumi/aws/guardduty";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import { events } from "../../observability/events";
import { eventNotification } from "./event-notification";

/**
 * What GuardDuty looks at beyond its foundation (CloudTrail, flow logs, DNS). Its agent inside of tasks is left out on purpose:
 * the endpoint that it makes in the network by itself is unknown to Pulumi and would keep the network from being deleted.
 */
const features = ["S3_DATA_EVENTS", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS"];

/** GuardDuty calls 4.0 to 6.9 medium, and 7.0 upwards high and critical. */
const severe = 4;

/** GuardDuty in the stack's region. An account has one detector per region: one stack of an account makes it. */
export class AwsThreatDetection extends Component {
  constructor(
    name: string,
    { topicArn }: { readonly topicArn: pulumi.Output<string> },
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("aws", "ThreatDetection", name, opts);
    const within = { parent: this };
    const detector = new guardduty.Detector(
      this.child("detector"),
      { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" },
      within,
    );
    for (const feature of features)
      new guardduty.DetectorFeature(
        this.child(feature.toLowerCase().replaceAll("_", "-")),
        { detectorId: detector.id, name: feature, status: "ENABLED" },
        within,
      );
    eventNotification(
      this.child("findings"),
      {
        event: events.threat,
        pattern: {
          source: ["aws.guardduty"],
          "detail-type": ["GuardDuty Finding"],
          detail: { severity: [{ numeric: [">=", severe] }], service: { detectorId: [detector.id] } },
        },
        details: { title: "$.detail.title", severity: "$.detail.severity", finding: "$.detail.id" },
        topicArn,
      },
      within,
    );
    this.registerOutputs({ detectorId: detector.id });
  }
}
