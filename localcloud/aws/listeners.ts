import type { Check, Path, Problem, Properties, ResourceRules, World } from "../rules";
import { certificateIssued } from "./acm";
import { balancersOf, targetsOf } from "./load-balancing";
import { types } from "./types";
import { at, list, record, refuse, text, texts, shown } from "../reading";

/** Security policies for TLS listeners (ELB guide); the two FIPS series are matched by pattern. */
const tlsPolicy =
  /^ELBSecurityPolicy-(2016-08|2015-05|FS-2018-06|FS-1-1-2019-08|FS-1-2-2019-08|FS-1-2-Res-2019-08|FS-1-2-Res-2020-10|TLS-1-0-2015-04|TLS-1-1-2017-01|TLS-1-2-2017-01|TLS-1-2-Ext-2018-06|TLS13-1-[0-3](-(Res|Ext1|Ext2|FIPS))*(-PQ)?-20(21-06|23-04|25-09))$/;

/** What is wrong with the actions of a listener or rule, and with the target groups that they send to. */
function actionProblems(
  path: Path,
  inputs: Properties,
  balancer: string | undefined,
  world: World,
): readonly Problem[] {
  const actions = list(inputs[path]).map(record);
  const needs: Readonly<Record<string, readonly string[]>> = {
    forward: ["targetGroupArn", "forward"],
    redirect: ["redirect"],
    "fixed-response": ["fixedResponse"],
    "authenticate-oidc": ["authenticateOidc"],
    "authenticate-cognito": ["authenticateCognito"],
  };
  const problems = actions.flatMap((action, index): readonly Problem[] => {
    const at = `${path}[${String(index)}]`;
    const type = text(action["type"]);
    const wanted = needs[type ?? ""] ?? [];
    if (wanted.length > 0 && !wanted.some((property) => action[property] !== undefined))
      return refuse(
        `${at}.${wanted[0] ?? ""}`,
        `an action of type '${type ?? ""}' needs ${wanted.join(" or ")}`,
      );
    const redirect = record(action["redirect"]);
    if (type === "redirect" && Object.keys(redirect).every((key) => key === "statusCode"))
      return refuse(
        `${at}.redirect`,
        "a redirect must change protocol, host, port, path or query: it would loop",
      );
    return [];
  });
  const vpc = balancer === undefined ? undefined : world.find(types.loadBalancer, balancer)?.outputs["vpcId"];
  const groups = targetsOf(actions).flatMap((arn): readonly Problem[] => {
    const group = world.find(types.targetGroup, arn);
    const other = balancersOf(world, arn).find((each) => each !== balancer);
    if (vpc !== undefined && group?.inputs["vpcId"] !== undefined && group.inputs["vpcId"] !== vpc)
      return refuse(path, `the target group '${arn}' is not in the load balancer's VPC ${shown(vpc)}`);
    return other === undefined || balancer === undefined
      ? []
      : refuse(
          path,
          `TargetGroupAssociationLimit: the target group '${arn}' is already used by load balancer '${other}'`,
        );
  });
  return [...problems, ...groups];
}

const secureProtocols = ["HTTPS", "TLS"];

const listenerCheck: Check = (inputs, world, self) => {
  const balancer = text(inputs["loadBalancerArn"]);
  const protocol = text(inputs["protocol"]) ?? (inputs["port"] === 443 ? "HTTPS" : "HTTP");
  const secure = secureProtocols.includes(protocol);
  const problems: Problem[] = [...actionProblems("defaultActions", inputs, balancer, world)];
  const application = balancer?.includes("/app/") ?? false;
  if (application && !["HTTP", "HTTPS"].includes(protocol))
    problems.push({
      path: "protocol",
      reason: `an application load balancer listens on HTTP or HTTPS, not ${protocol}`,
    });
  if (secure && inputs["certificateArn"] === undefined)
    problems.push({
      path: "certificateArn",
      reason: `ValidationError: a certificate must be specified for ${protocol} listeners`,
    });
  if (!secure)
    for (const path of ["certificateArn", "sslPolicy"])
      if (inputs[path] !== undefined)
        problems.push({ path, reason: `ValidationError: ${protocol} listeners have none; use HTTPS` });
  const certificate = text(inputs["certificateArn"]);
  if (certificate !== undefined && !certificateIssued(world, certificate))
    problems.push({
      path: "certificateArn",
      reason: `UnsupportedCertificate: the certificate '${certificate}' is not issued yet; wait for its validation`,
    });
  const twin = world
    .all(types.listener)
    .find(
      (other) =>
        other.id !== self?.id &&
        other.inputs["loadBalancerArn"] === balancer &&
        balancer !== undefined &&
        other.inputs["port"] === inputs["port"],
    );
  if (twin !== undefined && inputs["port"] !== undefined)
    problems.push({
      path: "port",
      reason: `DuplicateListener: a listener already exists on port ${shown(inputs["port"])} for this load balancer`,
    });
  return problems;
};

const conditionKinds = [
  "hostHeader",
  "httpHeader",
  "httpRequestMethod",
  "pathPattern",
  "queryStrings",
  "sourceIp",
];

const ruleCheck: Check = (inputs, world, self) => {
  const listener = text(inputs["listenerArn"]);
  const balancer = text(world.find(types.listener, listener)?.inputs["loadBalancerArn"]);
  const problems: Problem[] = [...actionProblems("actions", inputs, balancer, world)];
  const conditions = list(inputs["conditions"]).map(record);
  conditions.forEach((condition, index) => {
    const given = conditionKinds.filter((kind) => condition[kind] !== undefined);
    if (given.length !== 1)
      problems.push({
        path: `conditions[${String(index)}]`,
        reason: `a condition has exactly one of ${conditionKinds.join(", ")}`,
      });
    for (const path of texts(at(condition, "pathPattern.values")))
      if (!path.startsWith("/") && !path.startsWith("*"))
        problems.push({
          path: `conditions[${String(index)}].pathPattern.values`,
          reason: `'${path}' matches nothing: a path begins with '/'`,
        });
  });
  // ELB quotas: five values in all the conditions of a rule.
  const values = conditions.flatMap((condition) =>
    conditionKinds.flatMap((kind) =>
      list(kind === "queryStrings" ? condition[kind] : at(condition, `${kind}.values`)),
    ),
  );
  if (values.length > 5)
    problems.push({
      path: "conditions",
      reason: `TooManyValues: a rule has at most 5 condition values, not ${String(values.length)}`,
    });
  const twin = world
    .all(types.listenerRule)
    .find(
      (other) =>
        other.id !== self?.id &&
        listener !== undefined &&
        other.inputs["listenerArn"] === listener &&
        other.outputs["priority"] === inputs["priority"],
    );
  if (twin !== undefined && inputs["priority"] !== undefined)
    problems.push({
      path: "priority",
      reason: `PriorityInUse: priority ${shown(inputs["priority"])} is in use`,
    });
  return problems;
};

export const listeners: readonly ResourceRules[] = [
  {
    type: types.listener,
    id: (inputs) =>
      `${(text(inputs["loadBalancerArn"]) ?? "").replace(":loadbalancer/", ":listener/")}/{hex:16}`,
    outputs: {
      arn: "{id}",
      protocol: ({ inputs }) => inputs["protocol"] ?? (inputs["port"] === 443 ? "HTTPS" : "HTTP"),
      sslPolicy: ({ inputs }) =>
        inputs["sslPolicy"] ??
        (secureProtocols.includes(text(inputs["protocol"]) ?? "") ? "ELBSecurityPolicy-2016-08" : ""),
    },
    references: [
      { path: "loadBalancerArn", to: types.loadBalancer, by: "arn", blocksDeletion: false },
      { path: "defaultActions[].targetGroupArn", to: types.targetGroup, by: "arn" },
      { path: "defaultActions[].forward.targetGroups[].arn", to: types.targetGroup, by: "arn" },
      { path: "certificateArn", to: types.certificate, by: "arn", except: /^arn:aws:iam:/ },
    ],
    immutable: ["loadBalancerArn"],
    limits: [
      { path: "port", minimum: 1, maximum: 65535 },
      {
        path: "protocol",
        oneOf: ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"],
      },
      {
        path: "sslPolicy",
        pattern: tlsPolicy,
        reason: "SSLPolicyNotFound: there is no such security policy",
      },
      {
        path: "defaultActions[].fixedResponse.statusCode",
        pattern: /^[245]\d\d$/,
        reason: "is 2XX, 4XX or 5XX",
      },
      {
        path: "defaultActions[].fixedResponse.contentType",
        oneOf: ["text/plain", "text/css", "text/html", "application/javascript", "application/json"],
      },
      { path: "defaultActions[].redirect.statusCode", oneOf: ["HTTP_301", "HTTP_302"] },
      {
        path: "defaultActions[].redirect.port",
        pattern: /^(\d{1,5}|#\{port\})$/,
        reason: "is a port, or '#{port}'",
      },
    ],
    check: listenerCheck,
    deleteBeforeReplace: false,
    seconds: { create: 1, delete: 1 },
  },
  {
    type: types.listenerRule,
    id: (inputs) =>
      `${(text(inputs["listenerArn"]) ?? "").replace(":listener/", ":listener-rule/")}/{hex:16}`,
    outputs: {
      arn: "{id}",
      priority: ({ inputs, outputs, id }, world) => {
        const given = inputs["priority"] ?? outputs["priority"];
        if (given !== undefined) return given;
        const taken = world
          .all(types.listenerRule)
          .filter((other) => other.id !== id && other.inputs["listenerArn"] === inputs["listenerArn"])
          .map((other) => Number(other.outputs["priority"]));
        return Math.max(0, ...taken) + 1;
      },
    },
    references: [
      { path: "listenerArn", to: types.listener, by: "arn", blocksDeletion: false },
      { path: "actions[].targetGroupArn", to: types.targetGroup, by: "arn" },
      { path: "actions[].forward.targetGroups[].arn", to: types.targetGroup, by: "arn" },
    ],
    immutable: ["listenerArn"],
    limits: [
      { path: "priority", minimum: 1, maximum: 50000 },
      { path: "conditions", minimumItems: 1 },
      { path: "conditions[].pathPattern.values[]", pattern: /^.{1,128}$/, reason: "has 1 to 128 characters" },
      { path: "conditions[].hostHeader.values[]", pattern: /^.{1,128}$/, reason: "has 1 to 128 characters" },
      { path: "actions[].fixedResponse.statusCode", pattern: /^[245]\d\d$/, reason: "is 2XX, 4XX or 5XX" },
      { path: "actions[].redirect.statusCode", oneOf: ["HTTP_301", "HTTP_302"] },
    ],
    check: ruleCheck,
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:lb/listenerCertificate:ListenerCertificate",
    id: "{listenerArn}_{certificateArn}",
    references: [
      { path: "listenerArn", to: types.listener, by: "arn", blocksDeletion: false },
      { path: "certificateArn", to: types.certificate, by: "arn", except: /^arn:aws:iam:/ },
    ],
    uniqueBy: [["listenerArn", "certificateArn"]],
    check: (inputs, world) => {
      const arn = text(inputs["certificateArn"]);
      return arn === undefined || certificateIssued(world, arn)
        ? []
        : refuse("certificateArn", `UnsupportedCertificate: the certificate '${arn}' is not issued yet`);
    },
    seconds: { create: 1, delete: 1 },
  },
];
