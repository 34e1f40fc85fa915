import fc from "fast-check";
import { readCommand } from "../../../workloads/backup/command";
import { connectionEnvironment } from "../../../workloads/backup/connection";
import { dumpName, dumpTime, newestDump } from "../../../workloads/backup/naming";

const times = fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });

describe("the name of a dump", () => {
  test("has its time in UTC", () => {
    expect(dumpName("shop", new Date("2026-03-09T04:05:06.789+02:00"))).toBe("shop_backup_20260309_020506");
  });

  test("tells its time, to the second", () => {
    fc.assert(
      fc.property(times, (time) => {
        const second = new Date(Math.floor(time.getTime() / 1000) * 1000);
        expect(dumpTime("shop", dumpName("shop", time))).toEqual(second);
      }),
    );
  });

  test.each([
    "shop_backup_20260230_000000",
    "shop_backup_20260101_250000",
    "shop_backup_20260101_000000.sha256",
    "other_backup_20260101_000000",
    "shop_backup_2026011_000000",
  ])("%s is none of shop", (text) => {
    expect(dumpTime("shop", text)).toBeUndefined();
  });

  test("the newest is the latest that is not after the time", () => {
    fc.assert(
      fc.property(fc.array(times), times, (made, before) => {
        const names = made.map((time) => dumpName("shop", time));
        const found = newestDump("shop", [...names, "other_backup_20000101_000000"], before);
        const fitting = names.filter(
          (name) => (dumpTime("shop", name)?.getTime() ?? Infinity) <= before.getTime(),
        );
        expect(found).toBe(fitting.sort().at(-1));
      }),
    );
  });
});

describe("a connection URL becomes libpq's environment", () => {
  test("whatever characters user, password and database have", () => {
    const word = fc.string({ minLength: 1, unit: "grapheme" });
    fc.assert(
      fc.property(word, word, word, (user, password, database) => {
        const parts = [user, password, database].map((part) => encodeURIComponent(part));
        fc.pre(!parts.includes(".") && !parts.includes(".."));
        expect(connectionEnvironment(`postgresql://${parts[0]}:${parts[1]}@db:5433/${parts[2]}`)).toEqual({
          PGHOST: "db",
          PGPORT: "5433",
          PGUSER: user,
          PGPASSWORD: password,
          PGDATABASE: database,
        });
      }),
    );
  });

  test("with its parameters, and an IPv6 address without brackets", () => {
    expect(connectionEnvironment("postgres://u@[::1]/d?sslmode=verify-full&sslrootcert=system")).toEqual({
      PGHOST: "::1",
      PGUSER: "u",
      PGDATABASE: "d",
      PGSSLMODE: "verify-full",
      PGSSLROOTCERT: "system",
    });
  });

  test.each([
    ["canary", "is not a URL"],
    ["mysql://canary@h/d", "must begin with postgresql://"],
    ["postgresql://canary@h/", "names no database"],
    ["postgresql://u:canary%zz@h/d", "has a percent sign in its password"],
    ["postgresql://canary@h/d?sslmod=require", "has the parameter sslmod; known ones are application_name"],
  ])("%s is refused without being repeated", (url, reason) => {
    const attempt = () => connectionEnvironment(url);
    expect(attempt).toThrow(reason);
    expect(attempt).not.toThrow("canary");
  });
});

describe("the command line", () => {
  const environment = {
    DATABASE_URL: "postgresql://u@h/d",
    BACKUP_DESTINATION: "file:///dumps",
    BACKUP_NAME: "shop",
  };

  test("dumps when it says nothing", () => {
    expect(readCommand([], environment)).toMatchObject({ task: { command: "dump" }, backupName: "shop" });
  });

  test.each([
    [["dump", "--replace"], "dump takes no options"],
    [["delete"], "unknown command delete"],
    [["restore", "now"], "unexpected argument now"],
    [["restore", "--name", "x_backup_20260101_000000"], "--name must be the name of a dump of shop"],
    [["restore", "--name", "shop_backup_20260101_000000", "--before", "2026-01-01"], "not both"],
    [["restore", "--befor", "2026"], "--befor"],
  ])("%j is refused", (args, reason) => {
    expect(readCommand(args, environment)).toEqual({ problems: [expect.stringContaining(reason)] });
  });

  test("names everything that is missing at once", () => {
    const command = readCommand([], {});
    const problems = "problems" in command ? command.problems.join("\n") : "";
    for (const name of ["DATABASE_URL", "BACKUP_DESTINATION", "BACKUP_NAME"])
      expect(problems).toContain(name);
  });
});
