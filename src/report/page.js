// The page's own script: tables that sort, charts that tell their values and zoom. It only reads
// texts and numbers from the page and only writes texts: data never becomes markup or code.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const words = document.body.dataset;
  const named = document.getElementById("times");
  const times = named ? named.dataset.times.split("|") : [];
  const comma = document.documentElement.lang === "pl";

  const make = (name, className, text) => {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text || "";
    return element;
  };

  // What a cell's text is worth when rows are sorted: 1,234.5 or 86.3 % or 1m19s; NaN for words.
  const worth = (text) => {
    let plain = text.trim().split(" ±")[0];
    plain = comma ? plain.replace(/[\s\u00a0]/g, "").replace(",", ".") : plain.replace(/,/g, "");
    const length = /^(-?)(?:(\d+)h)?(?:(\d+)m)?(?:([\d.]+)s)?$/.exec(plain);
    if (length && /\d/.test(plain)) {
      const size = 3600 * (length[2] || 0) + 60 * (length[3] || 0) + Number(length[4] || 0);
      return length[1] ? -size : size;
    }
    return /^[+-]?[\d.]+( ?%|x)?$/.test(plain) ? parseFloat(plain) : NaN;
  };

  const sortBy = (table, heading, column) => {
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row, at) => {
      const text = row.cells[column].textContent;
      return { row, at, text, number: worth(text) };
    });
    const compare = (a, b) => {
      const known = Number(Number.isNaN(a.number)) - Number(Number.isNaN(b.number));
      if (known) return known;
      const order = Number.isNaN(a.number) ? a.text.localeCompare(b.text) : a.number - b.number;
      return (down ? -order : order) || a.at - b.at;
    };
    rows.sort(compare).forEach((item) => body.append(item.row));
  };

  for (const table of document.querySelectorAll("table.sorts")) {
    if (!table.tHead || table.tBodies[0].rows.length < 2) continue;
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = make("button", "sort", heading.textContent);
      button.type = "button";
      heading.replaceChildren(button);
      button.addEventListener("click", () => sortBy(table, heading, column));
    });
  }

  const shown = (value, kind) => {
    const local = (text) => (comma ? text.replace(".", ",") : text);
    if (kind === "share") return local((100 * value).toFixed(1)) + " %";
    if (kind !== "length") return local(String(Math.round(value * 100) / 100));
    if (value < 10) return local(value.toFixed(1)) + "s";
    const whole = Math.round(value);
    const two = (number) => String(number).padStart(2, "0");
    if (whole < 60) return whole + "s";
    if (whole < 3600) return Math.floor(whole / 60) + "m" + two(whole % 60) + "s";
    return Math.floor(whole / 3600) + "h" + two(Math.floor(whole / 60) % 60) + "m";
  };

  // The point of a flat list x, y, x, y .. (or x, low, high ..) nearest to x.
  const nearest = (list, step, x) => {
    let best = -1;
    for (let at = 0; at < list.length; at += step) {
      if (list[at + 1] === null) continue;
      if (best < 0 || Math.abs(list[at] - x) < Math.abs(list[best] - x)) best = at;
    }
    return best;
  };

  // The value at a share of an axis, of which some are bent: as log(1 + value / bend).
  const along = ([low, high], share, bend) => {
    if (!bend) return low + share * (high - low);
    const [from, to] = [Math.log1p(low / bend), Math.log1p(high / bend)];
    return bend * Math.expm1(from + share * (to - from));
  };

  // What a panel says at a place: its lines.
  const told = (panel, x, y) => {
    const lines = [];
    if (panel.rows) {
      const row = Math.min(panel.rows.length - 1, Math.max(0, Math.floor(panel.rows.length - y)));
      lines.push(panel.rows[row]);
      const middle = panel.rows.length - row - 0.5;
      for (const layer of panel.layers) {
        for (let at = 0; layer.bars && at < layer.bars.length; at += 4) {
          const inside = layer.bars[at + 2] < middle && middle < layer.bars[at + 3];
          const size = layer.bars[at + 1] - layer.bars[at];
          if (inside) lines.push((layer.name ? layer.name + ": " : "") + shown(size, panel.kindX));
        }
      }
      return lines;
    }
    const time = panel.kindX === "time";
    const name = times[Math.max(0, Math.min(times.length - 1, Math.floor(x)))];
    lines.push(time ? name || "" : panel.nameX + ": " + shown(x, panel.kindX));
    const seen = new Set();
    for (const layer of panel.layers) {
      let text = "";
      if (layer.line) {
        const at = nearest(layer.line, 2, x);
        if (at >= 0) text = shown(layer.line[at + 1], panel.kindY);
      } else if (layer.band) {
        const at = nearest(layer.band, 3, x);
        if (at >= 0) {
          text = shown(layer.band[at + 1], panel.kindY) + " – " + shown(layer.band[at + 2], panel.kindY);
        }
      } else if (layer.bars) {
        for (let at = 0; at < layer.bars.length; at += 4) {
          if (layer.bars[at] <= x && x <= layer.bars[at + 1]) {
            text = shown(layer.bars[at + 3] - layer.bars[at + 2], panel.kindY);
          }
        }
      }
      const line = layer.name ? layer.name + ": " + text : text;
      if (text && !seen.has(line)) lines.push(line);
      seen.add(line);
    }
    return lines;
  };

  const chart = (figure) => {
    const panels = JSON.parse(figure.dataset.panels);
    const svg = figure.querySelector("svg");
    const whole = svg.getAttribute("viewBox").split(" ").map(Number);
    let view = whole.slice();

    const plot = make("div", "plot");
    plot.tabIndex = 0;
    plot.setAttribute("role", "group");
    plot.setAttribute("aria-label", words.keys);
    svg.before(plot);
    const box = make("output", "told");
    box.hidden = true;
    plot.append(svg, box);
    const cross = document.createElementNS(SVG, "line");
    cross.setAttribute("class", "cross");
    svg.append(cross);

    const zoom = (factor, x, y) => {
      const width = Math.min(whole[2], Math.max(whole[2] / 16, view[2] / factor));
      const height = (width * whole[3]) / whole[2];
      const left = x - ((x - view[0]) * width) / view[2];
      const top = y - ((y - view[1]) * height) / view[3];
      move(left, top, width, height);
    };
    const move = (left, top, width, height) => {
      view = [
        Math.max(0, Math.min(whole[2] - width, left)),
        Math.max(0, Math.min(whole[3] - height, top)),
        width,
        height,
      ];
      svg.setAttribute("viewBox", view.join(" "));
      plot.classList.toggle("near", width < whole[2]);
    };
    const middle = () => [view[0] + view[2] / 2, view[1] + view[3] / 2];
    const at = (event) => {
      const place = svg.getBoundingClientRect();
      return [
        view[0] + ((event.clientX - place.left) / place.width) * view[2],
        view[1] + ((event.clientY - place.top) / place.height) * view[3],
      ];
    };

    const tell = (panel, share, height) => {
      const [left, top, right, bottom] = panel.box;
      const x = along(panel.x, share, panel.bendX);
      const y = panel.y[0] + height * (panel.y[1] - panel.y[0]);
      const lines = told(panel, x, y);
      box.replaceChildren(...lines.map((line) => make("span", "", line)));
      box.hidden = lines.length === 0;
      const place = left + share * (right - left);
      for (const [key, value] of [["x1", place], ["x2", place], ["y1", top], ["y2", bottom]]) {
        cross.setAttribute(key, value);
      }
      cross.classList.toggle("on", !panel.rows);
      const shownAt = (place - view[0]) / view[2];
      box.style.top = Math.max(0, (100 * (top - view[1])) / view[3]) + "%";
      box.style.left = shownAt < 0.5 ? 100 * shownAt + 2 + "%" : "auto";
      box.style.right = shownAt < 0.5 ? "auto" : 100 * (1 - shownAt) + 2 + "%";
    };
    const hush = () => {
      box.hidden = true;
      cross.classList.remove("on");
    };

    let grip = null;
    plot.addEventListener("pointermove", (event) => {
      if (grip) {
        const place = svg.getBoundingClientRect();
        const dx = ((event.clientX - grip[0]) / place.width) * view[2];
        const dy = ((event.clientY - grip[1]) / place.height) * view[3];
        grip = [event.clientX, event.clientY];
        return move(view[0] - dx, view[1] - dy, view[2], view[3]);
      }
      const [x, y] = at(event);
      const panel = panels.find(({ box: b }) => b[0] <= x && x <= b[2] && b[1] <= y && y <= b[3]);
      if (!panel) return hush();
      const [left, top, right, bottom] = panel.box;
      tell(panel, (x - left) / (right - left), (bottom - y) / (bottom - top));
    });
    plot.addEventListener("pointerleave", hush);
    plot.addEventListener("pointerdown", (event) => {
      if (view[2] < whole[2]) {
        grip = [event.clientX, event.clientY];
        plot.setPointerCapture(event.pointerId);
      }
    });
    plot.addEventListener("pointerup", () => { grip = null; });
    plot.addEventListener("pointercancel", () => { grip = null; });
    plot.addEventListener("dblclick", (event) => zoom(2, ...at(event)));
    plot.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.25 : 0.8, ...at(event));
    }, { passive: false });

    // Arrow keys walk along the chart and from panel to panel.
    const spot = { panel: 0, step: 0 };
    const walk = () => {
      const panel = panels[spot.panel];
      const count = panel.rows ? panel.rows.length : Math.min(60, panel.steps);
      spot.step = Math.max(0, Math.min(count - 1, spot.step));
      const share = (spot.step + 0.5) / count;
      tell(panel, panel.rows ? 0 : share, panel.rows ? 1 - share : 0.5);
    };
    const keys = {
      ArrowRight: () => { spot.step += 1; walk(); },
      ArrowLeft: () => { spot.step -= 1; walk(); },
      ArrowDown: () => { spot.panel = Math.min(panels.length - 1, spot.panel + 1); walk(); },
      ArrowUp: () => { spot.panel = Math.max(0, spot.panel - 1); walk(); },
      "+": () => zoom(1.5, ...middle()),
      "-": () => zoom(1 / 1.5, ...middle()),
      "0": () => move(0, 0, whole[2], whole[3]),
      Escape: hush,
    };
    plot.addEventListener("keydown", (event) => {
      const act = keys[event.key === "=" ? "+" : event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    });

    const tools = make("div", "tools");
    for (const [text, label, key] of [["+", words.larger, "+"], ["−", words.smaller, "-"], ["⤢", words.whole, "0"]]) {
      const button = make("button", "", text);
      button.type = "button";
      button.title = label;
      button.setAttribute("aria-label", label);
      button.addEventListener("click", keys[key]);
      tools.append(button);
    }
    plot.before(tools);
  };

  for (const figure of document.querySelectorAll("figure[data-panels]")) chart(figure);

  // Printed pages show no folded tables of numbers but do show the definitions.
  document.documentElement.classList.add("scripted");
})();
