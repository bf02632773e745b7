// What is typed and not yet saved is kept in this browser, a record each, by person, design and place: nobody else who
// signs in here is shown it. Where there is no room, or keeping is forbidden, `keep` says false.
const nameOf = ({ person, design, place, key }) => ["designbook", person, design, place, key].join(":");

export const keep = (record) => {
  try {
    localStorage.setItem(nameOf(record), JSON.stringify(record));
    return true;
  } catch {
    return false;
  }
};

export const forget = (record) => {
  try {
    localStorage.removeItem(nameOf(record));
  } catch {
    // Where nothing can be kept nothing is to be forgotten.
  }
};

export const isKept = (record) => {
  try {
    return localStorage.getItem(nameOf(record)) !== null;
  } catch {
    return false;
  }
};

// Everything of this person, the oldest first.
export const keptOf = (person) => {
  try {
    const own = Object.keys(localStorage).filter((name) => name.startsWith(`designbook:${person}:`));
    return own.map((name) => JSON.parse(localStorage.getItem(name))).sort((one, other) => one.at - other.at);
  } catch {
    return [];
  }
};
