"use strict";
// Everything that is shown lies in #data: options, each with its moments; nothing is fetched.
const data = JSON.parse(document.getElementById("data").textContent);
const say = data.words; // in the language of the page
const $ = (id) => document.getElementById(id);
const state = { option: 0, session: data.sessions, time: data.start, band: data.band };

// The moment at hand: fresh and healed of each session, the years only of the last.
function moment() {
  const times = data.times;
  const time = times[state.time];
  const last = state.session === data.sessions;
  const at = last || time.every ? state.time : data.start;
  return data.options[state.option].moments.find((m) => m.session === state.session && m.time === at && (data.times[at].every || m.band === state.band));
}

function show() {
  const now = moment();
  const option = data.options[state.option];
  const before = state.session === 0;
  $("after").src = before ? $("before").src : now.image;
  const isRange = !before && !data.times[now.time].every; // the years
  const words = before ? say.before : now.words + (isRange ? ", " + say["band" + state.band] : "");
  $("after").alt = before ? say.photo : say.simulation + ": " + say.option + " " + option.name + ", " + words;
  $("tag-after").textContent = words;
  $("now").textContent = say.option + " " + option.name + ": " + words;
  $("plan").textContent = " " + option.plan;
  $("sessions-out").textContent = before ? say.before : state.session + " " + say.of + " " + data.sessions;
  $("years-out").textContent = before ? "" : data.times[state.time].words;
  $("sessions").setAttribute("aria-valuetext", $("sessions-out").textContent);
  $("years").setAttribute("aria-valuetext", data.times[state.time].words);
  $("sessions").value = state.session;
  $("years").value = state.time;
  $("bands-box").disabled = !isRange;
  for (const button of $("bands").children) button.setAttribute("aria-pressed", String(isRange && +button.dataset.band === state.band));
  for (const button of $("options").children) button.setAttribute("aria-pressed", String(+button.dataset.option === state.option));
}

function wipe() {
  const share = $("wipe").value;
  $("after").style.clipPath = "inset(0 " + (100 - share) + "% 0 0)";
  $("line").style.left = share + "%";
  $("line").style.setProperty("--at", share); // its grip stays whole at both ends
  $("tag-after").hidden = share < 20;
  $("tag-before").hidden = share > 80;
  $("wipe").setAttribute("aria-valuetext", Math.round(share) + " % " + say.after);
}

data.options.forEach((option, index) => {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.option = index;
  button.textContent = option.name;
  button.addEventListener("click", () => { state.option = index; show(); });
  $("options").append(button);
});
for (let band = 0; band < 3; band++) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.band = band;
  button.textContent = say["band" + band];
  button.addEventListener("click", () => { state.band = band; show(); });
  $("bands").append(button);
}
$("bands-box").hidden = data.times.every((time) => time.every);
$("options-box").hidden = data.options.length < 2;
$("sessions").max = data.sessions;
$("years").max = data.times.length - 1;
$("sessions").addEventListener("input", () => {
  state.session = +$("sessions").value;
  if (state.session < data.sessions && !data.times[state.time].every) state.time = data.start;
  show();
});
// The years count from the last session.
$("years").addEventListener("input", () => {
  state.time = +$("years").value;
  if (state.session === 0 || !data.times[state.time].every) state.session = data.sessions;
  show();
});
$("wipe").addEventListener("input", wipe);
// Letters and digits choose too, wherever the focus is: 1-8 the option, B holds the before.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const digit = "12345678".indexOf(event.key);
  if (event.key.length === 1 && digit >= 0 && digit < data.options.length) { state.option = digit; show(); }
  if (event.key === "b" || event.key === "B") $("after").style.visibility = "hidden";
});
document.addEventListener("keyup", (event) => { if (event.key === "b" || event.key === "B") $("after").style.visibility = ""; });
window.addEventListener("blur", () => { $("after").style.visibility = ""; });
show();
wipe();
