import { refuse } from "../reading";
import type { ResourceRules } from "../rules";
import { writerProblems } from "./bucket-access";
import { setting } from "./s3-setting";

/** Access logs of a bucket, written into another. */
export const bucketLogging: readonly ResourceRules[] = [
  setting("aws:s3/bucketLogging:BucketLogging", {
    check: (inputs, world) => {
      if (inputs["targetBucket"] !== undefined && inputs["targetBucket"] === inputs["bucket"])
        return refuse("targetBucket", "a bucket that logs into itself logs its own logging, for ever");
      return writerProblems("targetBucket", inputs["targetBucket"], world, {
        service: "logging.s3.amazonaws.com",
        actions: ["s3:PutObject"],
      });
    },
  }),
];
