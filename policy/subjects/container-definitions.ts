import { type Answer, every } from "../mechanism/answer";
import type { Property } from "../mechanism/property";
import type { Resource } from "../mechanism/resource";

export const taskDefinition = "aws:ecs/taskDefinition:TaskDefinition";

/** One container of an ECS task definition. */
export interface Container {
  readonly name: string;
  readonly settings: Property;
}

/** Judges each container of a task definition, whose definitions are JSON text. */
export function everyContainer(resource: Resource, check: (container: Container) => Answer): Answer {
  return every(resource.properties.get("containerDefinitions").json().items(), (settings) =>
    check({ name: settings.get("name").text() ?? settings.path, settings }),
  );
}
