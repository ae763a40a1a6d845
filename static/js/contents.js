// The list of contents beside the text marks the section that one reads.
const list = document.querySelector("[data-follows-scroll]");
const links = new Map();
for (const link of list.querySelectorAll("a")) {
  const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (heading) links.set(heading, link);
}
const headings = [...links.keys()];
let marked;

// The last heading in the upper quarter or above it; at the end of the page, the last of all in view.
function mark() {
  const { scrollTop, clientHeight, scrollHeight } = document.scrollingElement;
  const isEnd = scrollTop + clientHeight > scrollHeight - 8;
  const line = isEnd ? clientHeight : clientHeight / 4;
  const link = links.get(headings.findLast((heading) => heading.getBoundingClientRect().top < line));
  if (link === marked) return;
  marked?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "location");
  marked = link;
  if (link) list.scrollTop = link.offsetTop - list.clientHeight / 2;
}

const seen = new IntersectionObserver(mark, { rootMargin: "0px 0px -75% 0px" });
for (const heading of headings) seen.observe(heading);
addEventListener("scrollend", mark);
