import { list, record, refuse, text } from "../reading";
import type { Check, Limit, Properties, StoredResource, Value } from "../rules";

/** The input that holds the records of each type. */
const inputOf: Readonly<Record<string, string>> = {
  A: "aRecords",
  AAAA: "aaaaRecords",
  CAA: "caaRecords",
  CNAME: "cnameRecord",
  MX: "mxRecords",
  NS: "nsRecords",
  PTR: "ptrRecords",
  SOA: "soaRecord",
  SRV: "srvRecords",
  TXT: "txtRecords",
};

export const recordLimits: readonly Limit[] = [
  { path: "ttl", minimum: 1, maximum: 2_147_483_647 },
  {
    path: "aRecords[].ipv4Address",
    pattern: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/,
    reason: "is an IPv4 address",
  },
];

/** Labels of letters, digits, hyphens and underscores with periods between, `@` for the zone itself, `*` at the start. */
export const recordName = {
  maximum: 253,
  pattern: /^(?:@|\*|(?:\*\.)?[\w-]{1,63}(?:\.[\w-]{1,63})*)$/,
  alphabet: "letters, digits, hyphens, underscores and periods; '@' for the zone itself",
  auto: false,
} as const;

/** What a set holds: records of its own type, and those only. */
export const contentCheck: Check = (inputs) => {
  const type = text(inputs["recordType"])?.toUpperCase();
  if (type === undefined) return [];
  const wanted = inputOf[type];
  if (wanted === undefined)
    return refuse(
      "recordType",
      `BadRequest: '${type}' is no type of records (${Object.keys(inputOf).join(", ")})`,
    );
  const foreign = Object.values(inputOf).find((input) => input !== wanted && inputs[input] !== undefined);
  if (foreign !== undefined)
    return refuse(foreign, `BadRequest: a record set of type ${type} holds \`${wanted}\` only`);
  const own: Value | undefined = inputs[wanted];
  const alias = text(record(inputs["targetResource"])["id"]);
  if (alias === undefined && (own === undefined || (Array.isArray(own) && own.length === 0)))
    return refuse(wanted, `BadRequest: a record set of type ${type} has at least one record`);
  if (alias === undefined && inputs["ttl"] === undefined)
    return refuse("ttl", "BadRequest: the time to live is missing");
  if (type === "CNAME" && inputs["relativeRecordSetName"] === "@")
    return refuse("relativeRecordSetName", "BadRequest: a CNAME can't be the zone's own record (@)");
  return textProblems(inputs);
};

/** All texts of one record: at most 1024 characters (Azure DNS: "TXT records"; 4096 in public zones). */
function textProblems(inputs: Properties): ReturnType<Check> {
  return list(inputs["txtRecords"]).flatMap((each, index) => {
    const length = list(record(each)["value"]).reduce<number>(
      (sum, part) => sum + (text(part) ?? "").length,
      0,
    );
    return length > 1024
      ? refuse(
          `txtRecords[${String(index)}].value`,
          `BadRequest: a text has at most 1024 characters, not ${String(length)}`,
        )
      : [];
  });
}

/** A CNAME stands alone at its name. */
export function aliasConflict(
  inputs: Properties,
  sets: readonly StoredResource[],
  zone: string,
  self: StoredResource | undefined,
): ReturnType<Check> {
  const other = sets.find(
    ({ id, inputs: its }) =>
      id !== self?.id &&
      its[zone] === inputs[zone] &&
      its["resourceGroupName"] === inputs["resourceGroupName"] &&
      its["relativeRecordSetName"] === inputs["relativeRecordSetName"] &&
      (its["recordType"] === "CNAME") !== (inputs["recordType"] === "CNAME"),
  );
  return other === undefined
    ? []
    : refuse(
        "relativeRecordSetName",
        `Conflict: a CNAME and other records can't have one name; ${other.id} has it`,
      );
}
