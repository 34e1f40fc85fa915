import { shown } from "../../../../localcloud/reading";
import { types } from "../../../../localcloud/aws/types";
import { type Aws, account, describeMistakes, policy, region, trust } from "./aws";

const alarm = {
  metricName: "CPUUtilization",
  namespace: "AWS/ECS",
  statistic: "Average",
  period: 60,
  evaluationPeriods: 5,
  datapointsToAlarm: 3,
  threshold: 80,
  comparisonOperator: "GreaterThanThreshold",
  treatMissingData: "notBreaching",
};
const expression = {
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 5,
  threshold: 1,
  metricQueries: [
    { id: "errors", metric: { metricName: "5XX", namespace: "AWS/ApplicationELB", period: 60, stat: "Sum" } },
    {
      id: "requests",
      metric: { metricName: "RequestCount", namespace: "AWS/ApplicationELB", period: 60, stat: "Sum" },
    },
    { id: "rate", expression: "100 * errors / requests", returnData: true },
  ],
};
const widget = {
  type: "metric",
  width: 12,
  properties: { metrics: [["AWS/ECS", "CPUUtilization"]], region },
};
const dashboard = (widgets: object[]) => ({
  dashboardName: "main",
  dashboardBody: JSON.stringify({ widgets }),
});
const rule = { eventPattern: JSON.stringify({ source: ["aws.ecs"] }) };
const eventTarget = "aws:cloudwatch/eventTarget:EventTarget";
const scheduleType = "aws:scheduler/schedule:Schedule";
const schedule = async (aws: Aws) => ({
  scheduleExpression: "cron(0 3 * * ? *)",
  flexibleTimeWindow: { mode: "OFF" },
  target: {
    arn: await aws.topic(),
    roleArn: (await aws.role("scheduler.amazonaws.com")).outputs["arn"] ?? "",
  },
});
const subscription = async (aws: Aws) => ({
  topic: await aws.topic(),
  protocol: "https",
  endpoint: "https://example.com/hook",
});
const subscriptionType = "aws:sns/topicSubscription:TopicSubscription";
const topicPolicy = async (aws: Aws) => {
  const arn = await aws.topic();
  return {
    arn,
    policy: policy({
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: arn,
    }),
  };
};

describeMistakes("logs", [
  {
    mistake: "a retention of 99 days",
    type: types.logGroup,
    right: { retentionInDays: 90 },
    wrong: { retentionInDays: 99 },
    path: "retentionInDays",
    words: "must be one of the retention periods of CloudWatch Logs",
  },
  {
    mistake: "a log group's name with a space",
    type: types.logGroup,
    right: { name: "/app/api" },
    wrong: { name: "/app/my api" },
    path: "name",
    words: "letters, digits and _-/.#",
  },
  {
    mistake: "a key that CloudWatch Logs may not use",
    type: types.logGroup,
    right: async (aws) => ({ kmsKeyId: await aws.key(`logs.${region}.amazonaws.com`) }),
    wrong: async (aws) => ({ kmsKeyId: await aws.key() }),
    path: "kmsKeyId",
    words: `does not allow logs.${region}.amazonaws.com to use it`,
  },
  {
    mistake: "a metric in AWS's own namespace",
    type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
    right: async (aws) => {
      await aws.logGroup("/app/api");
      return {
        logGroupName: "/app/api",
        pattern: "ERROR",
        metricTransformation: { name: "errors", namespace: "App", value: "1" },
      };
    },
    wrong: { metricTransformation: { name: "errors", namespace: "AWS/App", value: "1" } },
    path: "metricTransformation.namespace",
    words: "does not begin with AWS/",
  },
]);

describeMistakes("alarms and dashboards", [
  {
    mistake: "a statistic and a percentile at once",
    type: types.metricAlarm,
    right: alarm,
    wrong: { extendedStatistic: "p95" },
    path: "extendedStatistic",
    words: "exactly one of statistic and extendedStatistic",
  },
  {
    mistake: "a metric and queries at once",
    type: types.metricAlarm,
    right: alarm,
    wrong: { metricQueries: expression.metricQueries },
    path: "metricName",
    words: "either one metric or metricQueries",
  },
  {
    mistake: "more datapoints than periods",
    type: types.metricAlarm,
    right: alarm,
    wrong: { datapointsToAlarm: 6 },
    path: "datapointsToAlarm",
    words: "not more than evaluationPeriods (5)",
  },
  {
    mistake: "a period of 45 seconds",
    type: types.metricAlarm,
    right: alarm,
    wrong: { period: 45 },
    path: "period",
    words: "a multiple of 60 seconds, not 45",
  },
  {
    mistake: "an alarm without a threshold",
    type: types.metricAlarm,
    right: alarm,
    wrong: { threshold: undefined },
    path: "threshold",
    words: "exactly one of threshold and thresholdMetricId",
  },
  {
    mistake: "a comparison that does not exist",
    type: types.metricAlarm,
    right: alarm,
    wrong: { comparisonOperator: "GreaterThan" },
    path: "comparisonOperator",
    words: "one of GreaterThanOrEqualToThreshold",
  },
  {
    mistake: "queries of which none returns data",
    type: types.metricAlarm,
    right: expression,
    wrong: { metricQueries: expression.metricQueries.map((query) => ({ ...query, returnData: false })) },
    path: "metricQueries",
    words: "exactly one query returns data",
  },
  {
    mistake: "an expression that uses what no query is called",
    type: types.metricAlarm,
    right: expression,
    wrong: { metricQueries: [{ id: "rate", expression: "100 * failures", returnData: true }] },
    path: "metricQueries[0].expression",
    words: "uses 'failures'",
  },
  {
    mistake: "an alarm to a topic that is not there",
    type: types.metricAlarm,
    right: async (aws) => ({ ...alarm, alarmActions: [await aws.topic()] }),
    wrong: { alarmActions: [`arn:aws:sns:${region}:${account}:gone`] },
    path: "alarmActions[0]",
    words: "there is no topic",
  },
  {
    mistake: "an alarm to a topic whose key CloudWatch may not use",
    type: types.metricAlarm,
    right: async (aws) => ({
      ...alarm,
      alarmActions: [await aws.topic({ kmsMasterKeyId: await aws.key("cloudwatch.amazonaws.com") })],
    }),
    wrong: async (aws) => ({ alarmActions: [await aws.topic({ kmsMasterKeyId: await aws.key() })] }),
    path: "alarmActions[0]",
    words: "the alarm could not publish",
  },
  {
    mistake: "an alarm to a topic under AWS's own key",
    type: types.metricAlarm,
    right: alarm,
    wrong: async (aws) => ({ alarmActions: [await aws.topic({ kmsMasterKeyId: "alias/aws/sns" })] }),
    path: "alarmActions[0]",
    words: "the alarm could not publish",
  },
  {
    mistake: "a composite of an alarm that is not there",
    type: types.compositeAlarm,
    right: async (aws) => {
      await aws.make(types.metricAlarm, { ...alarm, name: "errors" });
      return { alarmName: "both", alarmRule: 'ALARM("errors")' };
    },
    wrong: { alarmRule: 'ALARM("errors") AND ALARM("latency")' },
    path: "alarmRule",
    words: "alarm 'latency' does not exist",
  },
  {
    mistake: "a composite rule with a symbol for AND",
    type: types.compositeAlarm,
    right: async (aws) => {
      await aws.make(types.metricAlarm, { ...alarm, name: "errors" });
      return { alarmName: "both", alarmRule: "ALARM(errors) OR FALSE" };
    },
    wrong: { alarmRule: "ALARM(errors) && TRUE" },
    path: "alarmRule",
    words: "the rule can't be read near '&&'",
  },
  {
    mistake: "a dashboard that is not JSON",
    type: "aws:cloudwatch/dashboard:Dashboard",
    right: dashboard([widget]),
    wrong: { dashboardBody: "widgets: []" },
    path: "dashboardBody",
    words: "not valid JSON",
  },
  {
    mistake: "a widget wider than the dashboard",
    type: "aws:cloudwatch/dashboard:Dashboard",
    right: dashboard([widget]),
    wrong: dashboard([{ ...widget, x: 18 }]),
    path: "dashboardBody",
    words: "widgets[0] reaches beyond column 24",
  },
]);

describeMistakes("events, schedules and notifications", [
  {
    mistake: "a schedule of five fields, as in a crontab",
    type: types.eventRule,
    right: { scheduleExpression: "cron(0 3 * * ? *)" },
    wrong: { scheduleExpression: "cron(0 3 * * *)" },
    path: "scheduleExpression",
    words: "six fields",
  },
  {
    mistake: "both days of a schedule",
    type: types.eventRule,
    right: { scheduleExpression: "cron(0 3 ? * MON *)" },
    wrong: { scheduleExpression: "cron(0 3 * * MON *)" },
    path: "scheduleExpression",
    words: "exactly one of day-of-month and day-of-week is '?'",
  },
  {
    mistake: "a rate of 1 minutes",
    type: types.eventRule,
    right: { scheduleExpression: "rate(1 minute)" },
    wrong: { scheduleExpression: "rate(1 minutes)" },
    path: "scheduleExpression",
    words: "is no schedule",
  },
  {
    mistake: "an event pattern with a plain value",
    type: types.eventRule,
    right: rule,
    wrong: { eventPattern: JSON.stringify({ source: "aws.ecs" }) },
    path: "eventPattern",
    words: "'source' must be an object or an array",
  },
  {
    mistake: "a rule of nothing",
    type: types.eventRule,
    right: rule,
    wrong: { eventPattern: undefined },
    path: "eventPattern",
    words: "one of `eventPattern`, `scheduleExpression` must be given",
  },
  {
    mistake: "events to a topic that is not there",
    type: eventTarget,
    right: async (aws) => ({ rule: (await aws.make(types.eventRule, rule)).id, arn: await aws.topic() }),
    wrong: { arn: `arn:aws:sns:${region}:${account}:gone` },
    path: "arn",
    words: "there is no topic",
  },
  {
    mistake: "events that start a task without a role",
    type: eventTarget,
    right: async (aws) => ({ rule: (await aws.make(types.eventRule, rule)).id, arn: await aws.topic() }),
    wrong: async (aws) => ({ arn: (await aws.make(types.cluster)).id }),
    path: "roleArn",
    words: "a target of ecs needs a role",
  },
  {
    mistake: "a schedule's role that does not trust the scheduler",
    type: scheduleType,
    right: schedule,
    wrong: async (aws, right) => ({
      target: {
        ...(right["target"] as object),
        roleArn: shown((await aws.role("events.amazonaws.com")).outputs["arn"]),
      },
    }),
    path: "target.roleArn",
    words: "must allow AWS EventBridge Scheduler to assume the role",
  },
  {
    mistake: "a flexible schedule without a window",
    type: scheduleType,
    right: schedule,
    wrong: { flexibleTimeWindow: { mode: "FLEXIBLE" } },
    path: "flexibleTimeWindow.maximumWindowInMinutes",
    words: "needed with mode FLEXIBLE",
  },
  {
    mistake: "an HTTPS subscription to an HTTP address",
    type: subscriptionType,
    right: subscription,
    wrong: { endpoint: "http://example.com/hook" },
    path: "endpoint",
    words: "a URL that begins with https://",
  },
  {
    mistake: "an e-mail subscription without an address",
    type: subscriptionType,
    right: subscription,
    wrong: { protocol: "email", endpoint: "oncall" },
    path: "endpoint",
    words: "an e-mail address, not 'oncall'",
  },
  {
    mistake: "a FIFO topic's name on a plain topic",
    type: types.topic,
    right: { name: "alerts" },
    wrong: { name: "alerts.fifo" },
    path: "name",
    words: "FIFO topics, and only they",
  },
  {
    mistake: "a topic policy with every action",
    type: types.topicPolicy,
    right: topicPolicy,
    wrong: (_, right) => ({ policy: shown(right["policy"]).replace("sns:Publish", "sns:*") }),
    path: "policy",
    words: "out of service scope",
  },
  {
    mistake: "Prometheus rules without groups",
    type: "aws:amp/ruleGroupNamespace:RuleGroupNamespace",
    right: async (aws) => ({ workspaceId: (await aws.make(types.prometheus)).id, data: "groups: []\n" }),
    wrong: { data: "rules: []\n" },
    path: "data",
    words: "'groups' is missing",
  },
  {
    mistake: "more than every trace",
    type: "aws:xray/samplingRule:SamplingRule",
    right: {
      ruleName: "all",
      fixedRate: 0.05,
      host: "*",
      httpMethod: "*",
      priority: 1000,
      reservoirSize: 1,
      resourceArn: "*",
      serviceName: "*",
      serviceType: "*",
      urlPath: "*",
      version: 1,
    },
    wrong: { fixedRate: 5 },
    path: "fixedRate",
    words: "from 0 to 1",
  },
]);

describeMistakes("what watches from outside", [
  {
    mistake: "a canary in upper case",
    type: types.canary,
    right: async (aws) => ({
      name: "uptime",
      artifactS3Location: `s3://${await aws.bucket()}/uptime`,
      executionRoleArn:
        (await aws.make(types.role, { assumeRolePolicy: trust("lambda.amazonaws.com") })).outputs["arn"] ??
        "",
      handler: "uptime.handler",
      runtimeVersion: "syn-nodejs-puppeteer-9.1",
      schedule: { expression: "rate(5 minutes)" },
      zipFile: "uptime.zip",
    }),
    wrong: { name: "Uptime" },
    path: "name",
    words: "lower-case letters",
  },
]);
