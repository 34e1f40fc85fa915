import { at, record, refuse, text } from "../reading";
import type { Check } from "../rules";
import { restored } from "./postgresql-restore";

/** Login names that Azure or PostgreSQL keeps ("Create an Azure Database for PostgreSQL flexible server"). */
const reservedLogins = [
  "admin",
  "administrator",
  "azure_pg_admin",
  "azure_superuser",
  "azuresu",
  "guest",
  "public",
  "replication",
  "root",
];

/** Password authentication needs a login and a password; the login is not a reserved one and stays. */
export const loginCheck: Check = (inputs, _world, self) => {
  if (restored(inputs)) return [];
  const [login, password] = ["administratorLogin", "administratorLoginPassword"];
  const used = [login, password].filter((property) => inputs[property] !== undefined);
  if (at(inputs, "authConfig.passwordAuth") === "Disabled")
    return used[0] === undefined
      ? []
      : refuse(used[0], "InvalidParameterValue: not with `authConfig.passwordAuth` Disabled");
  const missing = [login, password].find((property) => inputs[property] === undefined);
  if (missing !== undefined)
    return refuse(missing, "MissingRequiredParameter: a server with password authentication needs it");
  const name = text(inputs[login]) ?? "";
  if (reservedLogins.includes(name.toLowerCase()) || /^pg_/i.test(name))
    return refuse(login, `InvalidParameterValue: '${name}' is reserved: choose another login`);
  const before = text(self?.inputs[login]);
  return before === undefined || before === name
    ? []
    : refuse(login, "OperationNotAllowed: the login can't be changed once it is set");
};

/** 8 to 128 characters of three of four kinds, and not the login ("Create an … flexible server"). */
export const passwordCheck: Check = (inputs) => {
  const password = text(inputs["administratorLoginPassword"]);
  const login = text(inputs["administratorLogin"]) ?? "";
  const path = "administratorLoginPassword";
  if (password === undefined) return [];
  if (password.length < 8 || password.length > 128)
    return refuse(path, "PasswordNotComplex: has 8 to 128 characters");
  if (login.length >= 3 && password.toLowerCase().includes(login.toLowerCase()))
    return refuse(path, "PasswordNotComplex: must not contain the login");
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  return kinds >= 3
    ? []
    : refuse(path, "PasswordNotComplex: holds three of: capitals, small letters, digits, other characters");
};

/** At least one way to authenticate, and Entra's with its tenant. */
export const authenticationCheck: Check = (inputs) => {
  const { activeDirectoryAuth, passwordAuth, tenantId } = record(inputs["authConfig"]);
  if (activeDirectoryAuth !== "Enabled")
    return passwordAuth === "Disabled"
      ? refuse("authConfig", "InvalidParameterValue: at least one way to authenticate must be enabled")
      : [];
  return tenantId === undefined
    ? refuse("authConfig.tenantId", "MissingRequiredParameter: Entra authentication needs the tenant")
    : [];
};
