/** The texts that Kubernetes takes, and its own words for those that it refuses. */

const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const dnsLabel = new RegExp(`^${label}$`);
const dnsSubdomain = new RegExp(`^${label}(\\.${label})*$`);
const dns1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const qualifiedPart = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** How objects of a kind may be called. */
export type NameForm = "subdomain" | "label" | "service" | "path";

/** Why an object can't be called so; `undefined` when it can. */
export function nameProblem(name: string, form: NameForm): string | undefined {
  if (form === "path")
    return name === "" || name === "." || name === ".." || /[/%]/.test(name)
      ? `Invalid value: "${name}": may not be '.' or '..', nor contain '/' or '%'`
      : undefined;
  if (form === "subdomain") return subdomainProblem(name);
  const pattern = form === "service" ? dns1035 : dnsLabel;
  const standard = form === "service" ? "RFC 1035" : "RFC 1123";
  if (name.length > 63) return `Invalid value: "${name}": must be no more than 63 characters`;
  if (pattern.test(name)) return undefined;
  const start = form === "service" ? "start with a letter" : "start with a letter or digit";
  return `Invalid value: "${name}": a lowercase ${standard} label must consist of lower case letters, digits or '-', ${start}, and end with a letter or digit`;
}

function subdomainProblem(name: string): string | undefined {
  if (name.length > 253) return `Invalid value: "${name}": must be no more than 253 characters`;
  return dnsSubdomain.test(name)
    ? undefined
    : `Invalid value: "${name}": a lowercase RFC 1123 subdomain must consist of lower case letters, digits, '-' or '.', and must start and end with a letter or digit`;
}

export const isSubdomain = (text: string): boolean => subdomainProblem(text) === undefined;

/** Why a label or annotation can't have this key. */
export function keyProblem(key: string): string | undefined {
  const parts = key.split("/");
  const name = parts.at(-1) ?? "";
  const prefix = parts.length > 1 ? parts.slice(0, -1).join("/") : undefined;
  if (parts.length > 2 || (prefix !== undefined && !isSubdomain(prefix)))
    return `Invalid value: "${key}": prefix part must be a lowercase RFC 1123 subdomain`;
  return name.length <= 63 && qualifiedPart.test(name)
    ? undefined
    : `Invalid value: "${key}": name part must be 1 to 63 letters, digits, '-', '_' or '.', and must start and end with a letter or digit`;
}

/** Why a label can't have this value. */
export function labelValueProblem(value: string): string | undefined {
  return value === "" || (value.length <= 63 && qualifiedPart.test(value))
    ? undefined
    : `Invalid value: "${value}": a valid label must be an empty string or up to 63 letters, digits, '-', '_' or '.', and must start and end with a letter or digit`;
}

const scales: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number that a quantity such as `250m` or `1Gi` means; `undefined` when it is none. */
export function quantity(text: string): number | undefined {
  const match = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  if (match === null) return undefined;
  const [, digits = "", exponent, suffix = ""] = match;
  return Number(digits) * (exponent === undefined ? (scales[suffix] ?? 1) : 10 ** Number(exponent));
}

/** Keys of a ConfigMap or Secret. */
export const isDataKey = (key: string): boolean =>
  /^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== "." && key !== "..";

/** Names of ports: at most 15 characters, at least one of them a letter. */
export const isPortName = (name: string): boolean =>
  name.length <= 15 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && /[a-z]/.test(name);

export const isPortNumber = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535;
