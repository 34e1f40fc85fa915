import type { Evidence, StoreEvidence } from "../evidence";
import { at, list, number, parsed, type Resource, type Resources, text } from "../resource";
import type { Value } from "../../unit/mocks";

/** Types whose loss is a loss of data, or of what reads it. */
const holdsData = [
  "aws:kms/key:Key",
  "aws:rds/instance:Instance",
  "aws:s3/bucket:Bucket",
  "aws:secretsmanager/secret:Secret",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:backup/vault:Vault",
];

/** Who lies behind what a rule lets in, where it is not the component of a security group alone. */
export type Behind = (group: string, port: number) => readonly string[] | undefined;

export function data(
  resources: Resources,
  behind: Behind = () => undefined,
): Pick<Evidence, "databases" | "caches" | "keys" | "holdsData"> {
  return {
    databases: resources.of("aws:rds/instance:Instance").map(({ name, inputs }) => ({
      ...store(resources, name, inputs["vpcSecurityGroupIds"], behind),
      publicAddress: inputs["publiclyAccessible"] !== false,
      key: inputs["storageEncrypted"] === true ? text(inputs["kmsKeyId"]) : "",
      tlsOnly: parameter(resources, inputs["parameterGroupName"], "rds.force_ssl") === "1",
      standby: inputs["multiAz"] === true,
      deletionRefused: inputs["deletionProtection"] === true,
      pointInTimeDays: number(inputs["backupRetentionPeriod"]),
      slowQueryMilliseconds: number(
        parameter(resources, inputs["parameterGroupName"], "log_min_duration_statement"),
      ),
    })),
    caches: resources.of("aws:elasticache/replicationGroup:ReplicationGroup").map(({ name, inputs }) => ({
      ...store(resources, name, inputs["securityGroupIds"], behind),
      publicAddress: false,
      key: inputs["atRestEncryptionEnabled"] === true ? text(inputs["kmsKeyId"]) : "",
      tlsOnly: inputs["transitEncryptionEnabled"] === true && inputs["transitEncryptionMode"] === "required",
      standby: inputs["automaticFailoverEnabled"] === true && inputs["multiAzEnabled"] === true,
      authenticated: (inputs["authToken"] ?? "") !== "",
    })),
    keys: resources.of("aws:kms/key:Key").map(({ name, inputs }) => ({
      name,
      rotationDays:
        inputs["enableKeyRotation"] === true ? number(inputs["rotationPeriodInDays"] ?? 365) : NaN,
      deletionWaitDays: number(inputs["deletionWindowInDays"]),
    })),
    holdsData: holdsData
      .flatMap((type) => resources.of(type))
      .map(({ name, protect }) => ({ name, protect })),
  };
}

function store(
  resources: Resources,
  name: string,
  groups: Value | undefined,
  behind: Behind,
): Pick<StoreEvidence, "name" | "reachableFrom"> {
  const rules = resources
    .of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    .filter(({ inputs }) => list(groups).includes(inputs["securityGroupId"] ?? null));
  return {
    name,
    reachableFrom: rules.flatMap(
      (rule) =>
        behind(text(rule.inputs["referencedSecurityGroupId"]), number(rule.inputs["toPort"])) ??
        source(resources, rule),
    ),
  };
}

/** The component of the group that a rule lets in, or the addresses. */
function source(resources: Resources, { inputs }: Resource): string {
  const group = resources.with("aws:ec2/securityGroup:SecurityGroup", inputs["referencedSecurityGroupId"]);
  return group?.component ?? text(inputs["cidrIpv4"] ?? inputs["cidrIpv6"]);
}

function parameter(resources: Resources, group: Value | undefined, name: string): string {
  const found = resources.with("aws:rds/parameterGroup:ParameterGroup", group, "name");
  const entry = list(parsedList(found?.inputs["parameters"])).find((each) => at(each, "name") === name);
  return text(at(entry, "value"));
}

function parsedList(value: Value | undefined): Value {
  return typeof value === "string" ? parsed(value) : (value ?? null);
}
