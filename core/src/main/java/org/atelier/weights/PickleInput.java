package org.atelier.weights;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The bytes of a pickle, and the texts and numbers in them, as binary arguments of instructions and
 * as lines of text (protocol 0).
 */
final class PickleInput {
  /** Longer integers are read past without being computed, which takes quadratic time. */
  private static final int MAX_INTEGER_BYTES = 255;

  private static final int MAX_DIGITS = 600;
  private static final int MAX_NAME = 1000;

  private final Path file;
  private final ByteBuffer in;

  PickleInput(Path file, ByteBuffer pickle) {
    this.file = file;
    this.in = pickle.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  int position() {
    return in.position();
  }

  int uint1() throws WeightsException {
    return need(1).get() & 0xff;
  }

  int uint2() throws WeightsException {
    return need(2).getShort() & 0xffff;
  }

  int int4() throws WeightsException {
    return need(4).getInt();
  }

  /** The length of a value, of which there must be as many bytes. */
  int length(int lengthBytes) throws WeightsException {
    long length =
        switch (lengthBytes) {
          case 1 -> uint1();
          case 4 -> int4() & 0xffffffffL;
          default -> need(8).getLong();
        };
    if (length < 0 || length > in.remaining()) {
      throw problem("ends in the middle of a value");
    }
    return (int) length;
  }

  void skip(int length) throws WeightsException {
    need(length);
    in.position(in.position() + length);
  }

  double float8() throws WeightsException {
    return Double.longBitsToDouble(Long.reverseBytes(need(8).getLong()));
  }

  /** A two's complement integer of so many bytes, little-endian. */
  Object integer(int length) throws WeightsException {
    if (length > MAX_INTEGER_BYTES) {
      skip(length);
      return new Pickled.Opaque("an integer of " + length + " bytes");
    }
    var bigEndian = new byte[length];
    need(length);
    for (int i = length - 1; i >= 0; i--) {
      bigEndian[i] = in.get();
    }
    return narrowed(length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian));
  }

  /** Text in UTF-8; unpaired surrogates are as Python writes them ("surrogatepass"). */
  String text(int length) throws WeightsException {
    ByteBuffer bytes = slice(length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return new String(array(bytes), StandardCharsets.UTF_8);
    }
  }

  /** A text of Python 2, which has no encoding: UTF-8 where it is valid, otherwise Latin-1. */
  String text2(int length) throws WeightsException {
    return decoded(slice(length));
  }

  private static String decoded(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return new String(array(bytes), StandardCharsets.ISO_8859_1);
    }
  }

  private static byte[] array(ByteBuffer bytes) {
    var copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return copy;
  }

  private ByteBuffer slice(int length) throws WeightsException {
    need(length);
    ByteBuffer bytes = in.slice(in.position(), length);
    in.position(in.position() + length);
    return bytes;
  }

  /** The bytes to the end of the line, without it. */
  private ByteBuffer line() throws WeightsException {
    int begin = in.position();
    while (need(1).get() != '\n') {
      // to the end of the line
    }
    return in.slice(begin, in.position() - begin - 1);
  }

  private String shortLine(int most, String what) throws WeightsException {
    ByteBuffer line = line();
    if (line.remaining() > most) {
      throw problem("has " + what + " that is too long");
    }
    return new String(array(line), StandardCharsets.UTF_8).strip();
  }

  /** A line with a part of a global name. */
  String name() throws WeightsException {
    String name = shortLine(MAX_NAME, "a global name");
    if (name.isEmpty() || name.chars().anyMatch(c -> c < ' ')) {
      throw problem("has a global name that is not valid");
    }
    return name;
  }

  /** A line with a place in the memo. */
  int index() throws WeightsException {
    String line = shortLine(20, "a place in the memo");
    try {
      int index = Integer.parseInt(line);
      if (index >= 0) {
        return index;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw problem("has a place in the memo that is not a number");
  }

  /** A line with an integer; "00" and "01" are booleans. */
  Object decimalInteger() throws WeightsException {
    ByteBuffer line = line();
    if (line.remaining() > MAX_DIGITS) {
      return new Pickled.Opaque("an integer of " + line.remaining() + " digits");
    }
    String digits = new String(array(line), StandardCharsets.ISO_8859_1).strip();
    if (digits.equals("00") || digits.equals("01")) {
      return digits.equals("01");
    }
    if (digits.endsWith("L")) {
      digits = digits.substring(0, digits.length() - 1);
    }
    try {
      return digits.isEmpty() ? 0L : narrowed(new BigInteger(digits));
    } catch (NumberFormatException e) {
      throw problem("has an integer that is not one");
    }
  }

  /** A line with a float as Python's repr writes it. */
  double decimalFloat() throws WeightsException {
    String text = shortLine(MAX_DIGITS, "a float");
    switch (text) {
      case "inf", "+inf" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-inf" -> {
        return Double.NEGATIVE_INFINITY;
      }
      case "nan" -> {
        return Double.NaN;
      }
      default -> {
        try {
          return Double.parseDouble(text);
        } catch (NumberFormatException e) {
          throw problem("has a float that is not one");
        }
      }
    }
  }

  /** A line with a text of Python 2 in quotes, with its escapes. */
  String quoted() throws WeightsException {
    byte[] line = array(line());
    int end = line.length;
    while (end > 0 && (line[end - 1] == '\r' || line[end - 1] == ' ')) {
      end--;
    }
    if (end < 2 || (line[0] != '\'' && line[0] != '"') || line[end - 1] != line[0]) {
      throw problem("has a text without quotes");
    }
    var bytes = ByteBuffer.allocate(end);
    for (int i = 1; i < end - 1; i++) {
      if (line[i] != '\\') {
        bytes.put(line[i]);
        continue;
      }
      if (++i == end - 1) {
        throw problem("has a text that ends in a backslash");
      }
      switch (line[i]) {
        case '\n' -> {}
        case 'n' -> bytes.put((byte) '\n');
        case 'r' -> bytes.put((byte) '\r');
        case 't' -> bytes.put((byte) '\t');
        case 'b' -> bytes.put((byte) '\b');
        case 'f' -> bytes.put((byte) '\f');
        case 'v' -> bytes.put((byte) 0x0b);
        case 'a' -> bytes.put((byte) 0x07);
        case '\\', '\'', '"' -> bytes.put(line[i]);
        case 'x' -> {
          bytes.put((byte) digits(line, i + 1, Math.min(i + 3, end - 1), 16, 2));
          i += 2;
        }
        case '0', '1', '2', '3', '4', '5', '6', '7' -> {
          int last = i + 1;
          while (last < Math.min(i + 3, end - 1) && line[last] >= '0' && line[last] <= '7') {
            last++;
          }
          bytes.put((byte) digits(line, i, last, 8, last - i));
          i = last - 1;
        }
        default -> bytes.put((byte) '\\').put(line[i]);
      }
    }
    return decoded(bytes.flip());
  }

  /** A line of text whose only escapes are \\uXXXX and \\UXXXXXXXX; other bytes are Latin-1. */
  String escaped() throws WeightsException {
    byte[] line = array(line());
    var text = new StringBuilder(line.length);
    for (int i = 0; i < line.length; i++) {
      boolean escape = line[i] == '\\' && i + 1 < line.length;
      int length = !escape ? 0 : line[i + 1] == 'u' ? 4 : line[i + 1] == 'U' ? 8 : 0;
      if (length == 0) {
        text.append((char) (line[i] & 0xff));
        continue;
      }
      int codePoint = digits(line, i + 2, Math.min(i + 2 + length, line.length), 16, length);
      if (!Character.isValidCodePoint(codePoint)) {
        throw problem("has a text with an escape that is not valid");
      }
      text.appendCodePoint(codePoint);
      i += 1 + length;
    }
    return text.toString();
  }

  private int digits(byte[] line, int begin, int end, int radix, int expected)
      throws WeightsException {
    long value = 0;
    for (int i = begin; i < end; i++) {
      int digit = Character.digit(line[i], radix);
      if (digit < 0) {
        throw problem("has a text with an escape that is not valid");
      }
      value = value * radix + digit;
    }
    if (end - begin != expected || value > Integer.MAX_VALUE) {
      throw problem("has a text with an escape that is not valid");
    }
    return (int) value;
  }

  private static Object narrowed(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  /** Returns the input, checked to have at least this many bytes left. */
  private ByteBuffer need(int bytes) throws WeightsException {
    if (bytes < 0 || bytes > in.remaining()) {
      throw problem("ends in the middle of a value");
    }
    return in;
  }

  /** What is wrong, and where. */
  WeightsException problem(String what) {
    return new WeightsException(
        file,
        "the checkpoint's pickle "
            + what
            + " (at byte "
            + in.position()
            + "); the file is damaged or was not written by torch.save");
  }
}
