import { harmless } from "./harmless-kubernetes";
import { describePlatform } from "./platform";

describePlatform("kubernetes", harmless);
