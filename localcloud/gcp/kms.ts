import type { Check, ResourceRules, World } from "../rules";
import { at, refuse, text } from "../reading";
import { nearest } from "../nearest";
import { seconds } from "./duration";
import { binding, grant } from "./iam";
import { wordName } from "./names";
import { types } from "./types";

/** Rings and keys can't be deleted: their names are taken for ever (Cloud KMS, "Resource consistency" and "Object hierarchy"). */
const forEver = 36_500;
const hour = 3600;
const day = 24 * hour;

function isTaken(world: World, type: string, id: string): boolean {
  return world.deleted(type).some((gone) => gone.id === id);
}

const ringCheck: Check = (inputs, world) => {
  const id = `projects/${world.account}/locations/${text(inputs["location"]) ?? ""}/keyRings/${text(inputs["name"]) ?? ""}`;
  return isTaken(world, types.keyRing, id)
    ? refuse(
        "name",
        `Error 409: KeyRing ${id} already exists: a key ring can't be deleted, so its name is never free again`,
      )
    : [];
};

const keyTakenCheck: Check = (inputs, world) => {
  const id = `${text(inputs["keyRing"]) ?? ""}/cryptoKeys/${text(inputs["name"]) ?? ""}`;
  return isTaken(world, types.key, id)
    ? refuse("name", `Error 409: CryptoKey ${id} already exists: a key's name is never free again`)
    : [];
};

/** Purposes, and the algorithms of each (Cloud KMS, "Key purposes and algorithms"). */
const algorithms: Readonly<Record<string, RegExp>> = {
  ENCRYPT_DECRYPT: /^(GOOGLE|EXTERNAL)_SYMMETRIC_ENCRYPTION$/,
  RAW_ENCRYPT_DECRYPT: /^AES_(128|256)_(GCM|CBC|CTR)$/,
  ASYMMETRIC_SIGN: /^(RSA_SIGN_(PSS|PKCS1|RAW_PKCS1)_\w+|EC_SIGN_\w+|PQ_SIGN_\w+)$/,
  ASYMMETRIC_DECRYPT: /^RSA_DECRYPT_OAEP_\w+$/,
  MAC: /^HMAC_SHA(1|224|256|384|512)$/,
  KEY_ENCAPSULATION: /^(ML_KEM_\d+|KEM_XWING)$/,
};

const rotationCheck: Check = (inputs) => {
  const period = text(inputs["rotationPeriod"]);
  if (period === undefined) return [];
  if (inputs["purpose"] !== "ENCRYPT_DECRYPT")
    return refuse("rotationPeriod", "Error 400: only keys for ENCRYPT_DECRYPT rotate by themselves");
  const length = seconds(period);
  if (length === undefined)
    return refuse("rotationPeriod", `'${period}' is no duration: seconds and an s, for example 7776000s`);
  return length < day
    ? refuse("rotationPeriod", `rotation period must be at least 1 day (86400s), but is ${period}`)
    : [];
};

const destroyCheck: Check = (inputs) => {
  const wait = text(inputs["destroyScheduledDuration"]);
  if (wait === undefined) return [];
  const length = seconds(wait);
  return length === undefined || length < day || length > 120 * day
    ? refuse(
        "destroyScheduledDuration",
        `Error 400: must be from 24 hours (86400s) to 120 days (10368000s), but is ${wait}`,
      )
    : [];
};

const algorithmCheck: Check = (inputs) => {
  const purpose = text(inputs["purpose"]) ?? "";
  const algorithm = text(at(inputs, "versionTemplate.algorithm"));
  if (algorithm === undefined)
    return purpose === "ENCRYPT_DECRYPT"
      ? []
      : refuse("versionTemplate", `Error 400: a key for ${purpose} must say its algorithm`);
  return algorithms[purpose] === undefined || algorithms[purpose].test(algorithm)
    ? []
    : refuse("versionTemplate.algorithm", `Error 400: ${algorithm} is no algorithm for ${purpose}`);
};

const ringNameCheck: Check = (inputs) => {
  const ring = text(inputs["keyRing"]);
  return ring === undefined || /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+$/.test(ring)
    ? []
    : refuse(
        "keyRing",
        `'${ring}' is no full name: projects/PROJECT/locations/LOCATION/keyRings/NAME, which is the ring's id`,
      );
};

const purposes = Object.keys(algorithms);
const purposeCheck: Check = (inputs) => {
  const purpose = text(inputs["purpose"]) ?? "";
  if (purposes.includes(purpose)) return [];
  const meant = nearest(purpose, purposes);
  return refuse(
    "purpose",
    `must be one of ${purposes.join(", ")}${meant === undefined ? "" : `; did you mean ${meant}?`}`,
  );
};

const keyGrants = { subject: "cryptoKeyId", to: types.key, services: ["cloudkms"] } as const;
const ringGrants = { subject: "keyRingId", to: types.keyRing, services: ["cloudkms"] } as const;

/** Key rings and keys, and who may use them. */
export const keys: readonly ResourceRules[] = [
  {
    type: types.keyRing,
    name: wordName(63),
    id: "projects/{account}/locations/{location}/keyRings/{name}",
    outputs: { project: "{account}" },
    immutable: ["name", "location"],
    check: ringCheck,
    recoveryDays: () => forEver,
    seconds: { create: 2, delete: 1 },
  },
  {
    type: types.key,
    name: wordName(63),
    id: "{keyRing}/cryptoKeys/{name}",
    outputs: {
      primaries: ({ id, inputs }) =>
        inputs["purpose"] === undefined || inputs["purpose"] === "ENCRYPT_DECRYPT"
          ? [{ name: `${id}/cryptoKeyVersions/1`, state: "ENABLED" }]
          : [],
      versionTemplate: ({ inputs }) =>
        inputs["versionTemplate"] ?? {
          algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION",
          protectionLevel: "SOFTWARE",
        },
      cryptoKeyBackend: "",
    },
    // Cloud KMS: destroyed versions wait for 30 days, unless the key says otherwise.
    defaults: { purpose: "ENCRYPT_DECRYPT", destroyScheduledDuration: "2592000s", importOnly: false },
    references: [{ path: "keyRing", to: types.keyRing, blocksDeletion: false }],
    immutable: ["name", "keyRing", "purpose", "destroyScheduledDuration", "importOnly", "cryptoKeyBackend"],
    limits: [
      { path: "versionTemplate.protectionLevel", oneOf: ["SOFTWARE", "HSM", "EXTERNAL", "EXTERNAL_VPC"] },
    ],
    check: [ringNameCheck, purposeCheck, rotationCheck, destroyCheck, algorithmCheck, keyTakenCheck],
    recoveryDays: () => forEver,
    seconds: { create: 3, update: 2, delete: 2 },
  },
  grant({ ...keyGrants, type: types.keyMember, binding: types.keyBinding }),
  binding({ ...keyGrants, type: types.keyBinding }),
  grant({ ...ringGrants, type: types.keyRingMember }),
];
