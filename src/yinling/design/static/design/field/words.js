/* What the page says, in the reader's language: the server puts the sentences beside the shell. */
const words = JSON.parse(document.getElementById("field-words").textContent);

export function say(name, values = {}) {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

export function clock(moment) {
  return new Date(moment).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Shanghai" });
}

export const dayOf = (moment) => new Date(moment).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function icon(name) {
  return element("span", { class: `y-icon y-icon-${name}`, "aria-hidden": "true" });
}

export function badge(tone, name, text) {
  return element("span", { class: `y-badge y-tone-${tone}` }, icon(name), text);
}
