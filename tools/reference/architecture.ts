import { instance } from "@viz-js/viz";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Progress, screenProgress } from "../engine/progress";
import { openSession } from "../local/session";

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
}

/** What each kind of component is for: the rows of the picture, from what users meet to what watches. */
const groups: Readonly<Record<string, readonly string[]>> = {
  "the way in": ["LoadBalancer"],
  services: ["Service", "Secrets", "Registry", "Cluster"],
  data: ["Database", "Cache"],
  "network and keys": ["Network", "EncryptionKey"],
  "watching and keeping": ["Telemetry", "Monitoring", "Backup", "Audit"],
};

/** Colours of the groups' borders, readable on light and dark pages. */
const colours = ["#2563eb", "#7c3aed", "#059669", "#d97706", "#dc2626"];

/**
 * Draws docs/architecture.svg from the prod stack as the engine deployed it on the local clouds: a box per component with
 * the number of its resources, an arrow where a resource of one component needs one of another.
 */
export async function drawArchitecture(progress: Progress): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "platform-architecture-"));
  try {
    const session = await openSession({ root, progress });
    progress.say("bringing prod up on the local clouds, to draw it");
    const up = await session.run(["up", "--yes", "--skip-preview", "--stack", "prod"]);
    if (up.exitCode !== 0) throw new Error(`prod did not come up:\n${up.stdout}${up.stderr}`);
    const exported = await session.run(["stack", "export", "--stack", "prod"]);
    const state = JSON.parse(exported.stdout) as { deployment: { resources: StateResource[] } };
    const viz = await instance();
    const svg = viz.renderString(graph(state.deployment.resources), { format: "svg", engine: "dot" });
    writeFileSync("docs/architecture.svg", svg.slice(svg.indexOf("<svg")));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The components of a state as a graph in the DOT language. */
export function graph(resources: readonly StateResource[]): string {
  const parents = new Map(resources.map(({ urn, parent }) => [urn, parent]));
  const types = new Map(resources.map(({ urn, type }) => [urn, type]));
  const componentOf = (urn: string): string | undefined => {
    for (let at: string | undefined = urn; at !== undefined; at = parents.get(at)) {
      if (kindOf(types.get(at)) !== undefined) return nameOf(at);
    }
    return undefined;
  };
  const kinds = new Map(
    resources.map(({ urn, type }) => [nameOf(urn), kindOf(type)] as const).filter(([, kind]) => kind),
  );
  const counts = new Map<string, number>();
  const edges: Edge[] = [];
  for (const { urn, custom, dependencies } of resources) {
    const from = componentOf(urn);
    if (from === undefined || custom !== true) continue;
    counts.set(from, (counts.get(from) ?? 0) + 1);
    for (const to of (dependencies ?? []).map(componentOf)) {
      // Everything is encrypted: arrows to the keys would hide all others.
      if (to !== undefined && to !== from && kinds.get(to) !== "EncryptionKey") edges.push([from, to]);
    }
  }
  const clusters = Object.entries(groups).map(([title, members], index) => {
    const boxes = [...counts]
      .filter(([name]) => members.includes(kinds.get(name) ?? ""))
      // What the engine finishes first differs from run to run; the picture must not.
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([name, count]) =>
          `"${name}" [label=<<b>${name}</b><br/><font point-size="10">${count} resources</font>>]`,
      );
    const colour = colours[index] ?? "#666666";
    return `subgraph cluster_${index} { label="${title}"; color="${colour}"; fontcolor="${colour}"; ${boxes.join("; ")} }`;
  });
  return `digraph platform {
    graph [rankdir=TB, fontname="Helvetica", fontsize=12, bgcolor="white", style="rounded", nodesep=0.3, ranksep=0.5]
    node [shape=box, margin="0.25,0.08", style="rounded,filled", fillcolor="white", color="#94a3b8", fontname="Helvetica", fontsize=12]
    edge [color="#94a3b8", arrowsize=0.6]
    ${clusters.join("\n    ")}
    ${shortest(edges)
      .map(([from, to]) => `"${from}" -> "${to}"`)
      .sort()
      .join("\n    ")}
  }`;
}

type Edge = readonly [from: string, to: string];

/** The edges without those that a longer way says already: what `api` needs through its secrets needs no arrow of its own. */
function shortest(edges: readonly Edge[]): Edge[] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
  const reaches = (from: string, to: string): boolean =>
    [...(next.get(from) ?? [])].some((step) => step === to || reaches(step, to));
  return [...next].flatMap(([from, targets]) =>
    [...targets]
      .filter((to) => ![...targets].some((other) => other !== to && reaches(other, to)))
      .map((to) => [from, to] as const),
  );
}

/** `Network` of `platform:aws:Network`; nothing for what is no component of a cloud. */
function kindOf(type: string | undefined): string | undefined {
  const kind = /^platform:(?!index:)[a-z]+:(\w+)$/.exec(type ?? "")?.[1];
  return kind !== undefined && Object.values(groups).flat().includes(kind) ? kind : undefined;
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

if (require.main === module) {
  drawArchitecture(screenProgress(process.stderr)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
