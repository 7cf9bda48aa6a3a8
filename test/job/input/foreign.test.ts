import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { foreignFormat } from '../../../job/input/foreign';

const CARET = 94;
const TEXT = 'heat^ann^3.5^1500000000\nheat^bob^1.0^1550000000\n';
const is = (bytes: Buffer, name = 'in/a', delimiter = CARET) =>
  foreignFormat(bytes, name, String.fromCharCode(delimiter))?.is ?? null;
const base64 = (text: string) => Buffer.from(text, 'base64');

/** A tar archive's first block: the name of a file, and behind 257 bytes the word. */
function tar(): Buffer {
  const block = Buffer.alloc(512);
  block.write('a.csv');
  block.write('ustar\0', 257);
  return Buffer.concat([block, Buffer.from(TEXT)]);
}

// as their own tools wrote them, cut short where that is all the same
it.each<[what: string, bytes: Buffer]>([
  ['packed by gzip', gzipSync(TEXT)],
  ['packed by zstd', base64('KLUv/WDAAlUBAOBoZWF0XmFubl4zLjVe')],
  ['packed by bzip2', base64('QlpoOTFBWSZTWVd1+EIAAXHbgAwQAAFq')],
  ['packed by bzip2', base64('QlpoORdyRThQkAAAAAA=')],
  ['packed by xz', base64('/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj')],
  ['packed by LZMA', base64('XQAAgAD//////////wA0GUhJyA4qkLim')],
  ['packed by LZ4', base64('BCJNGGhAwAMAAAAAAAArNQAAAPMBaGVh')],
  ['packed by Snappy', base64('/wYAAHNOYVBwWQBYAAAOGToNwAc8aGVh')],
  ['a zip archive', base64('UEsDBBQAAAAAACSGfV1fOUUTwAMAAMAD')],
  ['a zip archive', base64('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==')],
  ['packed by 7-Zip', base64('N3q8ryccAAQ=')],
  ['packed by RAR', base64('UmFyIRoHAQA=')],
  ['packed by lzop', base64('iUxaTwANChoK')],
  ['packed by compress', Buffer.from('1f9d90', 'hex')],
  ['packed by deflate', deflateSync(TEXT)],
  ['packed by deflate', deflateSync(TEXT, { level: 1 })],
  ['packed by deflate', deflateSync(TEXT, { level: 9 })],
  ['a tar archive', tar()],
  ['a Parquet file', base64('UEFSMRUEFRAVFEwVAhUAEgAACBwEAAAA')],
  ['a Parquet file', base64('UEFSMRUEFQAVAkwVABUAEgAAABUEFQAV')],
  ['an ORC file', base64('T1JDCgYSBAgCUAAKGwoDAAAAEhQIAiIO')],
  ['an ORC file', base64('T1JDEQAACgYSBAgCUAA2AADjkuViZQAB')],
  ['an ORC file', base64('T1JDCAMQACIXCAwSAgECGgVtb3ZpZRoC')],
  ['an Avro file', base64('T2JqAQQUYXZyby5jb2RlYwhudWxsFmF2')],
  ['an SQLite database', base64('U1FMaXRlIGZvcm1hdCAzABAAAQEAQCAg')],
  ['an Arrow file', base64('QVJST1cxAAD/////qAAAABAAAAAAAAoA')],
  ['a Feather file', base64('RkVBMQAAAAAAAAAABAAAAAgAAAAAAAAA')],
  ['a Hadoop SequenceFile', Buffer.from('SEQ\x06\x19org.apache.hadoop.io.Text')],
  ['a PDF document', Buffer.from('%PDF-1.7\n')],
  ['text in UTF-16LE', Buffer.from(TEXT, 'utf16le')],
  ['text in UTF-16LE', Buffer.from('Фильм^Анна^5^1500000000\r\n', 'utf16le')],
  ['text in UTF-16LE', Buffer.from('1,2', 'utf16le')],
  ['text in UTF-16BE', Buffer.from(TEXT, 'utf16le').swap16()],
  ['text in UTF-32', Buffer.from('fffe000031000000', 'hex')],
  ['text in UTF-32', Buffer.from('0000feff00000031', 'hex')],
])('knows what is %s', (what, bytes) => {
  expect(is(bytes)).toMatch(new RegExp(`^${what}`));
});

it.each([
  ['in/a.br', brotliCompressSync(TEXT), 'packed by Brotli'],
  ['in/a.snappy', base64('AAAAYAAAAFTABzxoZWF0XmFubl4zLjVe'), 'packed by Snappy'],
  ['in/A.LZO', base64('AAAAYAAAAFTABzxoZWF0XmFubl4zLjVe'), 'packed by LZO'],
])('knows what %s holds by its name, where its bytes are no text', (name, bytes, what) => {
  expect(is(bytes)).toBeNull();
  expect(is(bytes, name)).toMatch(what);
  expect(is(Buffer.from(TEXT), name)).toBeNull();
});

const TEXTS: readonly (readonly [what: string, bytes: Buffer, delimiter?: number])[] = [
  ['nothing', Buffer.alloc(0)],
  ['a line', Buffer.from(TEXT)],
  ['a mark', Buffer.from('\ufeff')],
  ['names of formats', Buffer.from('PAR1^ORC^1^1\n')],
  ['a name with a tab', Buffer.from('ORC\tann\t1\n'), 9],
  ['a name, and control characters for delimiters', Buffer.from('PAR1\x01ann\x011\n'), 1],
  ['the same for Avro', Buffer.from('Obj\x01ann\x011\n'), 1],
  ['the same for tar', Buffer.from(`${'x'.repeat(257)}ustar\x01ann\x011\n`), 1],
  ['a word that begins as bzip2 does', Buffer.from('BZh9^ann^1^1\n')],
  ['x and the delimiter', Buffer.from('x^1^1^1\n')],
  ['x and a delimiter of zlib', Buffer.from('x\x011\x011\n'), 1],
  ['x in Latin-1', Buffer.from('x\x9cy^1^1^1\n', 'latin1')],
  ['brackets and zeros', Buffer.from(']\0\0a\0b\0c\0d\0e\0f\n'), 0],
  ['zeros for delimiters', Buffer.from('a\0b\0c\nd\0e\0f\n'), 0],
  ['zeros in fields', Buffer.from('he\0at^a\0n\0n^1^1\nb\0^c\0\0^1^1\n')],
  ['a field of zeros', Buffer.from(`abc${'\0'.repeat(13)}^ann^1^1\n`)],
  ['zeros on one side', Buffer.from('a\0b\0c\0^\n1\0b\0c\0\n')],
  ['bytes beyond ASCII', Buffer.from([0xff, 0xfe, 0x5e, 0x61, 0x0a])],
  ['the same for a delimiter', Buffer.from([0xff, 0xfe, 0x61, 0x0a]), 255],
];

it.each(TEXTS.map(([what, bytes, delimiter = CARET]) => ({ what, bytes, delimiter })))(
  'takes $what for text',
  ({ bytes, delimiter }) => {
    expect(is(bytes, 'in/a', delimiter)).toBeNull();
  },
);
