// A <time datetime>: in few words and in the reader's own zone, with the exact moment on pointing at it. On paper, which
// others read later and elsewhere, it is the day in UTC again, as the server writes it and as it stays without scripts.
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const EVERY = MINUTE / 2;

const two = (number) => String(number).padStart(2, "0");
const date = (at) => `${at.getDate()} ${MONTHS[at.getMonth()]}`;
export const clock = (at) => `${two(at.getHours())}:${two(at.getMinutes())}`;
const utcDay = (at) => `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
const daysBefore = (at, days) => new Date(at.getFullYear(), at.getMonth(), at.getDate() - days);

const zone = (at) => {
  const ahead = -at.getTimezoneOffset();
  const [hours, minutes] = [Math.trunc(Math.abs(ahead) / 60), Math.abs(ahead) % 60];
  if (!ahead) return "UTC";
  return `UTC${ahead < 0 ? "−" : "+"}${hours}${minutes ? `:${two(minutes)}` : ""}`;
};

// Nothing is said to have happened in the future: a clock that is a little slow makes it now, a wrong one a plain date.
const inWords = (at, now) => {
  const age = now - at;
  const isOlder = at < daysBefore(now, 1) || age < -HOUR;
  if (isOlder) return age > 0 && at.getFullYear() === now.getFullYear() ? date(at) : `${date(at)} ${at.getFullYear()}`;
  if (age < MINUTE) return "just now";
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  return at < daysBefore(now, 0) ? "yesterday" : `today ${clock(at)}`;
};

const say = (words) => {
  const now = new Date();
  for (const time of document.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    const said = time.closest(".printed") ? utcDay(at) : words(at, now);
    if (time.textContent !== said) time.textContent = said;
    time.title = `${date(at)} ${at.getFullYear()}, ${clock(at)} ${zone(at)}`;
  }
};
export const sayOnScreen = () => say(inWords);

document.addEventListener("htmx:after:swap", sayOnScreen);
document.addEventListener("visibilitychange", sayOnScreen);
addEventListener("beforeprint", () => say(utcDay));
addEventListener("afterprint", sayOnScreen);
setInterval(sayOnScreen, EVERY);
sayOnScreen();
