// Python and the database count code points; the browser counts UTF-16 units. An emoji is one of
// the former and two of the latter. Every crossing happens here.

/**
 * How many code points lie before a place given in units.
 * @param {string} text @param {number} units @returns {number}
 */
export function toPoints(text, units = text.length) {
  let points = 0;
  for (let at = 0; at < units; at += text.codePointAt(at) > 0xffff ? 2 : 1) points += 1;
  return points;
}

/**
 * How many units lie before a place given in code points.
 * @param {string} text @param {number} points @returns {number}
 */
export function toUnits(text, points) {
  let at = 0;
  for (; points > 0 && at < text.length; points -= 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}
