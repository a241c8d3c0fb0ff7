// Rewrites a picture of a user interface as a PNG with a palette of 256 colours: a third of the size, with no difference to see.

import { deflateSync } from 'node:zlib';

/** `png` as a palette PNG; `page` is any page of a browser, which does the decoding. */
export async function withPalette(png, page) {
  const { width, height, pixels } = await decode(png, page);
  const palette = commonest(pixels, 256);
  const indexOf = nearestIn(palette);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = indexOf(pixels[y * width + x]);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8); // 8 bits for a pixel, indexed colour
  const colours = Buffer.from(palette.flatMap((colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255]));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Pixels as 0xAABBGGRR. */
async function decode(png, page) {
  const { width, height, data } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, image.width, image.height).data;
    let text = '';
    for (let i = 0; i < pixels.length; i += 0x8000) text += String.fromCharCode(...pixels.subarray(i, i + 0x8000));
    return { width: image.width, height: image.height, data: btoa(text) };
  }, png.toString('base64'));
  const bytes = Buffer.from(data, 'base64');
  return { width, height, pixels: Uint32Array.from({ length: width * height }, (_, i) => bytes.readUInt32LE(i * 4)) };
}

/**
 * The commonest colours, which fill areas, then the commonest of each kind of colour, because a thin red line is few pixels
 * beside all the shades of grey that text has at its edges.
 */
function commonest(pixels, count) {
  const seen = new Map();
  for (const pixel of pixels) seen.set(pixel, (seen.get(pixel) ?? 0) + 1);
  const byCount = [...seen].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  const kinds = new Map();
  for (const colour of byCount) {
    const kind = colour & 0xf0f0f0;
    if (!kinds.has(kind)) kinds.set(kind, colour);
  }
  return [...new Set([...byCount.slice(0, count / 4), ...kinds.values(), ...byCount])].slice(0, count);
}

function nearestIn(palette) {
  const known = new Map(palette.map((colour, index) => [colour, index]));
  const distance = (a, b) => [0, 8, 16].reduce((sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2, 0);
  return (colour) => {
    let index = known.get(colour);
    if (index === undefined) {
      const distances = palette.map((candidate) => distance(candidate, colour));
      index = distances.indexOf(Math.min(...distances));
      known.set(colour, index);
    }
    return index;
  };
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  const check = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** As the PNG specification defines it, annex D. */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
