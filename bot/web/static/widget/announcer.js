/**
 * Says short words to screen readers through a live region. Words that come faster than they can
 * be heard replace each other.
 * @param {HTMLElement} region with role="status" or role="alert"
 * @returns {(words: string) => void}
 */
export function createAnnouncer(region) {
  let saying = 0;
  let clearing = 0;
  return (words) => {
    clearTimeout(saying);
    clearTimeout(clearing);
    region.textContent = '';
    saying = window.setTimeout(() => { region.textContent = words; }, 60); // emptied first, so that a repeat counts
    clearing = window.setTimeout(() => { region.textContent = ''; }, 12_000);
  };
}
