// The few things that are done with elements. Text goes in as text, always.

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Sets a text and hides its element when there is none; an unchanged one is not touched. */
export function tell(element, text) {
  if (element.textContent !== text) element.textContent = text;
  if (element.hidden !== !text) element.hidden = !text;
}

export function attribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Brings the children into this order; those in place are not moved, so that focus stays. */
export function arrange(parent, wanted) {
  const focused = document.activeElement;
  let here = parent.firstChild;
  for (const element of wanted) {
    if (element === here) here = here.nextSibling;
    else parent.insertBefore(element, here);
  }
  while (here) {
    const next = here.nextSibling;
    here.remove();
    here = next;
  }
  if (focused?.isConnected && document.activeElement !== focused) focused.focus({ preventScroll: true });
}
