package org.atelier.benchmarks.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The instructions of Python pickles, as pickletools names them; what follows the last pickle is
 * one part.
 *
 * @param pickles how many follow each other
 */
record PickleParts(int pickles) implements Parts {
  private static final String REST = "rest";
  private static final ByteMutator BYTES = new ByteMutator();

  /** Instructions by the kind of their argument. */
  private static final String ONE_BYTE = "Kqh\u0080\u0082";

  private static final String TWO_BYTES = "M\u0083";
  private static final String FOUR_BYTES = "Jrj\u0084";
  private static final String EIGHT_BYTES = "G\u0095";
  private static final String LENGTH_OF_ONE_BYTE = "U\u008cC\u008a";
  private static final String LENGTH_OF_FOUR_BYTES = "TXB\u008b";
  private static final String LENGTH_OF_EIGHT_BYTES = "\u008d\u008e\u0096";
  private static final String LINE = "IFLSVpgP";
  private static final String TWO_LINES = "ci";

  /** Instructions without an argument that have a meaning. */
  private static final String PLAIN =
      "(.0122NQRabd}e)lot]su\u0081\u0085\u0086\u0087\u0088\u0089\u008f\u0090\u0091\u0092\u0093\u0094\u0097\u0098";

  private static final List<String> NAMES =
      List.of(
          "torch._utils\n_rebuild_tensor_v2\n",
          "torch._utils\n_rebuild_tensor\n",
          "torch._utils\n_rebuild_parameter\n",
          "torch\nFloatStorage\n",
          "torch\nHalfStorage\n",
          "torch\nLongStorage\n",
          "torch\nBoolStorage\n",
          "torch\nSize\n",
          "collections\nOrderedDict\n",
          "collections\nCounter\n",
          "collections\ndefaultdict\n",
          "argparse\nNamespace\n",
          "_codecs\nencode\n",
          "numpy.core.multiarray\nscalar\n",
          "numpy\ndtype\n",
          "numpy.core.multiarray\n_reconstruct\n",
          "builtins\nset\n",
          "__builtin__\nobject\n",
          "copy_reg\n_reconstructor\n",
          "torch.nn.modules.linear\nLinear\n",
          "os\nsystem\n",
          "builtins\neval\n",
          "\n\n");

  private static final List<String> WORDS =
      List.of(
          "storage",
          "state_dict",
          "_parameters",
          "_buffers",
          "_modules",
          "weight",
          "0",
          "cpu",
          "little_endian",
          "module",
          "",
          "a.b",
          "é",
          "torch._utils",
          "_rebuild_tensor_v2");

  @Override
  public List<Part> split(byte[] file) {
    var parts = new ArrayList<Part>();
    int at = 0;
    for (int left = pickles; at < file.length && left > 0; ) {
      int end = Math.min(file.length, at + length(file, at));
      parts.add(
          new Part(String.valueOf((char) (file[at] & 0xFF)), Arrays.copyOfRange(file, at, end)));
      left -= file[at] == '.' ? 1 : 0;
      at = end;
    }
    if (at < file.length) {
      parts.add(new Part(REST, Arrays.copyOfRange(file, at, file.length)));
    }
    return parts;
  }

  /** Returns the length of an instruction with its argument, at least 1. */
  private static int length(byte[] file, int at) {
    char opcode = (char) (file[at] & 0xFF);
    ByteBuffer after = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(at + 1);
    if (ONE_BYTE.indexOf(opcode) >= 0) {
      return 2;
    }
    if (TWO_BYTES.indexOf(opcode) >= 0) {
      return 3;
    }
    if (FOUR_BYTES.indexOf(opcode) >= 0) {
      return 5;
    }
    if (EIGHT_BYTES.indexOf(opcode) >= 0) {
      return 9;
    }
    if (LENGTH_OF_ONE_BYTE.indexOf(opcode) >= 0 && after.remaining() >= 1) {
      return 2 + (after.get() & 0xFF);
    }
    if (LENGTH_OF_FOUR_BYTES.indexOf(opcode) >= 0 && after.remaining() >= 4) {
      return 5 + Math.max(0, Math.min(file.length, after.getInt()));
    }
    if (LENGTH_OF_EIGHT_BYTES.indexOf(opcode) >= 0 && after.remaining() >= 8) {
      return 9 + (int) Math.max(0, Math.min(file.length, after.getLong()));
    }
    int lines = LINE.indexOf(opcode) >= 0 ? 1 : TWO_LINES.indexOf(opcode) >= 0 ? 2 : 0;
    int end = at + 1;
    for (; lines > 0 && end < file.length; end++) {
      lines -= file[end] == '\n' ? 1 : 0;
    }
    return end - at;
  }

  @Override
  public byte[] join(List<Part> parts) {
    var out = new ByteArrayOutputStream();
    parts.forEach(part -> out.writeBytes(part.content()));
    return out.toByteArray();
  }

  @Override
  public Mutator mutatorOf(Part part) {
    return part.name().equals(REST)
        ? BYTES
        : (instruction, other, random) ->
            random.nextInt(3) == 0 ? argument(instruction, random) : any(random);
  }

  /** Changes the argument of an instruction, and keeps its length right. */
  private static byte[] argument(byte[] instruction, SplittableRandom random) {
    if (instruction.length < 2) {
      return any(random);
    }
    char opcode = (char) (instruction[0] & 0xFF);
    if (random.nextInt(4) == 0) {
      byte[] argument = Arrays.copyOfRange(instruction, 1, instruction.length);
      byte[] changed = BYTES.mutate(argument, argument, random);
      return ByteMutator.joined(new byte[] {instruction[0]}, changed);
    }
    return with(opcode, random);
  }

  /** Returns any instruction with an argument of its kind. */
  private static byte[] any(SplittableRandom random) {
    String all =
        PLAIN.repeat(2)
            + ONE_BYTE
            + TWO_BYTES
            + FOUR_BYTES
            + EIGHT_BYTES
            + LENGTH_OF_ONE_BYTE
            + LENGTH_OF_FOUR_BYTES
            + LENGTH_OF_EIGHT_BYTES
            + LINE
            + TWO_LINES;
    return with(all.charAt(random.nextInt(all.length())), random);
  }

  private static byte[] with(char opcode, SplittableRandom random) {
    ByteBuffer out = ByteBuffer.allocate(2048).order(ByteOrder.LITTLE_ENDIAN).put((byte) opcode);
    long value = random.nextBoolean() ? random.nextInt(8) : ByteMutator.interesting(100, random);
    byte[] text = text(random);
    if (ONE_BYTE.indexOf(opcode) >= 0) {
      out.put((byte) value);
    } else if (TWO_BYTES.indexOf(opcode) >= 0) {
      out.putShort((short) value);
    } else if (FOUR_BYTES.indexOf(opcode) >= 0) {
      out.putInt((int) value);
    } else if (EIGHT_BYTES.indexOf(opcode) >= 0) {
      out.putLong(value);
    } else if (LENGTH_OF_ONE_BYTE.indexOf(opcode) >= 0) {
      out.put((byte) text.length).put(text, 0, Math.min(255, text.length));
    } else if (LENGTH_OF_FOUR_BYTES.indexOf(opcode) >= 0) {
      out.putInt(text.length).put(text);
    } else if (LENGTH_OF_EIGHT_BYTES.indexOf(opcode) >= 0) {
      out.putLong(text.length).put(text);
    } else if (TWO_LINES.indexOf(opcode) >= 0) {
      out.put(NAMES.get(random.nextInt(NAMES.size())).getBytes(StandardCharsets.UTF_8));
    } else if (LINE.indexOf(opcode) >= 0) {
      boolean number = "IFLpg".indexOf(opcode) >= 0 && random.nextInt(8) > 0;
      String quote = opcode == 'S' ? "'" : "";
      String line = number ? String.valueOf(value) + (opcode == 'L' ? "L" : "") : quote;
      out.put(line.getBytes(StandardCharsets.UTF_8));
      if (!number) {
        out.put(text).put(quote.getBytes(StandardCharsets.UTF_8));
      }
      out.put((byte) '\n');
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static byte[] text(SplittableRandom random) {
    return random.nextInt(8) == 0
        ? ByteMutator.noise(random, random.nextInt(300))
        : WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
  }
}
