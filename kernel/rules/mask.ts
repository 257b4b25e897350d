/** `张三丰` → `张*`: the length of a name is not shown either (domain §12.1). */
export function maskName(name: string): string {
  const [first] = name.trim();
  return first === undefined ? '' : `${first}*`;
}

/** `320583199001011234` → `320***********1234`; anything but 15 or 18 characters is hidden whole. */
export function maskIdNumber(number: string): string {
  if (number.length !== 15 && number.length !== 18) return '*'.repeat(number.length);
  return `${number.slice(0, 3)}${'*'.repeat(number.length - 7)}${number.slice(-4)}`;
}

/**
 * `13812341234` → `138****1234`; a landline keeps its area code and last four digits, `0512-****1234`; an
 * extension and anything that is no telephone number is hidden whole.
 */
export function maskPhone(phone: string): string {
  if (/^1\d{10}$/.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
  const landline = /^(0\d{2,3})-\d{3,4}(\d{4})(-\d+)?$/.exec(phone);
  if (landline) return `${landline[1]}-****${landline[2]}${landline[3] ? '-*' : ''}`;
  return '*'.repeat(phone.length);
}
