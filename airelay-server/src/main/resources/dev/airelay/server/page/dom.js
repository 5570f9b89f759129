// Building and changing elements. Texts become text nodes, never markup.

export const byId = (id) => document.getElementById(id);

/** Makes an element: `el('p', {class: 'sub'}, 'text', child)`. Members whose name begins with `on` are listeners. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Replaces the children, unless they would look the same: what has the focus keeps it. */
export function show(parent, ...children) {
  const next = el('div', {}, ...children);
  if (parent.innerHTML !== next.innerHTML) {
    parent.replaceChildren(...next.childNodes);
  }
}

/** Sets a text unless it is there already, so that nothing is announced twice. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A button that copies what `text` returns, perhaps later, and says so for a moment. */
export function copyButton(text, what, label = 'Copy') {
  const button = el('button', { type: 'button', class: 'copy' }, label, el('span', { class: 'away' }, ` ${what}`));
  button.addEventListener('click', () => copyFrom(button, text));
  return button;
}

/** A line of code with its button. */
export function field(code, what) {
  return el('div', { class: 'field' }, el('code', {}, code), copyButton(() => code, what));
}

/** Copies, and shows on the button that it worked. */
export async function copyFrom(button, text) {
  const before = [...button.childNodes];
  const copied = await copyResult(text);
  const message = el('span', { role: 'status' }, copied ? 'Copied' : 'Not copied');
  button.classList.toggle('done', copied);
  button.replaceChildren(message);
  setTimeout(() => {
    button.classList.remove('done');
    if (button.contains(message)) {
      button.replaceChildren(...before);
    }
  }, 1500);
}

async function copyResult(text) {
  try {
    return await copy(await text());
  } catch (failed) {
    console.error(failed);
    return false;
  }
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** For pages that do not come from this machine or over HTTPS, which browsers give no clipboard. */
function copyBySelection(text) {
  const area = el('textarea', { class: 'away', 'aria-hidden': 'true' });
  const focused = document.activeElement;
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  focused?.focus();
  return copied;
}
