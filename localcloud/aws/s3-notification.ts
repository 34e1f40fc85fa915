import type { ResourceRules } from "../rules";
import { setting } from "./s3-setting";

/** What a bucket tells of its objects. */
export const bucketNotifications: readonly ResourceRules[] = [
  setting("aws:s3/bucketNotification:BucketNotification", {
    defaults: { eventbridge: false },
    atLeastOneOf: [["eventbridge", "lambdaFunctions", "queues", "topics"]],
  }),
];
