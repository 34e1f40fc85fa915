import { describeMistakes } from "./cluster";
import { objectMistakes } from "./object-mistakes";
import { workloadMistakes } from "./workload-mistakes";

for (const [subject, mistakes] of Object.entries({ ...workloadMistakes, ...objectMistakes }))
  describeMistakes(subject, mistakes);
