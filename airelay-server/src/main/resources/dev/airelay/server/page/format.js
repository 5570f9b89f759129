// Times, numbers and durations as people read them. All functions are pure; `now` is in milliseconds.

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const SECONDS = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const WEEKDAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const WHOLE = new Intl.NumberFormat('en-US');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const clock = (millis) => CLOCK.format(millis);
export const clockWithSeconds = (millis) => SECONDS.format(millis);
export const whole = (number) => WHOLE.format(number);

/** 1,204 as it is, larger numbers as 143 k or 1.9 M. */
export function rounded(number) {
  if (number < 10_000) {
    return whole(number);
  }
  if (number < 999_500) {
    return `${Math.round(number / 1000)} k`;
  }
  const millions = number / 1_000_000;
  return `${millions < 10 ? millions.toFixed(1) : Math.round(millions)} M`;
}

/** A time of some request: 80 ms, 0.7 s, 12 s, 3 min. */
export function brief(millis) {
  if (millis < 100) {
    return `${Math.round(millis)} ms`;
  }
  if (millis < 9_950) {
    return `${(millis / 1000).toFixed(1)} s`;
  }
  return millis < 100_000 ? `${Math.round(millis / 1000)} s` : `${Math.round(millis / MINUTE)} min`;
}

/** A longer duration in its two largest units: 3 d 4 h, 1 h 12 min, 5 min. */
export function span(millis) {
  const minutes = Math.max(0, Math.round(millis / MINUTE));
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days > 0) {
    return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  }
  if (hours > 0) {
    return minutes % 60 > 0 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  }
  return minutes === 0 ? 'less than 1 min' : `${minutes} min`;
}

/** How long ago: just now, 2 min ago. */
export function ago(millis, now) {
  return now - millis < MINUTE ? 'just now' : `${span(now - millis)} ago`;
}

/** A moment to come as people name it: 16:40, Thu 09:00, 3 Dec 09:00. */
export function moment(millis, now) {
  if (new Date(millis).toDateString() === new Date(now).toDateString()) {
    return clock(millis);
  }
  return `${millis - now < 6 * DAY ? WEEKDAY.format(millis) : DATE.format(millis)} ${clock(millis)}`;
}

/** The same, with how long that is when it is near. */
export function momentAndSpan(millis, now) {
  const wait = millis - now;
  return wait < 5 * HOUR ? `${moment(millis, now)}, in ${span(wait)}` : moment(millis, now);
}

/** The name of a window: Week, 5 hours, 30 days. */
export function windowName(seconds) {
  if (seconds === 7 * 86_400) {
    return 'Week';
  }
  const units = [[86_400, 'day'], [3_600, 'hour'], [60, 'minute']];
  const [size, unit] = units.find(([length]) => seconds % length === 0) ?? [1, 'second'];
  const count = seconds / size;
  return count === 1 ? `1 ${unit}` : `${whole(count)} ${unit}s`;
}
