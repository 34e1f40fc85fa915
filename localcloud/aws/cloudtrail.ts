import type { ResourceRules } from "../rules";
import { arn } from "./account";
import { writerProblems } from "./bucket-access";
import { key } from "./key-use";
import { types } from "./types";
import { refuse, text } from "../reading";

const trailType = "aws:cloudtrail/trail:Trail";

export const trails: readonly ResourceRules[] = [
  {
    type: trailType,
    name: {
      property: "name",
      minimum: 3,
      maximum: 128,
      pattern: /^[A-Za-z0-9](?!.*[._-]{2})[A-Za-z0-9._-]*[A-Za-z0-9]$/,
      alphabet: "letters, digits and single ._- between them",
      unique: "region",
    },
    id: arn("cloudtrail", "trail/{name}"),
    outputs: {
      arn: "{id}",
      homeRegion: "{region}",
      snsTopicArn: ({ inputs }, world) => {
        const topic = text(inputs["snsTopicName"]);
        if (topic === undefined) return "";
        return topic.startsWith("arn:") ? topic : `arn:aws:sns:${world.region}:${world.account}:${topic}`;
      },
    },
    defaults: {
      enableLogging: true,
      includeGlobalServiceEvents: true,
      isMultiRegionTrail: false,
      isOrganizationTrail: false,
      enableLogFileValidation: false,
    },
    references: [
      { path: "cloudWatchLogsRoleArn", to: types.role, by: "arn", anyRegion: true, blocksDeletion: false },
    ],
    immutable: ["name"],
    together: [["cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn"]],
    atMostOneOf: [["eventSelectors", "advancedEventSelectors"]],
    check: [
      (inputs, world) =>
        writerProblems("s3BucketName", inputs["s3BucketName"], world, {
          service: "cloudtrail.amazonaws.com",
          actions: ["s3:PutObject"],
        }).map(({ path, reason }) => ({ path, reason: `InsufficientS3BucketPolicyException: ${reason}` })),
      key("kmsKeyId", () => ({
        service: "cloudtrail.amazonaws.com",
        actions: ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
      })),
      (inputs, world) => {
        const group = text(inputs["cloudWatchLogsGroupArn"]);
        if (group === undefined) return [];
        if (!group.endsWith(":*"))
          return refuse(
            "cloudWatchLogsGroupArn",
            "InvalidCloudWatchLogsLogGroupArnException: the ARN must end with ':*'",
          );
        return world.find(types.logGroup, group.slice(0, -2), "arn") === undefined
          ? refuse(
              "cloudWatchLogsGroupArn",
              `InvalidCloudWatchLogsLogGroupArnException: there is no log group '${group}'`,
            )
          : [];
      },
      // CloudTrail quotas: five trails per region.
      (_, world, self) =>
        self === undefined && world.all(trailType).length >= 5
          ? refuse("name", "MaximumNumberOfTrailsExceededException: a region has at most 5 trails")
          : [],
      (inputs) =>
        inputs["isMultiRegionTrail"] === true && inputs["includeGlobalServiceEvents"] === false
          ? refuse(
              "includeGlobalServiceEvents",
              "InvalidParameterCombinationException: a multi-region trail must include global service events",
            )
          : [],
    ],
    seconds: { create: 3, delete: 1 },
  },
];
