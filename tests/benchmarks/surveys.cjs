// Canada's AIA scored as its public description says, on SurveyJS where it is installed. Prints JSON.
"use strict";
const fs = require("fs");
const { survey, answers } = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const KINDS = ["radiogroup", "checkbox", "dropdown"];

let Model = null;
try {
  Model = require("survey-core").Model;
} catch {
  Model = null; // not installed: only the points are added up
}

function points(value) {
  if (Array.isArray(value)) return value.reduce((sum, one) => sum + points(one), 0);
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !value.includes("-")) return 0;
  const number = Number(value.slice(value.lastIndexOf("-") + 1));
  return Number.isNaN(number) ? 0 : number;
}

const ending = (name) => ["-RS", "-MS", "-NS"].find((end) => name.endsWith(end)) || "";

function scored(questions, data) {
  const sums = { "-RS": 0, "-MS": 0 };
  const tops = { "-RS": 0, "-MS": 0 };
  for (const one of questions) {
    const adds = ending(one.name) || ending(one.around);
    if (!KINDS.includes(one.type) || !(adds in sums)) continue;
    sums[adds] += points(data[one.name]);
    const each = one.choices.map(points);
    tops[adds] += one.type === "checkbox" ? each.reduce((a, b) => a + b, 0) : Math.max(0, ...each);
  }
  const raw = sums["-RS"];
  const current = sums["-MS"] >= 0.8 * (tops["-MS"] / 2) ? Math.round(0.85 * raw) : raw;
  const level = 1 + [0.25, 0.5, 0.75].filter((share) => current > tops["-RS"] * share).length;
  return [raw, sums["-MS"], current, level];
}

function plain(parts, around, found = []) {
  for (const one of parts) {
    if (one.elements) plain(one.elements, one.name, found);
    else if (one.type !== "html")
      found.push({ name: one.name, around, type: one.type, choices: (one.choices || []).map((c) => c.value ?? c) });
  }
  return found;
}

const model = Model ? new Model(survey) : null;

function bySurveyJS(data) {
  model.clear();
  model.data = data;
  const asked = () =>
    model.getAllQuestions().map((one) => ({
      name: one.name,
      around: one.parent.name,
      type: one.getType(),
      choices: (one.choices || []).map((choice) => choice.value),
    }));
  const live = scored(asked(), model.data);
  model.doComplete();
  return [live, scored(asked(), model.data)];
}

function byPoints(data) {
  const asked = plain(survey.pages, "");
  return [scored(asked, data), scored(asked, data)];
}

const work = Model ? bySurveyJS : byPoints;
answers.slice(0, 3).forEach(work); // compiled before the clock runs
const start = process.hrtime.bigint();
const scores = answers.map(work);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const on = Model ? "JavaScript on survey-core" : "JavaScript, points only, no rules and no completion";
process.stdout.write(JSON.stringify({ on, seconds, scores, rules: Boolean(Model) }));
