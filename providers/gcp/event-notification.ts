import type * as monitoring from "@pulumi/gcp/monitoring";
import * as pubsub from "@pulumi/gcp/pubsub";
import * as securitycenter from "@pulumi/gcp/securitycenter";
import type * as pulumi from "@pulumi/pulumi";
import type { Event } from "../../observability/events";
import { type Channel, policy, seconds } from "./alarm";
import type { GcpEncryptionKey } from "./encryption-key";
import { published } from "./metrics";
import type { Measure } from "./prometheus-query";

/** Seconds over which an event is looked for: longer than its metric takes to arrive. */
const eventWindow = 600;

/**
 * Tells of something that happens, once it has.
 *
 * @param happened how often it did
 */
export function eventNotification(
  name: string,
  event: Event,
  happened: Measure,
  channel: Channel,
  opts: pulumi.CustomResourceOptions,
): monitoring.AlertPolicy {
  return policy(
    name,
    {
      ...event,
      window: eventWindow,
      query: happened(seconds(eventWindow)).apply((value) => `(${value}) > 0`),
      duration: 0,
    },
    channel,
    opts,
  );
}

interface FindingNotificationArgs {
  readonly key: GcpEncryptionKey;
  readonly event: Event;
  /** Which findings, in the query language of Security Command Center. */
  readonly filter: string;
  readonly channel: Channel;
}

/**
 * Tells of findings of Security Command Center: they are sent to a topic, and an alert is on when something has been. The
 * topic keeps them for a week, for whoever wants to read them elsewhere than in the console.
 *
 * @param name logical name of the notification; the topic is called `NAME-topic`, the alert `NAME-alert`
 */
export function findingNotification(
  name: string,
  { channel, event, filter, key }: FindingNotificationArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const { project } = key;
  const topic = new pubsub.Topic(
    `${name}-topic`,
    {
      project: project.id,
      kmsKeyName: key.reference,
      messageRetentionDuration: "604800s",
      messageStoragePolicy: { allowedPersistenceRegions: [key.location] },
    },
    { ...opts, dependsOn: [...project.after("pubsub"), ...key.grant("pubsub")] },
  );
  const notification = new securitycenter.V2ProjectNotificationConfig(
    name,
    {
      project: project.id,
      configId: project.suffix.apply((suffix) => `${name}-${suffix}`),
      location: "global",
      description: event.summary,
      pubsubTopic: topic.id,
      streamingConfig: { filter },
    },
    { ...opts, deleteBeforeReplace: true, dependsOn: project.after("securitycenter") },
  );
  new pubsub.TopicIAMMember(
    `${name}-publisher`,
    {
      project: project.id,
      topic: topic.name,
      role: "roles/pubsub.publisher",
      member: notification.serviceAccount.apply((email) => `serviceAccount:${email}`),
    },
    opts,
  );
  eventNotification(`${name}-alert`, event, published(topic.name), channel, opts);
}
