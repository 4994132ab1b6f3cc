export * from "./core-min.js";
