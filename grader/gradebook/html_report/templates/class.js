"use strict";
// Adds to a page that reads well without it: sorting, filtering, keys, and links that carry both.
(() => {
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add("scripted");

  // --- colours ---

  const remembered = () => { try { return localStorage.getItem("theme") || ""; } catch { return ""; } };
  const remember = (theme) => { try { localStorage.setItem("theme", theme); } catch { /* a page from a disk may keep nothing */ } };
  const dress = (theme) => { if (theme) root.dataset.theme = theme; else delete root.dataset.theme; };
  for (const input of all('input[name="theme"]')) {
    input.checked = input.value === remembered();
    input.addEventListener("change", () => { dress(input.value); remember(input.value); });
  }
  dress(remembered());

  const table = one("#map");
  if (!table) return;

  // --- what is in the page ---

  const body = table.tBodies[0];
  const heads = all("th[data-sort]", table);
  const people = one("#people");
  const form = one(".filters");
  const place = new Map(heads.map((head, column) => [head.dataset.sort, column]));

  // Each row's cells by column; a cell that spans columns stands in each of them.
  const cellsOf = (row) => [...row.cells].flatMap((cell) => Array(cell.colSpan).fill(cell));
  const STATES = ["faulted", "unreadable", "nothing_handed_in"];
  const stateOf = (cell) => STATES.find((state) => cell.classList.contains(state)) || "";
  const students = [...body.rows].map((row, order) => {
    const part = document.getElementById(row.dataset.for);
    const cells = cellsOf(row);
    const numbers = cells[1].innerText.match(/\d+/g) || [];
    return {
      row, part, cells, order,
      text: row.cells[0].textContent.toLocaleLowerCase(),
      points: numbers.length > 1 ? Number(numbers[0]) : null,
      possible: Number(numbers[numbers.length - 1]),
      states: new Set([...row.cells].map(stateOf)),
      lessons: new Set(all(".more a", part).map((link) => link.hash.slice(1))),
      untouched: "untouched" in part.dataset,
    };
  });

  // --- filters and order ---

  const FAILING = ["f", "w", "x"];
  const fails = (student, check) => FAILING.some((kind) => student.cells[place.get(`check ${check}`)]?.classList.contains(kind));
  const STATE_TESTS = {
    full: (student) => student.points !== null && student.points === student.possible,
    lost: (student) => student.points !== null && student.points < student.possible,
    untouched: (student) => student.untouched,
  };
  const wanted = (student, asked) =>
    (!asked.name || student.text.includes(asked.name.trim().toLocaleLowerCase()))
    && (!asked.state || (STATE_TESTS[asked.state] || ((other) => other.states.has(asked.state)))(student))
    && (!asked.check || fails(student, asked.check))
    && (!asked.misconception || student.lessons.has(asked.misconception));

  const nothingLast = 1e9;
  const number = (text) => (/^\d+$/.test(text) ? Number(text) : nothingLast);
  const worst = (student) => { const found = STATES.findIndex((state) => student.states.has(state)); return found < 0 ? STATES.length : found; };
  const badness = (cell) => { const found = ["x", "f", "w", "p"].findIndex((kind) => cell.classList.contains(kind)); return found < 0 ? 4 : found; };
  const key = (sort) => {
    if (sort === "name") return (student) => student.order;
    if (sort === "points") return (student) => student.points ?? nothingLast;
    if (sort === "state") return worst;
    const column = place.get(sort);
    if (column === undefined) return (student) => student.order;
    if (sort.startsWith("exercise")) return (student) => number(student.cells[column].textContent);
    return (student) => badness(student.cells[column]);
  };
  const ordered = (sort) => {
    const down = sort.startsWith("-");
    const of = key(down ? sort.slice(1) : sort);
    // What has no number stands last in either direction.
    return [...students].sort((a, b) => {
      const [x, y] = [of(a), of(b)];
      const turned = down && x !== nothingLast && y !== nothingLast ? y - x : x - y;
      return turned || a.order - b.order;
    });
  };

  const asked = () => Object.fromEntries(new FormData(form));
  const told = (filters) => {
    const kept = Object.entries(filters).filter(([name, value]) => value && !(name === "sort" && value === "name"));
    return new URLSearchParams(kept).toString();
  };
  const show = ({ keep = true } = {}) => {
    const filters = asked();
    let shown = 0;
    for (const student of ordered(filters.sort)) {
      const fits = wanted(student, filters);
      student.row.hidden = student.part.hidden = !fits;
      shown += fits;
      body.append(student.row);
      people.append(student.part);
    }
    for (const head of heads) {
      const sort = filters.sort.replace(/^-/, "");
      if (head.dataset.sort !== sort) head.removeAttribute("aria-sort");
      else head.setAttribute("aria-sort", filters.sort.startsWith("-") ? "descending" : "ascending");
    }
    const order = form.elements.sort.selectedOptions[0].textContent.trim();
    one("#shown").textContent = `${shown} of ${students.length} ${students.length === 1 ? "student" : "students"} shown, sorted by ${order}`;
    one("#nobody").hidden = shown > 0;
    if (keep) history.replaceState(null, "", told(filters) ? `#students&${told(filters)}` : "#students");
    settle();
  };
  const ask = (parameters) => {
    form.reset();
    for (const [name, value] of parameters) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
      if (field && field.value !== value) field.value = name === "sort" ? "name" : "";
    }
    show();
  };
  form.addEventListener("input", () => show());
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));

  // --- the table of students and checks: one stop for Tab, arrows within ---

  table.setAttribute("role", "grid");
  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1;
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const sort = head.dataset.sort;
      const offered = [...form.elements.sort.options].some((option) => option.value === `-${sort}`);
      form.elements.sort.value = form.elements.sort.value === sort && offered ? `-${sort}` : sort;
      show();
    });
  }
  const headRow = heads[0].parentElement;
  const stop = (cell) => one("button, a", cell) || cell;
  const lines = () => [headRow, ...all("tr:not([hidden])", body)];
  let current = stop(heads[0]);
  const settle = () => {
    if (!current.isConnected || current.closest("tr").hidden) current = stop(heads[0]);
    for (const link of all("tbody a", table)) link.tabIndex = -1;
    current.tabIndex = 0;
  };
  const say = (cell) => {
    const row = cell.closest("tr");
    const column = row === headRow ? heads.indexOf(cell.closest("th")) : cellsOf(row).indexOf(cell);
    const head = heads[column];
    const words = [];
    if (row !== headRow) words.push(row.cells[0].innerText.trim());
    if (head?.dataset.sort.startsWith("check")) words.push(`${head.dataset.sort.slice(6)} ${head.dataset.say}`);
    else if (head?.dataset.say && cell.colSpan === 1) words.push(head.dataset.say);
    if (row !== headRow && column > 0) words.push(cell.textContent.trim());
    const finding = row.dataset.for && head && document.getElementById(`${row.dataset.for}-${head.dataset.sort.slice(6)}`);
    if (finding) words.push(one("h4", finding).lastChild.textContent.trim().replace(/^\S+\s/, ""));
    one("#say").textContent = words.join(" · ");
  };
  const go = (target) => {
    current.tabIndex = -1;
    current = target;
    current.tabIndex = 0;
    current.focus();
  };
  const move = (event) => {
    const cell = event.target.closest("th, td");
    const rows = lines();
    const row = rows.indexOf(cell?.closest("tr"));
    if (row < 0) return;
    const own = rows[row] === headRow ? heads : cellsOf(rows[row]);
    const column = own.indexOf(cell.closest("th, td"));
    const last = own.lastIndexOf(cell);
    const steps = {
      ArrowRight: [row, last + 1], ArrowLeft: [row, column - 1], ArrowDown: [row + 1, column], ArrowUp: [row - 1, column],
      Home: [event.ctrlKey ? 0 : row, 0], End: [event.ctrlKey ? rows.length - 1 : row, heads.length - 1],
      PageDown: [Math.min(row + 15, rows.length - 1), column], PageUp: [Math.max(row - 15, 0), column],
    };
    if (event.key in steps && !event.altKey && !event.metaKey) {
      const [to, at] = steps[event.key];
      event.preventDefault();
      const line = rows[to] && (rows[to] === headRow ? heads : cellsOf(rows[to]));
      if (line?.[at]) go(stop(line[at]));
    } else if ((event.key === "Enter" || event.key === " ") && cell.tagName === "TD") {
      event.preventDefault();
      openCell(cell);
    }
  };
  const openCell = (cell) => {
    const row = cell.closest("tr");
    const head = heads[cellsOf(row).indexOf(cell)];
    const finding = document.getElementById(`${row.dataset.for}-${head.dataset.sort.slice(6)}`);
    location.hash = finding ? finding.id : row.dataset.for;
  };
  table.addEventListener("keydown", move);
  table.addEventListener("focusin", (event) => { current.tabIndex = -1; current = event.target; current.tabIndex = 0; say(event.target.closest("th, td")); });
  table.addEventListener("mouseover", (event) => { const cell = event.target.closest("th, td"); if (cell?.closest("tr").dataset.for || heads.includes(cell)) say(cell); });
  body.addEventListener("click", (event) => { const cell = event.target.closest("td"); if (cell) openCell(cell); });

  // --- a student's part carries why and next step once it is opened ---

  const fill = (part) => {
    for (const link of all(".finding .more a", part)) {
      const lesson = one("dl", document.getElementById(link.hash.slice(1))).cloneNode(true);
      link.closest("p").replaceWith(lesson);
    }
  };
  people.addEventListener("toggle", (event) => { if (event.target.open) fill(event.target); }, true);
  for (const button of all("[data-open]")) button.addEventListener("click", () => { for (const part of all(button.dataset.open)) { fill(part); part.open = true; } });
  for (const button of all("[data-close]")) button.addEventListener("click", () => { for (const part of all(button.dataset.close)) part.open = false; });

  // --- links ---

  const follow = () => {
    const [id, ...rest] = decodeURIComponent(location.hash.slice(1)).split("&");
    const target = id && document.getElementById(id);
    if (!target) return;
    if (rest.length) ask(new URLSearchParams(rest.join("&")));
    const part = target.closest("details.student");
    if (part?.hidden) ask([]), history.replaceState(null, "", `#${id}`);
    for (let outer = target.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
    if (part) fill(part);
    for (const reached of all(".reached")) reached.classList.remove("reached");
    if (target.matches(".finding")) target.classList.add("reached");
    target.scrollIntoView({ block: "start" });
    const heart = target.matches("details") ? one("summary", target) : target;
    if (!heart.matches("summary") && !heart.hasAttribute("tabindex")) heart.tabIndex = -1;
    heart.focus({ preventScroll: true });
  };
  addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-filter]");
    if (link) {
      event.preventDefault();
      ask(new URLSearchParams(link.dataset.filter));
      one("#students").scrollIntoView({ block: "start" });
      form.elements.name.focus({ preventScroll: true });
      return;
    }
    // The same address again is no change of address.
    const again = event.target.closest('a[href^="#"]');
    if (again && again.getAttribute("href") === location.hash) follow();
  });

  show({ keep: false });
  follow();
})();
