/**
 * Opens and closes the crisis dialog. It imports nothing and asks the server for nothing, so that
 * it works when the rest of the chat does not.
 */
const dialog = /** @type {HTMLDialogElement|null} */ (document.getElementById('crisis'));

document.getElementById('crisis-open')?.addEventListener('click', () => {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  document.getElementById('crisis-title')?.focus(); // `autofocus` is blocked in a frame of another origin
});
document.getElementById('crisis-close')?.addEventListener('click', () => dialog?.close());
dialog?.addEventListener('click', (event) => {
  if (event.target === dialog) dialog.close(); // the backdrop
});
