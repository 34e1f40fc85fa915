import { z } from "zod";
import { Problem } from "../engine/problem";
import { type Finished, run } from "../engine/run";

/** An alert that is on. */
export interface OpenAlert {
  readonly id: string;
  readonly name: string;
}

type Ask = (program: string, args: readonly string[]) => Promise<Finished>;

/**
 * The alerts that are on where a stack's services run, asked by the cloud's own CLI, which must be signed in.
 *
 * @param ids the cloud's ids of what runs the services
 * @throws Problem if the cloud can't be asked
 */
export async function openAlerts(ids: readonly string[], ask: Ask = run): Promise<readonly OpenAlert[]> {
  const places = [...new Set(ids.map(placeOf))];
  const found = await Promise.all(
    places.map(async (place) => {
      const { args, program, read } = place.startsWith("/") ? azure(place) : google(place);
      const { exitCode, stdout, stderr } = await ask(program, args);
      if (exitCode !== 0) throw new Problem(`The alerts of ${place} can't be read:\n${stderr.trim()}`);
      return read(JSON.parse(stdout === "" ? "[]" : stdout));
    }),
  );
  return found.flat();
}

/** `/subscriptions/S/resourceGroups/G`, or `projects/P`. */
function placeOf(id: string): string {
  const place = /^(?:\/subscriptions\/[^/]+\/resourceGroups\/[^/]+|projects\/[^/]+)/i.exec(id)?.[0];
  if (place === undefined) throw new Problem(`Nobody knows whom to ask for the alerts of ${id}.`);
  return place;
}

const azureAlerts = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      properties: z.object({ essentials: z.object({ alertRule: z.string().optional() }) }),
    }),
  ),
});

function azure(place: string) {
  const [, , subscription = "", , group = ""] = place.split("/");
  const query = `api-version=2019-05-05-preview&monitorCondition=Fired&timeRange=1h&targetResourceGroup=${group}`;
  const address = `https://management.azure.com/subscriptions/${subscription}/providers/Microsoft.AlertsManagement/alerts?${query}`;
  return {
    program: "az",
    args: ["rest", "--method", "get", "--url", address, "--output", "json"],
    read: (answer: unknown): OpenAlert[] =>
      azureAlerts.parse(answer).value.map(({ id, name, properties }) => ({
        id,
        name: properties.essentials.alertRule?.split("/").at(-1) ?? name,
      })),
  };
}

const googleAlerts = z.array(
  z.object({ name: z.string(), policy: z.object({ displayName: z.string().optional() }).optional() }),
);

function google(place: string) {
  const [, project = ""] = place.split("/");
  return {
    program: "gcloud",
    args: [
      "monitoring",
      "alerts",
      "list",
      "--project",
      project,
      "--filter",
      "state=OPEN",
      "--format",
      "json",
    ],
    read: (answer: unknown): OpenAlert[] =>
      googleAlerts.parse(answer).map(({ name, policy }) => ({ id: name, name: policy?.displayName ?? name })),
  };
}
