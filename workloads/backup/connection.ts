/** URL parameters that libpq also takes from its environment. */
const parameters: ReadonlyMap<string, string> = new Map([
  ["application_name", "PGAPPNAME"],
  ["connect_timeout", "PGCONNECT_TIMEOUT"],
  ["host", "PGHOST"],
  ["options", "PGOPTIONS"],
  ["sslmode", "PGSSLMODE"],
  ["sslrootcert", "PGSSLROOTCERT"],
  ["target_session_attrs", "PGTARGETSESSIONATTRS"],
]);

/**
 * A connection URL as the environment variables of PostgreSQL's client programs: a password among their arguments could
 * be read in the process list.
 *
 * @throws Error that says what is wrong with the URL and contains nothing of it
 */
export function connectionEnvironment(text: string): Readonly<Record<string, string>> {
  const wrong = (reason: string) => new Error(`DATABASE_URL ${reason}`);
  if (!URL.canParse(text)) throw wrong("is not a URL such as postgresql://USER:PASSWORD@HOST:5432/DATABASE");
  const url = new URL(text);
  if (!["postgresql:", "postgres:"].includes(url.protocol)) throw wrong("must begin with postgresql://");
  const decoded = (part: string, what: string): string => {
    try {
      return decodeURIComponent(part);
    } catch {
      throw wrong(`has a percent sign in its ${what} that encodes nothing: write %25`);
    }
  };
  const found: Record<string, string> = {
    PGHOST: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    PGPORT: url.port,
    PGUSER: decoded(url.username, "user"),
    PGPASSWORD: decoded(url.password, "password"),
    PGDATABASE: decoded(url.pathname.slice(1), "database"),
  };
  for (const [name, value] of url.searchParams) {
    const variable = parameters.get(name);
    if (variable === undefined)
      throw wrong(`has the parameter ${name}; known ones are ${[...parameters.keys()].join(", ")}`);
    found[variable] = value;
  }
  if (found.PGDATABASE === "") throw wrong("names no database");
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== ""));
}
