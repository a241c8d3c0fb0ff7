/** Standard base64 with padding; line breaks are left out, as Go's decoder does. */
export function isBase64(text: string): boolean {
  const packed = text.replace(/[\r\n]/g, '');
  return packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
}

export function encodeBase64(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}

/** The bytes as Latin-1 text: enough to see what kind of key they are. */
export function decodeBase64(text: string): string | undefined {
  return isBase64(text) ? atob(text.replace(/[\r\n]/g, '')) : undefined;
}

/** The standard form of what was written with blanks, for URLs, or without padding; undefined where it is something else. */
export function repairBase64(text: string): string | undefined {
  const packed = text.replace(/\s/g, '').replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]+$/.test(packed) || packed.length % 4 === 1) return undefined;
  return packed.padEnd(Math.ceil(packed.length / 4) * 4, '=');
}
