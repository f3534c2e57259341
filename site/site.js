// Pages are read as well without scripts; with them, names show their types, and headings and members are searched.

const root = document.currentScript.dataset.root;
let shown = null;

document.addEventListener("pointerover", event => {
    const name = event.target.closest("[data-fsdocs-tip]");
    const tip = name && document.getElementById(name.dataset.fsdocsTip);
    if (tip === shown) return;
    shown?.hidePopover();
    shown = tip;
    if (!tip) return;
    const place = name.getBoundingClientRect();
    tip.showPopover();
    tip.style.left = `${Math.max(8, Math.min(place.left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${place.bottom + tip.offsetHeight < innerHeight ? place.bottom : place.top - tip.offsetHeight}px`;
});

const search = document.querySelector("search");
const [input, results] = search.children;
search.hidden = false;
input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    const rank = ([name]) => name.toLowerCase().startsWith(wanted) ? 0 : 1;
    const found = wanted ? searchIndex.filter(([name]) => name.toLowerCase().includes(wanted)).sort((a, b) => rank(a) - rank(b)) : [];
    results.replaceChildren(...found.slice(0, 20).map(([name, page, address]) => {
        const link = Object.assign(document.createElement("a"), { href: root + address, textContent: name });
        if (page) link.append(Object.assign(document.createElement("small"), { textContent: ` ${page}` }));
        const item = document.createElement("li");
        item.append(link);
        return item;
    }));
});
