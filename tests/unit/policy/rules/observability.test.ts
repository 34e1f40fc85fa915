import { rule as alarmHasAction } from "../../../../policy/rules/observability/aws-alarm-has-action";
import { rule as logGroupOwnKey } from "../../../../policy/rules/observability/aws-log-group-own-key";
import { rule as logRetentionSet } from "../../../../policy/rules/observability/aws-log-retention-set";
import { rule as logRetentionYear } from "../../../../policy/rules/observability/aws-log-retention-year";
import { rule as trailMultiRegion } from "../../../../policy/rules/observability/aws-trail-multi-region";
import { rule as trailOwnKey } from "../../../../policy/rules/observability/aws-trail-own-key";
import { rule as trailValidated } from "../../../../policy/rules/observability/aws-trail-validated";
import { rule as configurationRecorded } from "../../../../policy/rules/observability/aws-configuration-recorded";
import { rule as securityHubStandards } from "../../../../policy/rules/observability/aws-security-hub-standards";
import { rule as threatDetectionOn } from "../../../../policy/rules/observability/aws-threat-detection-on";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const vpc: Given = { type: "aws:ec2/vpc:Vpc" };
const group = (properties: Properties): Given => ({ type: "aws:cloudwatch/logGroup:LogGroup", properties });
const alarm = (properties: Properties, type = "aws:cloudwatch/metricAlarm:MetricAlarm"): Given => ({
  type,
  properties,
});
const trail = (properties: Properties): Given => ({ type: "aws:cloudtrail/trail:Trail", properties });

describeRule(logRetentionSet, {
  compliant: { "a month": group({ retentionInDays: 30 }), "as text": group({ retentionInDays: "30" }) },
  violations: {
    absent: [group({}), "kept for ever"],
    zero: [group({ retentionInDays: 0 }), "kept for ever"],
  },
  notApplicable: { "another type": vpc },
  unknown: { "a number that is unknown": group({ retentionInDays: unknown }) },
});
describeRule(logRetentionYear, {
  compliant: {
    "a year": group({ retentionInDays: 365 }),
    "for ever, which is another rule's subject": group({}),
  },
  violations: { "a month": [group({ retentionInDays: 30 }), "retentionInDays is 30, below 365"] },
  notApplicable: { "another type": vpc },
  unknown: { "a number that is unknown": group({ retentionInDays: unknown }) },
});
describeRule(logGroupOwnKey, {
  compliant: {
    "a key": group({ kmsKeyId: "arn:key" }),
    "a key that is unknown yet": group({ kmsKeyId: unknown }),
  },
  violations: { absent: [group({}), "kmsKeyId is not set"] },
  notApplicable: { "another type": vpc },
});
const composite = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const part: Given = { ...alarm({ name: "high-latency" }), name: "part" };
const whole = (name: string, alarmRule: string, properties: Properties = {}): Given => ({
  ...alarm({ alarmName: name, alarmRule, ...properties }, composite),
  name,
});
const listener = (properties: Properties, sources: Record<string, string[]> = {}): Given => ({
  type: "aws:cloudwatch/eventRule:EventRule",
  name: "listener",
  properties: { name: "listener", ...properties },
  sources,
});
const forwarding: Given = {
  type: "aws:cloudwatch/eventTarget:EventTarget",
  name: "forwarding",
  properties: { rule: "listener", arn: "arn:bus" },
};
const away: Given = { ...alarm({ name: "away", arn: "arn:alarm:away" }), name: "away" };
const topic = { alarmActions: ["arn:topic"] };
describeRule(alarmHasAction, {
  compliant: {
    "a topic": [alarm(topic)],
    "a topic that is unknown yet": [alarm({ alarmActions: [unknown] })],
    "part of one that has it": [part, whole("w", 'ALARM("high-latency") AND ALARM("x")', topic)],
    "part of one by its ARN": [
      part,
      whole("w", "ALARM(arn:aws:cloudwatch:eu-west-1:1:alarm:high-latency)", topic),
    ],
    "part of one that is unknown yet": [
      part,
      { ...whole("w", unknown, topic), sources: { alarmRule: ["part"] } },
    ],
    "one that an event rule passes on": [
      away,
      listener({ eventPattern: JSON.stringify({ resources: ["arn:alarm:away"] }) }),
      forwarding,
    ],
    "one that an event rule passes on, unknown yet": [
      away,
      listener({ eventPattern: unknown }, { eventPattern: ["away"] }),
      forwarding,
    ],
    "part of a part": [part, whole("inner", "ALARM(high-latency)"), whole("w", "OK(inner)", topic)],
  },
  violations: {
    absent: [[alarm({})], "alarmActions is empty"],
    "an empty list": [[alarm({ alarmActions: [] })], "alarmActions is empty"],
    "switched off": [[alarm({ ...topic, actionsEnabled: false })], "actionsEnabled is off"],
    "a composite alarm": [[alarm({}, composite)], "alarmActions is empty"],
    "part of one that has none": [[part, whole("w", "ALARM(high-latency)")], '"part": alarmActions is empty'],
    "a name that only begins alike": [
      [part, whole("w", "ALARM(high-latency-2)", topic)],
      "alarmActions is empty",
    ],
    "one whose event rule has no target": [
      [away, listener({ eventPattern: JSON.stringify({ resources: ["arn:alarm:away"] }) })],
      "alarmActions is empty",
    ],
    "one beside an event rule for others": [
      [away, listener({ eventPattern: JSON.stringify({ resources: ["arn:alarm:away-2"] }) }), forwarding],
      "alarmActions is empty",
    ],
    "a circle": [[part, whole("a", "ALARM(high-latency) OR OK(b)"), whole("b", "ALARM(a)")], '"part"'],
  },
  notApplicable: { "another type": [vpc] },
  unknown: { "a switch that is unknown": [alarm({ ...topic, actionsEnabled: unknown })] },
});
describeRule(trailMultiRegion, {
  compliant: { on: trail({ isMultiRegionTrail: true }) },
  violations: {
    absent: [trail({}), "isMultiRegionTrail is off"],
    stopped: [trail({ isMultiRegionTrail: true, enableLogging: false }), "enableLogging is off"],
    "without IAM": [
      trail({ isMultiRegionTrail: true, includeGlobalServiceEvents: false }),
      "includeGlobalServiceEvents is off",
    ],
  },
  notApplicable: { "another type": vpc },
  unknown: { "a switch that is unknown": trail({ isMultiRegionTrail: unknown }) },
});
describeRule(trailValidated, {
  compliant: { on: trail({ enableLogFileValidation: true }) },
  violations: { absent: [trail({}), "is off"], off: [trail({ enableLogFileValidation: false }), "is off"] },
  notApplicable: { "another type": vpc },
  unknown: { "a switch that is unknown": trail({ enableLogFileValidation: unknown }) },
});
describeRule(trailOwnKey, {
  compliant: { "a key": trail({ kmsKeyId: "arn:key" }) },
  violations: { absent: [trail({}), "kmsKeyId is not set"] },
  notApplicable: { "another type": vpc },
});

const detector = (properties: Properties): Given => ({ type: "aws:guardduty/detector:Detector", properties });
const feature = (status: Properties[string]): Given => ({
  type: "aws:guardduty/detectorFeature:DetectorFeature",
  properties: { detectorId: "1", name: "S3_DATA_EVENTS", status },
});
describeRule(threatDetectionOn, {
  compliant: {
    "a detector": detector({}),
    "one that is on": detector({ enable: true }),
    "a feature": feature("ENABLED"),
  },
  violations: {
    "a detector that is suspended": [detector({ enable: false }), "enable is off"],
    "a feature that is off": [feature("DISABLED"), "its status is not ENABLED"],
  },
  notApplicable: { "another type": { type: "aws:ec2/vpc:Vpc" } },
  unknown: { "a switch that is unknown": detector({ enable: unknown }) },
});

const recorder = (recordingGroup: Properties): Given => ({
  type: "aws:cfg/recorder:Recorder",
  name: "recorder",
  properties: { id: "main", name: "main", recordingGroup },
});
const status = (properties: Properties): Given => ({
  type: "aws:cfg/recorderStatus:RecorderStatus",
  name: "status",
  properties: { name: "main", isEnabled: true, ...properties },
});
const everything = { allSupported: true, includeGlobalResourceTypes: true };
describeRule(configurationRecorded, {
  compliant: {
    everything: [recorder(everything), status({})],
    "the default of all that is supported": [recorder({ includeGlobalResourceTypes: true }), status({})],
    "a recorder that is yet to be made": [
      { ...recorder(everything), properties: { recordingGroup: everything } },
      { ...status({ name: unknown }), sources: { name: ["recorder"] } },
    ],
  },
  violations: {
    "some types": [[recorder({ ...everything, allSupported: false }), status({})], "allSupported is off"],
    "no global ones": [[recorder({ allSupported: true }), status({})], "includeGlobalResourceTypes is off"],
    "one that nothing turns on": [[recorder(everything)], "no RecorderStatus turns it on"],
    "one that is off": [
      [recorder(everything), status({ isEnabled: false })],
      "no RecorderStatus turns it on",
    ],
    "another's status": [[recorder(everything), status({ name: "other" })], "no RecorderStatus turns it on"],
  },
  notApplicable: { "a stack without one": [{ type: "aws:ec2/vpc:Vpc" }] },
  unknown: { "a switch that is unknown": [recorder(everything), status({ isEnabled: unknown })] },
});

const hub = (properties: Properties): Given => ({ type: "aws:securityhub/account:Account", properties });
const standard: Given = {
  type: "aws:securityhub/standardsSubscription:StandardsSubscription",
  name: "standard",
  properties: { standardsArn: "arn:aws:securityhub:::standards/cis-aws-foundations-benchmark/v/3.0.0" },
};
describeRule(securityHubStandards, {
  compliant: {
    "the default standards": [hub({})],
    "one of our own": [hub({ enableDefaultStandards: false }), standard],
  },
  violations: {
    "no standard": [[hub({ enableDefaultStandards: false })], "it has no standard"],
    "no new controls": [[hub({ autoEnableControls: false })], "autoEnableControls is off"],
  },
  notApplicable: { "a stack without a hub": [{ type: "aws:ec2/vpc:Vpc" }] },
  unknown: { "a switch that is unknown": [hub({ autoEnableControls: unknown })] },
});
