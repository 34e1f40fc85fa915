import type { Check, ResourceRules } from "../rules";
import { account, arn } from "./account";
import { writerProblems } from "./bucket-access";
import { types } from "./types";
import { at, list, refuse, text, shown } from "../reading";

/** Services of which an account has one per region: a second one is refused in their own words. */
function single(type: string, path: string, words: string): Check {
  return (_, world, self) => (self === undefined && world.all(type).length > 0 ? refuse(path, words) : []);
}

const features = [
  "S3_DATA_EVENTS",
  "EKS_AUDIT_LOGS",
  "EBS_MALWARE_PROTECTION",
  "RDS_LOGIN_EVENTS",
  "EKS_RUNTIME_MONITORING",
  "RUNTIME_MONITORING",
  "LAMBDA_NETWORK_LOGS",
];

export const guardDuty: readonly ResourceRules[] = [
  {
    type: types.detector,
    id: "{hex:32}",
    outputs: { accountId: account, arn: arn("guardduty", "detector/{id}") },
    defaults: { enable: true, findingPublishingFrequency: "SIX_HOURS" },
    limits: [{ path: "findingPublishingFrequency", oneOf: ["FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"] }],
    check: single(
      types.detector,
      "enable",
      "BadRequestException: a detector already exists for the current account in this region",
    ),
    seconds: { create: 3, delete: 2 },
  },
  {
    type: "aws:guardduty/detectorFeature:DetectorFeature",
    id: "{detectorId}/{name}",
    references: [{ path: "detectorId", to: types.detector, blocksDeletion: false }],
    immutable: ["detectorId", "name"],
    limits: [
      { path: "name", oneOf: features },
      { path: "status", oneOf: ["ENABLED", "DISABLED"] },
      {
        path: "additionalConfigurations[].name",
        oneOf: ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"],
      },
    ],
    uniqueBy: [["detectorId", "name"]],
    check: (inputs, world) => {
      const other =
        inputs["name"] === "RUNTIME_MONITORING"
          ? "EKS_RUNTIME_MONITORING"
          : inputs["name"] === "EKS_RUNTIME_MONITORING"
            ? "RUNTIME_MONITORING"
            : undefined;
      const clash = world
        .all("aws:guardduty/detectorFeature:DetectorFeature")
        .some(
          (feature) =>
            feature.inputs["detectorId"] === inputs["detectorId"] &&
            feature.inputs["name"] === other &&
            feature.inputs["status"] === "ENABLED",
        );
      return clash && inputs["status"] === "ENABLED"
        ? refuse(
            "name",
            `BadRequestException: ${shown(inputs["name"])} and ${other ?? ""} can't both be enabled`,
          )
        : [];
    },
    seconds: { create: 1, delete: 1 },
  },
];

export const securityHub: readonly ResourceRules[] = [
  {
    type: types.securityHub,
    id: "{account}",
    outputs: { arn: arn("securityhub", "hub/default") },
    defaults: { enableDefaultStandards: true, autoEnableControls: true },
    limits: [{ path: "controlFindingGenerator", oneOf: ["SECURITY_CONTROL", "STANDARD_CONTROL"] }],
    check: single(
      types.securityHub,
      "enableDefaultStandards",
      "ResourceConflictException: account is already subscribed to Security Hub",
    ),
    seconds: { create: 5, delete: 5 },
  },
  {
    type: "aws:securityhub/standardsSubscription:StandardsSubscription",
    id: ({ standardsArn }) =>
      arn(
        "securityhub",
        `subscription/${(text(standardsArn) ?? "").replace(/^arn:aws:securityhub:[^:]*::(standards|ruleset)\//, "")}`,
      ),
    outputs: { arn: "{id}" },
    immutable: ["standardsArn"],
    uniqueBy: [["standardsArn"]],
    check: [
      (inputs, world) => {
        const standard = text(inputs["standardsArn"]);
        if (standard === undefined) return [];
        const match =
          /^arn:aws:securityhub:([a-z0-9-]*)::(standards|ruleset)\/[a-z0-9-]+\/v\/\d+\.\d+\.\d+$/.exec(
            standard,
          );
        if (match === null)
          return refuse("standardsArn", `InvalidInputException: '${standard}' is not the ARN of a standard`);
        // Only the CIS 1.2.0 ruleset has no region in its ARN.
        return match[2] === "standards" && match[1] !== world.region
          ? refuse(
              "standardsArn",
              `InvalidInputException: the standard's ARN names '${match[1] ?? ""}', but this is ${world.region}`,
            )
          : [];
      },
      (_, world) =>
        world.all(types.securityHub).length === 0
          ? refuse(
              "standardsArn",
              "InvalidAccessException: the account is not subscribed to AWS Security Hub in this region",
            )
          : [],
    ],
    seconds: { create: 10, delete: 10 },
  },
];

export const configuration: readonly ResourceRules[] = [
  {
    type: types.recorder,
    name: { property: "name", maximum: 256, pattern: /^[^]+$/, alphabet: "any characters", unique: "none" },
    id: "{name}",
    references: [
      {
        path: "roleArn",
        to: types.role,
        by: "arn",
        anyRegion: true,
        except: /aws-service-role/,
        blocksDeletion: false,
      },
    ],
    immutable: ["name"],
    limits: [{ path: "recordingMode.recordingFrequency", oneOf: ["CONTINUOUS", "DAILY"] }],
    check: [
      single(
        types.recorder,
        "name",
        "MaxNumberOfConfigurationRecordersExceededException: a region has one configuration recorder",
      ),
      (inputs) =>
        at(inputs, "recordingGroup.allSupported") === true &&
        list(at(inputs, "recordingGroup.resourceTypes")).length > 0
          ? refuse(
              "recordingGroup.resourceTypes",
              "InvalidRecordingGroupException: not together with allSupported",
            )
          : [],
      (inputs) =>
        at(inputs, "recordingGroup.allSupported") === false &&
        at(inputs, "recordingGroup.includeGlobalResourceTypes") === true
          ? refuse(
              "recordingGroup.includeGlobalResourceTypes",
              "InvalidRecordingGroupException: only together with allSupported",
            )
          : [],
    ],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: types.deliveryChannel,
    name: { property: "name", maximum: 256, pattern: /^[^]+$/, alphabet: "any characters", unique: "none" },
    id: "{name}",
    references: [{ path: "snsTopicArn", to: types.topic, by: "arn", blocksDeletion: false }],
    immutable: ["name"],
    limits: [
      {
        path: "snapshotDeliveryProperties.deliveryFrequency",
        oneOf: ["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"],
      },
    ],
    check: [
      single(
        types.deliveryChannel,
        "name",
        "MaxNumberOfDeliveryChannelsExceededException: a region has one delivery channel",
      ),
      (_, world) =>
        world.all(types.recorder).length === 0
          ? refuse(
              "name",
              "NoAvailableConfigurationRecorderException: there must be a configuration recorder first",
            )
          : [],
      (inputs, world) =>
        writerProblems("s3BucketName", inputs["s3BucketName"], world, {
          service: "config.amazonaws.com",
          actions: ["s3:PutObject"],
        }).map(({ path, reason }) => ({ path, reason: `InsufficientDeliveryPolicyException: ${reason}` })),
    ],
    checkDelete: (channel, world) =>
      world.all("aws:cfg/recorderStatus:RecorderStatus").some(({ inputs }) => inputs["isEnabled"] === true)
        ? refuse(
            "name",
            `LastDeliveryChannelDeleteFailedException: '${channel.id}' is in use by a running configuration recorder`,
          )
        : [],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:cfg/recorderStatus:RecorderStatus",
    id: "{name}",
    references: [{ path: "name", to: types.recorder, blocksDeletion: false }],
    check: (inputs, world) =>
      inputs["isEnabled"] === true && world.all(types.deliveryChannel).length === 0
        ? refuse(
            "isEnabled",
            "NoAvailableDeliveryChannelException: a delivery channel is needed before the recorder starts",
          )
        : [],
    seconds: { create: 1, delete: 1 },
  },
];

export const accessAnalyzer: readonly ResourceRules[] = [
  {
    type: "aws:accessanalyzer/analyzer:Analyzer",
    name: {
      property: "analyzerName",
      maximum: 255,
      pattern: /^[A-Za-z][\w.-]*$/,
      alphabet: "letters, digits and ._-; it begins with a letter",
      unique: "region",
      auto: false,
    },
    id: "{analyzerName}",
    outputs: { arn: arn("access-analyzer", "analyzer/{analyzerName}") },
    defaults: { type: "ACCOUNT" },
    immutable: ["analyzerName", "type"],
    limits: [
      {
        path: "type",
        oneOf: [
          "ACCOUNT",
          "ORGANIZATION",
          "ACCOUNT_UNUSED_ACCESS",
          "ORGANIZATION_UNUSED_ACCESS",
          "ACCOUNT_INTERNAL_ACCESS",
          "ORGANIZATION_INTERNAL_ACCESS",
        ],
      },
    ],
    check: (inputs, world, self) =>
      self === undefined &&
      world
        .all("aws:accessanalyzer/analyzer:Analyzer")
        .some((other) => other.outputs["type"] === inputs["type"])
        ? refuse("type", "ServiceQuotaExceededException: a region has one analyzer of this type")
        : [],
    seconds: { create: 1, delete: 1 },
  },
];
