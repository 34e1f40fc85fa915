import { randomBytes, randomInt, randomUUID } from "crypto";
import type { CloudRules, Limit, Problem, Properties, StatelessRules, Value } from "../rules";
import { adjectives, adverbs, names } from "./words";

/** The provider's special characters (Terraform registry, `random_password`). */
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";
const LOWER = "abcdefghijklmnopqrstuvwxyz";

const pick = <T>(from: ArrayLike<T>): T => {
  const picked = from[randomInt(from.length)];
  if (picked === undefined) throw new Error("there is nothing to choose from");
  return picked;
};

const amount = (value: Value | undefined, fallback = 0): number =>
  typeof value === "number" ? value : fallback;

const text = (value: Value | undefined, fallback = ""): string =>
  typeof value === "string" ? value : fallback;

/** Kinds of characters: input that switches the kind on, input with its minimum, the characters. */
function kinds(inputs: Properties): { property: string; minimum: string; on: boolean; characters: string }[] {
  const on = (property: string): boolean => inputs[property] !== false;
  return [
    { property: "lower", minimum: "minLower", on: on("lower"), characters: LOWER },
    { property: "upper", minimum: "minUpper", on: on("upper"), characters: LOWER.toUpperCase() },
    {
      property: "numeric",
      minimum: "minNumeric",
      on: on("numeric") && on("number"),
      characters: "0123456789",
    },
    {
      property: "special",
      minimum: "minSpecial",
      on: on("special"),
      characters: text(inputs["overrideSpecial"]) || SPECIAL,
    },
  ];
}

function checkCharacters(inputs: Properties): Problem[] {
  const problems: Problem[] = [];
  const all = kinds(inputs);
  const sum = all.reduce((total, kind) => total + amount(inputs[kind.minimum]), 0);
  if (typeof inputs["length"] === "number" && inputs["length"] < sum) {
    problems.push({
      path: "length",
      reason: `must be at least ${sum}, the sum of the minimums, but is ${inputs["length"]}`,
    });
  }
  if (!all.some((kind) => kind.on))
    problems.push({ path: "lower", reason: "all kinds of characters are switched off" });
  return problems;
}

function makeCharacters(inputs: Properties): string {
  const all = kinds(inputs);
  const characters = all.flatMap((kind) =>
    Array.from({ length: amount(inputs[kind.minimum]) }, () => pick(kind.characters)),
  );
  const allowed = all
    .filter((kind) => kind.on)
    .map((kind) => kind.characters)
    .join("");
  while (characters.length < amount(inputs["length"])) characters.push(pick(allowed));
  return shuffle(characters).join("");
}

function shuffle<T>(values: readonly T[]): T[] {
  const rest = [...values];
  const result: T[] = [];
  while (rest.length > 0) result.push(...rest.splice(randomInt(rest.length), 1));
  return result;
}

/** The shape of a bcrypt hash, not a valid one: nothing offline needs to verify it. */
const bcryptShape = (): string => `$2a$10$${randomBytes(40).toString("base64url").slice(0, 53)}`;

const characterDefaults = { lower: true, upper: true, numeric: true, number: true, special: true };
const minimumDefaults = { minLower: 0, minUpper: 0, minNumeric: 0, minSpecial: 0 };

const positive = (path: string): Limit => ({ path, minimum: 1 });

const resource = (type: string, rest: Omit<StatelessRules, "type" | "immutable">): StatelessRules => ({
  type: `random:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`,
  immutable: ["*"],
  ...rest,
});

const password = resource("RandomPassword", {
  defaults: { ...characterDefaults, ...minimumDefaults },
  limits: [positive("length")],
  check: checkCharacters,
  make: (inputs) => ({ id: "none", outputs: { result: makeCharacters(inputs), bcryptHash: bcryptShape() } }),
  adopt: (id) => ({ id: "none", outputs: { result: id, length: id.length, bcryptHash: bcryptShape() } }),
});

const string = resource("RandomString", {
  defaults: { ...characterDefaults, ...minimumDefaults },
  limits: [positive("length")],
  check: checkCharacters,
  make(inputs) {
    const result = makeCharacters(inputs);
    return { id: result, outputs: { result } };
  },
  adopt: (id) => ({ id, outputs: { result: id, length: id.length } }),
});

const id = resource("RandomId", {
  limits: [positive("byteLength")],
  make(inputs) {
    const bytes = randomBytes(amount(inputs["byteLength"]));
    const prefix = text(inputs["prefix"]);
    const hex = bytes.toString("hex");
    const url = bytes.toString("base64url");
    return {
      id: url,
      outputs: {
        hex: prefix + hex,
        dec: prefix + BigInt(`0x${hex}`).toString(),
        b64Std: prefix + bytes.toString("base64"),
        b64Url: prefix + url,
      },
    };
  },
});

const bytes = resource("RandomBytes", {
  limits: [positive("length")],
  make(inputs) {
    const made = randomBytes(amount(inputs["length"]));
    return { id: "none", outputs: { hex: made.toString("hex"), base64: made.toString("base64") } };
  },
});

const integer = resource("RandomInteger", {
  check: ({ min, max }) =>
    typeof min === "number" && typeof max === "number" && max < min
      ? [{ path: "min", reason: `must be at most \`max\` (${max}), but is ${min}` }]
      : [],
  make(inputs) {
    const result = randomInt(amount(inputs["min"]), amount(inputs["max"]) + 1);
    return { id: String(result), outputs: { result } };
  },
});

const pet = resource("RandomPet", {
  defaults: { length: 2, separator: "-" },
  limits: [positive("length")],
  make(inputs) {
    const length = amount(inputs["length"], 2);
    const words = [
      ...Array.from({ length: Math.max(0, length - 2) }, () => pick(adverbs)),
      ...(length > 1 ? [pick(adjectives)] : []),
      pick(names),
    ];
    const prefix = text(inputs["prefix"]);
    const made = [...(prefix === "" ? [] : [prefix]), ...words].join(text(inputs["separator"], "-"));
    return { id: made, outputs: {} };
  },
});

const shuffled = resource("RandomShuffle", {
  make(inputs) {
    const given = Array.isArray(inputs["inputs"]) ? inputs["inputs"] : [];
    const count = amount(inputs["resultCount"], given.length);
    const results: Value[] = [];
    while (given.length > 0 && results.length < count) results.push(...shuffle(given));
    return { id: "-", outputs: { results: results.slice(0, count) } };
  },
});

const uuid = (type: string): StatelessRules =>
  resource(type, {
    make() {
      const result = randomUUID();
      return { id: result, outputs: { result } };
    },
    adopt: (existing) => ({ id: existing, outputs: { result: existing } }),
  });

/** What `@pulumi/random` does, without its plugin. */
export const rules: CloudRules = {
  package: "random",
  account: "",
  resources: [],
  functions: [],
  stateless: [password, string, id, bytes, integer, pet, shuffled, uuid("RandomUuid"), uuid("RandomUuid4")],
};
