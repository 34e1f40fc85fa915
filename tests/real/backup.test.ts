import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { connectionEnvironment } from "../../workloads/backup/connection";
import { restore } from "../../workloads/backup/restore";
import { PostgreSql } from "./postgresql";
import { eventually, removeFolder, Running, temporaryFolder } from "./processes";
import { S3 } from "./s3";
import { bundle } from "./service-process";

jest.setTimeout(120_000);

const canary = "canary-7f3a p@ss/w%rd";
let folder: string;
let program: string;
let server: PostgreSql;
let counter = 0;

beforeAll(async () => {
  folder = temporaryFolder();
  program = await bundle("backup", folder);
  server = await PostgreSql.start(canary);
  await server.query("CREATE DATABASE source");
  await server.query(
    `CREATE TABLE owners (id int PRIMARY KEY, name text NOT NULL UNIQUE);
     CREATE TABLE things (id bigserial PRIMARY KEY, owner int REFERENCES owners, at timestamptz, data bytea, doc jsonb);
     CREATE VIEW owned AS SELECT name, count(*) FROM owners JOIN things ON owner = owners.id GROUP BY name;
     INSERT INTO owners SELECT n, 'owner ' || n || ' ü\\"' FROM generate_series(1, 50) n;
     INSERT INTO things (owner, at, data, doc)
       SELECT n % 50 + 1, timestamptz '2026-01-01' + n * interval '1 hour',
              decode(repeat(md5(n::text), 8), 'hex'), jsonb_build_object('n', n) FROM generate_series(1, 20000) n;`,
    "source",
  );
});

afterAll(async () => {
  await server.stop();
  removeFolder(folder);
});

/** A digest of everything in a database: definitions, rows, where its sequence stands. */
async function fingerprint(database: string): Promise<string> {
  return server.query(
    `SELECT (SELECT md5(string_agg(things::text, ',' ORDER BY id)) FROM things),
            (SELECT md5(string_agg(owners::text, ',' ORDER BY id)) FROM owners),
            (SELECT md5(string_agg(owned::text, ',' ORDER BY name)) FROM owned),
            (SELECT string_agg(conname || pg_get_constraintdef(oid), ',' ORDER BY conname) FROM pg_constraint
              WHERE connamespace = 'public'::regnamespace),
            nextval('things_id_seq') IS NOT NULL, (SELECT count(*) FROM things)`,
    database,
  );
}

async function emptyDatabase(): Promise<string> {
  const name = `target${++counter}`;
  await server.query(`CREATE DATABASE ${name}`);
  return name;
}

async function tables(database: string): Promise<string> {
  return server.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", database);
}

function emptyFolder(): string {
  const path = join(folder, `dumps${++counter}`);
  mkdirSync(path);
  return path;
}

function start(
  args: readonly string[],
  database: string,
  destination: string,
  environment: Readonly<Record<string, string>> = {},
): Running {
  return new Running(process.execPath, [program, ...args], {
    PATH: process.env.PATH,
    DATABASE_URL: server.url(database),
    BACKUP_DESTINATION: destination.includes("://") ? destination : pathToFileURL(destination).href,
    BACKUP_NAME: "shop",
    ...environment,
  });
}

async function succeed(...given: Parameters<typeof start>): Promise<Record<string, unknown>> {
  const job = start(...given);
  const code = await job.exit();
  if (code !== 0) throw new Error(`ended with ${code}: ${job.output}`);
  return JSON.parse(job.output.trim().split("\n").at(-1) ?? "") as Record<string, unknown>;
}

async function fail(...given: Parameters<typeof start>): Promise<string> {
  const job = start(...given);
  expect(await job.exit()).toBe(1);
  return job.output;
}

/** A folder for PATH with a pg_dump of our own in it. */
function replacedDump(script: string): Record<string, string> {
  const bin = emptyFolder();
  writeFileSync(join(bin, "pg_dump"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { PATH: `${bin}:${process.env.PATH ?? ""}` };
}

test("what is dumped and restored is equal, and the dump is named, complete and private", async () => {
  const dumps = emptyFolder();
  const result = await succeed(["dump"], "source", dumps);
  const name = String(result.name);
  expect(name).toMatch(/^shop_backup_\d{8}_\d{6}$/);
  expect(readdirSync(dumps).sort()).toEqual([name, `${name}.sha256`]);
  expect(readFileSync(join(dumps, `${name}.sha256`), "utf8")).toBe(`${String(result.sha256)}  ${name}\n`);
  expect(readFileSync(join(dumps, name)).length).toBe(result.bytes);

  const target = await emptyDatabase();
  expect(await succeed(["restore"], target, dumps)).toMatchObject({ name, checksum: "equal" });
  expect(await fingerprint(target)).toBe(await fingerprint("source"));
});

test("restore takes the newest before a time or the one named, and says when there is none", async () => {
  const dumps = emptyFolder();
  const { name } = await succeed(["dump"], "source", dumps);
  const old = "shop_backup_20200102_030405";
  writeFileSync(join(dumps, old), readFileSync(join(dumps, String(name))));
  writeFileSync(join(dumps, "other_backup_20200103_000000"), "no dump");
  const restored = async (...args: string[]) =>
    (await succeed(["restore", ...args], await emptyDatabase(), dumps)).name;
  expect(await restored()).toBe(name);
  expect(await restored("--before", "2020-01-02T03:04:05Z")).toBe(old);
  expect(await restored("--name", old)).toBe(old);
  expect(await fail(["restore", "--before", "2020-01-02T03:04:04Z"], "source", dumps)).toContain(
    "there is no dump of shop from 2020-01-02T03:04:04.000Z or before",
  );
});

test("restore leaves a database that has the tables alone, unless it may replace them", async () => {
  const dumps = emptyFolder();
  await succeed(["dump"], "source", dumps);
  const target = await emptyDatabase();
  await server.query("CREATE TABLE owners (id int); INSERT INTO owners VALUES (1)", target);
  expect(await fail(["restore"], target, dumps)).toContain("already exists");
  expect(await server.query("SELECT * FROM owners", target)).toBe("1");
  await succeed(["restore", "--replace"], target, dumps);
  expect(await fingerprint(target)).toBe(await fingerprint("source"));
});

test("a dump that was changed is not restored at all", async () => {
  const dumps = emptyFolder();
  const { name } = await succeed(["dump"], "source", dumps);
  const path = join(dumps, String(name));
  const original = readFileSync(path);
  // The version of pg_dump in the header: pg_restore does not notice.
  const changed = Buffer.from(original);
  const version = changed.indexOf(".");
  changed[version + 1] = "9".charCodeAt(0);
  for (const content of [changed, original.subarray(0, original.length - 10)]) {
    writeFileSync(path, content);
    const target = await emptyDatabase();
    expect(await fail(["restore"], target, dumps)).toContain("is not what its checksum says");
    expect(await tables(target)).toBe("0");
  }
});

test("nothing is committed before the checksum of all of it is known", async () => {
  const dumps = emptyFolder();
  const { name } = await succeed(["dump"], "source", dumps);
  const content = readFileSync(join(dumps, String(name)));
  const target = await emptyDatabase();
  let committed = false;
  async function* slowToEnd(): AsyncGenerator<Buffer> {
    yield content;
    // Every byte has been given out; a restore that passes them all on commits before it learns of the end.
    const late = eventually("a commit", async () => ((await tables(target)) === "0" ? undefined : true), 2);
    committed = await late.catch(() => false);
  }
  const destination = {
    write: () => Promise.reject(new Error("not asked for")),
    read: (asked: string) =>
      Promise.resolve(Readable.from(asked === name ? slowToEnd() : [Buffer.from(`${"0".repeat(64)}  x\n`)])),
    list: () => Promise.resolve([String(name), `${String(name)}.sha256`]),
  };
  const connection = connectionEnvironment(server.url(target));
  const restoring = restore(String(name), connection, destination, false, new AbortController().signal);
  await expect(restoring).rejects.toThrow("is not what its checksum says");
  expect(committed).toBe(false);
  expect(await tables(target)).toBe("0");
});

describe("a dump that does not come to its end leaves nothing under its name:", () => {
  let half: string;

  beforeAll(async () => {
    const dumps = emptyFolder();
    const { name } = await succeed(["dump"], "source", dumps);
    const whole = readFileSync(join(dumps, String(name)));
    half = join(folder, "half");
    writeFileSync(half, whole.subarray(0, Math.floor(whole.length / 2)));
  });

  test("pg_dump fails half-way", async () => {
    const dumps = emptyFolder();
    const output = await fail(
      [],
      "source",
      dumps,
      replacedDump(`cat ${half}; echo "disk on fire" >&2; exit 3`),
    );
    expect(output).toContain("pg_dump ended with 3: disk on fire");
    expect(readdirSync(dumps)).toEqual([]);
  });

  test("pg_dump claims success but its dump is cut short", async () => {
    const dumps = emptyFolder();
    expect(await fail([], "source", dumps, replacedDump(`cat ${half}`))).toContain("pg_restore ended with 1");
    expect(readdirSync(dumps)).toEqual([]);
  });

  test.each(["SIGTERM", "SIGKILL"] as const)("%s in the middle", async (signal) => {
    const dumps = emptyFolder();
    const job = start([], "source", dumps, replacedDump(`cat ${half}; exec sleep 60`));
    const partial = await eventually("the first bytes", () =>
      Promise.resolve(readdirSync(dumps).find((name) => name.endsWith(".partial"))),
    );
    job.child.kill(signal);
    expect(await job.exit()).toBe(signal === "SIGTERM" ? 1 : null);
    expect(readdirSync(dumps)).toEqual(signal === "SIGTERM" ? [] : [partial]);
    expect(await fail(["restore"], await emptyDatabase(), dumps)).toContain("there is no dump of shop");
  });

  test("the database refuses", async () => {
    const dumps = emptyFolder();
    const url = server.url("source").replace("owner:", "nobody:");
    const output = await fail([], "source", dumps, { DATABASE_URL: url });
    expect(output).toContain("password authentication failed");
    expect(output).not.toContain("canary");
    expect(readdirSync(dumps)).toEqual([]);
  });
});

test("the password is not among pg_dump's arguments, and pg_dump gets nothing else from the environment", async () => {
  const seen = join(folder, "seen");
  const script = `printf '%s\\n' "$@" > ${seen}.args; env > ${seen}.env; exit 1`;
  await fail([], "source", emptyFolder(), { ...replacedDump(script), OTHER_SECRET: "other-canary" });
  expect(readFileSync(`${seen}.args`, "utf8")).not.toContain("canary");
  expect(readFileSync(`${seen}.env`, "utf8")).toContain(`PGPASSWORD=${canary}\n`);
  expect(readFileSync(`${seen}.env`, "utf8")).not.toContain("other-canary");
});

test("a wrong environment is answered with all that is wrong, the usage and exit code 2", async () => {
  const job = start(["restore", "--before", "yesterday"], "source", "ftp://canary-host/x", {
    DATABASE_URL: "mysql://canary@host/x",
    BACKUP_NAME: "",
  });
  expect(await job.exit()).toBe(2);
  for (const words of [
    "BACKUP_NAME must",
    "--before must",
    "DATABASE_URL must",
    "s3://, gs://, file://, https://",
    "usage:",
  ])
    expect(job.output).toContain(words);
  expect(job.output).not.toMatch(/canary|\n\s+at /);
});

describe("to S3", () => {
  let s3: S3;
  beforeEach(async () => {
    s3 = await S3.start();
  });
  afterEach(() => s3.stop());

  test("a dump goes there and back", async () => {
    const { name } = await succeed([], "source", "s3://bucket/backups", s3.environment);
    expect([...s3.objects.keys()]).toEqual([`backups/${String(name)}`, `backups/${String(name)}.sha256`]);
    const target = await emptyDatabase();
    await succeed(["restore"], target, "s3://bucket/backups/", s3.environment);
    expect(await fingerprint(target)).toBe(await fingerprint("source"));
  });

  describe("in several parts", () => {
    // Over one part of 32 MiB, and random, so that it does not compress.
    beforeAll(async () => {
      await server.query("CREATE DATABASE large");
      await server.query("CREATE TABLE blobs (data bytea)", "large");
      const path = join(folder, "blobs");
      const line = () => `\\\\x${randomBytes(1024 * 1024).toString("hex")}\n`;
      writeFileSync(path, Array.from({ length: 40 }, line).join(""), { mode: 0o644 });
      await server.copyFrom(path, "blobs", "large");
    });

    test("each arrives, in order", async () => {
      const { name, bytes } = await succeed([], "large", "s3://bucket/backups", s3.environment);
      expect(bytes).toBeGreaterThan(32 * 1024 * 1024);
      expect(s3.requests.filter((one) => one.endsWith(" part"))).toHaveLength(2);
      expect(s3.objects.get(`backups/${String(name)}`)).toHaveLength(Number(bytes));
      const target = await emptyDatabase();
      await succeed(["restore"], target, "s3://bucket/backups", s3.environment);
      const digest = "SELECT md5(string_agg(md5(data), ',' ORDER BY data)) FROM blobs";
      expect(await server.query(digest, target)).toBe(await server.query(digest, "large"));
    });

    test("a refused part leaves no object and no open upload", async () => {
      s3.refuseParts = 403;
      const output = await fail([], "large", "s3://bucket/backups", s3.environment);
      expect(output).toContain("denied");
      expect([...s3.objects.keys()]).toEqual([]);
      expect([...s3.uploads.keys()]).toEqual([]);
    });

    test("a dump cut off after its first parts leaves no object and no open upload", async () => {
      const dumps = emptyFolder();
      const { name } = await succeed([], "large", dumps);
      const whole = join(dumps, String(name));
      expect(existsSync(whole)).toBe(true);
      await fail([], "large", "s3://bucket/backups", {
        ...s3.environment,
        ...replacedDump(`head -c 36000000 ${whole}; exit 1`),
      });
      expect(s3.requests.filter((one) => one.endsWith(" part")).length).toBeGreaterThan(0);
      expect([...s3.objects.keys()]).toEqual([]);
      expect([...s3.uploads.keys()]).toEqual([]);
    });
  });
});
