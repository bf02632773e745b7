// What was typed over a page, taken apart as the server does it (webapp/utils/queries.py): words, "exact words", -words.
const TOKEN = /(-(?=[^\s>-]))?(?:"([^"]*[^"\s][^"]*)"(?!\S)|(\S+))/g;
const OPERATOR = /(?:^|\s)-?(?:in|status|owner|project|method|is|design):(?!\/\/)(\S?)/i;

// Letters without case and accents; the longer way round makes one word of ß and SS.
export const fold = (text) => text.toUpperCase().toLowerCase().normalize("NFKD").replace(/\p{Mn}/gu, "").normalize("NFKC")
  .toLowerCase().replaceAll("ς", "σ").replace(/\s+/g, " ");

// `strange`: there is an operator in it, which means nothing here.
export const parseWords = (typed) => {
  const query = { words: [], without: [], strange: Boolean(typed.replace(/"[^"]*"/g, "").match(OPERATOR)?.[1]) };
  for (const [, minus, exact, plain] of typed.matchAll(TOKEN)) {
    if (plain && OPERATOR.test(plain)) continue; // one that is still being typed
    const said = exact ? [fold(exact).trim()] : fold(plain).split(" ");
    (minus ? query.without : query.words).push(...said.filter(Boolean));
  }
  return query;
};

export const fits = (text, { words, without, strange }) =>
  !strange && words.every((word) => text.includes(word)) && !without.some((word) => text.includes(word));
