import { randomText } from "../interpreter/template";
import type { Check, ResourceRules, World } from "../rules";
import { arn, timestamp, uuid } from "./account";
import { types } from "./types";
import { list, record, refuse, text, texts } from "../reading";

const domain = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * Whether a certificate can be used: imported, or its validation has succeeded. One that is not ours is left to the
 * reference rules.
 */
export function certificateIssued(world: World, certificateArn: string): boolean {
  const certificate = world.find(types.certificate, certificateArn, "arn");
  return (
    certificate === undefined ||
    certificate.inputs["privateKey"] !== undefined ||
    certificate.inputs["certificateAuthorityArn"] !== undefined ||
    world.all(types.certificateValidation).some(({ inputs }) => inputs["certificateArn"] === certificateArn)
  );
}

/** ACM waits for the CNAME records; without them the certificate stays PENDING_VALIDATION until the wait times out. */
const validationCheck: Check = (inputs, world) => {
  const certificate = world.find(types.certificate, inputs["certificateArn"], "arn");
  if (certificate?.inputs["validationMethod"] !== "DNS") return [];
  const records = world.all(types.record, { anyRegion: true });
  const wanted = list(certificate.outputs["domainValidationOptions"]).map(
    (option) => text(record(option)["resourceRecordName"]) ?? "",
  );
  const missing = wanted.find(
    (name) =>
      !records.some(
        (entry) => bare(entry.outputs["fqdn"]) === bare(name) && entry.inputs["type"] === "CNAME",
      ),
  );
  if (missing !== undefined)
    return refuse(
      "certificateArn",
      `the certificate stays PENDING_VALIDATION: no Route 53 zone has its CNAME record '${missing}'`,
    );
  const given = texts(inputs["validationRecordFqdns"]);
  const absent = wanted.find((name) => given.length > 0 && !given.some((fqdn) => bare(fqdn) === bare(name)));
  return absent === undefined
    ? []
    : refuse("validationRecordFqdns", `missing DNS validation record: ${absent}`);
};

function bare(name: unknown): string {
  return typeof name === "string" ? name.replace(/\.$/, "").toLowerCase() : "";
}

const certificateCheck: Check = (inputs) => {
  const names = [inputs["domainName"], ...texts(inputs["subjectAlternativeNames"])];
  // ACM guide: ten names in a certificate unless the quota is raised.
  if (new Set(names).size > 10)
    return refuse(
      "subjectAlternativeNames",
      "LimitExceededException: a certificate has at most 10 domain names",
    );
  return inputs["privateKey"] === undefined &&
    inputs["certificateAuthorityArn"] === undefined &&
    inputs["validationMethod"] === undefined &&
    inputs["domainName"] !== undefined
    ? refuse("validationMethod", "a certificate that ACM issues is validated by 'DNS' or 'EMAIL'")
    : [];
};

export const certificates: readonly ResourceRules[] = [
  {
    type: types.certificate,
    id: arn("acm", `certificate/${uuid}`),
    outputs: {
      arn: "{id}",
      status: ({ inputs }) => (inputs["privateKey"] === undefined ? "PENDING_VALIDATION" : "ISSUED"),
      type: ({ inputs }) => (inputs["privateKey"] === undefined ? "AMAZON_ISSUED" : "IMPORTED"),
      notBefore: timestamp,
      notAfter: "2027-01-31T23:59:59Z",
      renewalEligibility: "INELIGIBLE",
      pendingRenewal: () => false,
      renewalSummaries: () => [],
      validationEmails: () => [],
      subjectAlternativeNames: ({ inputs }) => [
        ...new Set([
          ...(text(inputs["domainName"]) === undefined ? [] : [inputs["domainName"] ?? ""]),
          ...texts(inputs["subjectAlternativeNames"]),
        ]),
      ],
      domainValidationOptions: ({ id, inputs }) => {
        if (inputs["validationMethod"] !== "DNS") return [];
        const names = new Set([
          text(inputs["domainName"]) ?? "",
          ...texts(inputs["subjectAlternativeNames"]),
        ]);
        return [...names].map((domainName) => {
          const base = domainName.replace(/^\*\./, "");
          return {
            domainName,
            resourceRecordName: `_${randomText(`${id} ${base}`, true, 32)}.${base}.`,
            resourceRecordType: "CNAME",
            resourceRecordValue: `_${randomText(`${base} ${id}`, true, 32)}.acm-validations.aws.`,
          };
        });
      },
    },
    defaults: { keyAlgorithm: "RSA_2048" },
    immutable: [
      "domainName",
      "subjectAlternativeNames",
      "validationMethod",
      "keyAlgorithm",
      "certificateAuthorityArn",
    ],
    limits: [
      { path: "domainName", pattern: domain, reason: "must be a fully qualified domain name" },
      // X.509's common name has 64 characters.
      {
        path: "domainName",
        pattern: /^.{1,64}$/,
        reason: "a certificate's first name has at most 64 characters",
      },
      { path: "subjectAlternativeNames[]", pattern: domain, reason: "must be a fully qualified domain name" },
      { path: "validationMethod", oneOf: ["DNS", "EMAIL", "NONE"] },
    ],
    check: certificateCheck,
    seconds: { create: 5, delete: 1 },
  },
  {
    type: types.certificateValidation,
    id: uuid,
    references: [{ path: "certificateArn", to: types.certificate, by: "arn", blocksDeletion: false }],
    immutable: ["certificateArn", "validationRecordFqdns"],
    check: validationCheck,
    // ACM guide: DNS validation usually succeeds within minutes.
    seconds: { create: 120, delete: 1 },
  },
];
