// Bundles that few pages need: data-lazy="address", on an element, has the one at that address run as soon as the element
// is there. Each runs once, with what this bundle lends it; `load` gives back what it exports. From then on the element
// has data-ready: a register is not edited before.
export const lent = {};
const loaded = {};

const run = async (address) => (await import(address)).default(lent);

// One that did not come is asked for again when it is next needed.
export const load = (address) => (loaded[address] ??= run(address).catch((error) => {
  delete loaded[address];
  throw error;
}));

const look = () => {
  for (const { dataset } of document.querySelectorAll("[data-lazy]")) {
    load(dataset.lazy).then(() => { dataset.ready = ""; }, () => {});
  }
};

document.addEventListener("htmx:after:swap", look);
look();
