import { spawn, type ChildProcess } from "child_process";
import { once } from "events";
import * as fs from "fs";
import * as path from "path";
import { withLock } from "../../../../localcloud/lock";
import { Store, type StoreRecord } from "../../../../localcloud/store";
import { secret } from "../../../../localcloud/values";
import { databaseType, newCloud, newHome, project, removeHomes, vpcType } from "./fixture";

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  removeHomes();
});

const record = (id: string, rest: Partial<StoreRecord> = {}): StoreRecord => ({
  type: vpcType,
  id,
  region: "eu-west-1",
  seed: "s",
  inputs: {},
  outputs: {},
  ...rest,
});

function files(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Runs a TypeScript program that uses the store, in a process of its own. */
function start(home: string, program: string): ChildProcess {
  const module = JSON.stringify(path.join(project, "localcloud", "store"));
  const code = `const { Store } = require(${module}); const store = new Store(${JSON.stringify(home)}, "aws"); ${program}`;
  const child = spawn(process.execPath, ["--import", "tsx", "-e", code], {
    cwd: project,
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  return child;
}

describe("the store", () => {
  it("keeps resources apart by region and type, and gives back what was put", () => {
    const store = new Store(newHome(), "aws");
    store.put(record("a", { outputs: { x: 1 } }));
    store.put(record("a", { region: "eu-central-1" }));
    store.put(record("arn:aws:iam::1:role/a.b*c/../d", { type: databaseType }));
    expect(store.get(vpcType, "a", "eu-west-1")?.outputs).toEqual({ x: 1 });
    expect(store.list(vpcType, "eu-west-1")).toHaveLength(1);
    expect(store.list(vpcType)).toHaveLength(2);
    expect(store.list()).toHaveLength(3);
    expect(store.get(databaseType, "arn:aws:iam::1:role/a.b*c/../d")).toBeDefined();
    expect(store.get(databaseType, "a")).toBeUndefined();
  });

  it("takes ids that are longer than a file name may be", () => {
    const store = new Store(newHome(), "aws");
    const [one, two] = ["x".repeat(400), `${"x".repeat(399)}y`];
    store.put(record(one));
    store.put(record(two));
    expect(
      store
        .list()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([one, two]);
  });

  it("sees what another process wrote, also over what it has read", () => {
    const home = newHome();
    const [mine, theirs] = [new Store(home, "aws"), new Store(home, "aws")];
    mine.put(record("a", { outputs: { x: 1 } }));
    expect(theirs.get(vpcType, "a")?.outputs).toEqual({ x: 1 });
    mine.put(record("a", { outputs: { x: 22 } }));
    expect(theirs.get(vpcType, "a")?.outputs).toEqual({ x: 22 });
    mine.remove(vpcType, "a");
    expect(theirs.get(vpcType, "a")).toBeUndefined();
  });

  it("can be tampered with, and says when there is nothing to tamper with", async () => {
    const store = new Store(newHome(), "aws");
    store.put(record("a", { inputs: { x: 1 }, outputs: { x: 1, y: 1 } }));
    await store.tamper(vpcType, "a", { x: 2, y: null, z: 3 });
    expect(store.get(vpcType, "a")).toMatchObject({ inputs: { x: 2 }, outputs: { x: 2, z: 3 } });
    expect(store.get(vpcType, "a")?.outputs).not.toHaveProperty("y");
    await expect(store.tamper(vpcType, "b", {})).rejects.toThrow("no aws:ec2/vpc:Vpc with the id b");
  });

  it.each(["{", "[]", '{"type":1}'])("names a damaged file (%s) and the remedy", (text) => {
    const home = newHome();
    const store = new Store(home, "aws");
    store.put(record("a"));
    const [file = ""] = files(home);
    fs.writeFileSync(file, text);
    expect(() => store.list()).toThrow(file);
    expect(() => store.list()).toThrow("Delete this file");
  });

  it("never shows a torn file while another process writes, nor after it is killed", async () => {
    const home = newHome();
    const filler = "x".repeat(20_000);
    const writer = start(
      home,
      `for (let n = 0; ; n++) {
        store.put({ type: "${vpcType}", id: "a", region: "r", seed: "", inputs: {}, outputs: { n, filler: ${JSON.stringify(filler)} } });
        if (n === 50) console.log("started");
      }`,
    );
    if (writer.stdout === null) throw new Error("no output");
    await once(writer.stdout, "data");
    const reader = new Store(home, "aws");
    for (let round = 0; round < 200; round++)
      expect(reader.get(vpcType, "a")?.outputs["filler"]).toBe(filler);
    writer.kill("SIGKILL");
    await once(writer, "exit");
    expect(new Store(home, "aws").list()).toHaveLength(1);
  });
});

describe("several processes", () => {
  it("make a unique thing once", async () => {
    const home = newHome();
    const attempt = `
      (async () => {
        let made = 0;
        for (let n = 0; n < 40; n++) {
          await store.exclusively(() => {
            if (store.list("${vpcType}").some((other) => other.outputs.name === "name-" + n)) return;
            store.put({ type: "${vpcType}", id: n + "-" + process.pid, region: "r", seed: "", inputs: {}, outputs: { name: "name-" + n } });
            made++;
          });
        }
        console.log(made);
      })();`;
    const counts = await Promise.all(
      [1, 2, 3].map(async () => {
        const child = start(home, attempt);
        let output = "";
        child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
        const [code] = (await once(child, "close")) as [number];
        expect(code).toBe(0);
        return Number(output);
      }),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40);
    const names = new Store(home, "aws").list().map(({ outputs }) => outputs["name"]);
    expect(new Set(names).size).toBe(40);
    expect(names).toHaveLength(40);
  }, 60_000);

  it("take over the lock of one that was killed", async () => {
    const home = newHome();
    const holder = start(home, `store.exclusively(() => { console.log("held"); for (;;); });`);
    if (holder.stdout === null) throw new Error("no output");
    await once(holder.stdout, "data");
    let taken = false;
    const waiting = new Store(home, "aws").exclusively(() => {
      taken = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toBe(false);
    holder.kill("SIGKILL");
    await waiting;
    expect(taken).toBe(true);
  }, 60_000);

  it("leave no lock behind, also when the work fails", async () => {
    const home = newHome();
    const file = path.join(home, "lock");
    await expect(
      withLock(file, () => {
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(fs.readdirSync(home)).toEqual([]);
  });
});

describe("secrets on disk", () => {
  const canary = "canary-4711-canary";

  it("are never in plain text: engine-marked, named by the rules, nested, or contained in an output", async () => {
    const cloud = newCloud();
    const made = await cloud.create(databaseType, "db", {
      clusterIdentifier: "db",
      engine: "x",
      masterPassword: canary,
      tags: secret({ note: `${canary}-2` }),
      availabilityZones: [secret(`${canary}-3`)],
    });
    const update = { clusterIdentifier: "db", engine: "x", masterPassword: secret(`${canary}-4`) };
    await cloud.provider.update({ type: databaseType, name: "db" }, "db", made.outputs, {}, update, false);
    await cloud.store.tamper(databaseType, "db", { masterPassword: `${canary}-5` });
    const all = files(cloud.store.home);
    expect(all.length).toBeGreaterThan(1);
    for (const file of all) expect(fs.readFileSync(file, "utf8")).not.toContain("canary");
    expect(JSON.stringify(made.outputs)).toContain(canary);
  });

  it("are hashed with a key of the store that only its owner may read", () => {
    const [one, two] = [newHome(), newHome()];
    const hash = new Store(one, "aws").secrets.hash("x");
    expect(new Store(one, "gcp").secrets.hash("x")).toBe(hash);
    expect(new Store(two, "aws").secrets.hash("x")).not.toBe(hash);
    expect(fs.statSync(path.join(one, "secret.key")).mode & 0o077).toBe(0);
  });
});
