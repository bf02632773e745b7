// A UUID, as the browser names a blob by one: crypto.randomUUID is missing where a page was not fetched over https.
export const makeKey = () => {
  const address = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(address);
  return address.slice(-36);
};
