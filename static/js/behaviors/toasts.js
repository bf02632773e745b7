// A short message over the page, in the place of the one before it: from the template with this id.
export const showToast = (id) => {
  const toast = document.getElementById(id)?.content.firstElementChild.cloneNode(true);
  if (toast) document.querySelector("#toasts").replaceChildren(toast);
  return toast;
};
