package org.atelier.weights;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A restricted interpreter of Python's pickle format: the subset that checkpoints of tensors use.
 *
 * <p>A pickle is a program: its GLOBAL and REDUCE instructions name Python functions and call them.
 * This interpreter calls nothing. It accepts the names listed in {@link #global}, builds a Java
 * value for each, and rejects every other name with a message that contains it.
 *
 * <p>The result consists of {@code Map<Object, Object>} for dictionaries, {@code List<Object>} for
 * lists, {@link Tuple}, {@link HostTensor}, {@code String}, {@code Number}, {@code Boolean} and
 * {@link None}. A list or dictionary may contain itself.
 */
final class Unpickler {
  /** The limit of values on the stack or in the memo: far more than any checkpoint has. */
  private static final int MAX_VALUES = 4_000_000;

  /** The limit of nested open containers. */
  private static final int MAX_DEPTH = 100;

  private static final int MAX_NAME = 200;

  /** Python's None. */
  enum None {
    NONE
  }

  /** Python's tuple. */
  record Tuple(List<Object> items) {}

  /**
   * A storage: the elements that a checkpoint stores outside of the pickle.
   *
   * @param key the name of the archive's entry
   * @param elements the declared number of elements
   */
  record Storage(DataType type, String key, long elements) {}

  /** Creates tensors from storages; implemented by the reader of the archive. */
  @FunctionalInterface
  interface Tensors {
    /** Creates a view of a storage; the numbers are unchecked. */
    HostTensor view(Storage storage, long offset, long[] shape, long[] strides) throws IOException;
  }

  private enum Callable {
    ORDERED_DICT,
    REBUILD_TENSOR,
    REBUILD_PARAMETER
  }

  private record StorageType(DataType type) {}

  private final Path file;
  private final ByteBuffer in;
  private final Tensors tensors;
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  /**
   * Creates an interpreter.
   *
   * @param file the file, for messages
   * @param pickle the bytes of {@code data.pkl}
   * @param tensors creates the tensors
   */
  Unpickler(Path file, ByteBuffer pickle, Tensors tensors) {
    this.file = file;
    this.in = pickle.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    this.tensors = tensors;
  }

  /** Runs to the STOP instruction and returns the value on the stack. */
  Object load() throws IOException {
    while (true) {
      int opcode = need(1).get() & 0xff;
      if (opcode == '.') {
        return pop();
      }
      execute(opcode);
      if (stack.size() > MAX_VALUES || memo.size() > MAX_VALUES) {
        throw problem("has more than " + MAX_VALUES + " values");
      }
      if (marks.size() > MAX_DEPTH) {
        throw problem("is nested deeper than " + MAX_DEPTH);
      }
    }
  }

  /** Returns the position in the bytes, after {@link #load} that behind the STOP instruction. */
  int position() {
    return in.position();
  }

  /** Executes one instruction; the names are those of Python's pickletools. */
  private void execute(int opcode) throws IOException {
    switch (opcode) {
      case 0x80 -> protocol(need(1).get());
      case 0x95 -> need(Long.BYTES).getLong(); // FRAME: only a hint for buffering
      case 'N' -> push(None.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'K' -> push((long) (need(1).get() & 0xff)); // BININT1
      case 'M' -> push((long) (need(2).getShort() & 0xffff)); // BININT2
      case 'J' -> push((long) need(4).getInt()); // BININT
      case 0x8a -> push(longInteger(need(1).get() & 0xff)); // LONG1
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(need(8).getLong()))); // BINFLOAT
      case 'X' -> push(text(need(4).getInt())); // BINUNICODE
      case 0x8c -> push(text(need(1).get() & 0xff)); // SHORT_BINUNICODE
      case '(' -> marks.add(stack.size());
      case ')' -> push(new Tuple(List.of()));
      case 't' -> push(new Tuple(popToMark()));
      case 0x85 -> push(new Tuple(pop(1)));
      case 0x86 -> push(new Tuple(pop(2)));
      case 0x87 -> push(new Tuple(pop(3)));
      case ']' -> push(new ArrayList<>());
      case 'a' -> append(pop(1));
      case 'e' -> append(popToMark());
      case '}' -> push(new LinkedHashMap<>());
      case 's' -> setItems(pop(2));
      case 'u' -> setItems(popToMark());
      case 'q' -> memo.put(need(1).get() & 0xff, top()); // BINPUT
      case 'r' -> memo.put(need(4).getInt(), top()); // LONG_BINPUT
      case 0x94 -> memo.put(memo.size(), top()); // MEMOIZE
      case 'h' -> push(remembered(need(1).get() & 0xff)); // BINGET
      case 'j' -> push(remembered(need(4).getInt())); // LONG_BINGET
      case 'c' -> push(global(line(), line())); // GLOBAL
      case 0x93 -> { // STACK_GLOBAL
        List<Object> names = pop(2);
        push(global(as(String.class, names.get(0)), as(String.class, names.get(1))));
      }
      case 'i' -> throw refused(line() + "." + line()); // INST names a class and calls it
      case 'Q' -> push(storage(as(Tuple.class, pop()).items())); // BINPERSID
      case 'R' -> { // REDUCE
        List<Object> call = pop(2);
        push(reduce(call.get(0), as(Tuple.class, call.get(1)).items()));
      }
      case 'b' -> build();
      default ->
          throw problem(
              "uses pickle instruction 0x"
                  + Integer.toHexString(opcode)
                  + ", which tensors do not use");
    }
  }

  /** Returns the value of a global name; rejects names that are not listed. */
  private Object global(String module, String name) throws WeightsException {
    String qualified = module + "." + name;
    return switch (qualified) {
      case "collections.OrderedDict" -> Callable.ORDERED_DICT;
      case "torch._utils._rebuild_tensor_v2" -> Callable.REBUILD_TENSOR;
      case "torch._utils._rebuild_parameter" -> Callable.REBUILD_PARAMETER;
      case "torch.FloatStorage" -> new StorageType(DataType.FLOAT32);
      case "torch.DoubleStorage" -> new StorageType(DataType.FLOAT64);
      case "torch.HalfStorage" -> new StorageType(DataType.FLOAT16);
      case "torch.BFloat16Storage" -> new StorageType(DataType.BFLOAT16);
      case "torch.LongStorage" -> new StorageType(DataType.INT64);
      case "torch.IntStorage" -> new StorageType(DataType.INT32);
      case "torch.ShortStorage" -> new StorageType(DataType.INT16);
      case "torch.CharStorage" -> new StorageType(DataType.INT8);
      case "torch.ByteStorage" -> new StorageType(DataType.UINT8);
      case "torch.BoolStorage" -> new StorageType(DataType.BOOLEAN);
      default -> throw refused(qualified);
    };
  }

  private Object reduce(Object callable, List<Object> arguments) throws IOException {
    if (callable == Callable.ORDERED_DICT && arguments.isEmpty()) {
      return new LinkedHashMap<>();
    }
    if (callable == Callable.REBUILD_PARAMETER && arguments.size() == 3) {
      return as(HostTensor.class, arguments.get(0)); // the others: requires_grad, hooks
    }
    // The arguments after the fourth: requires_grad, hooks and, sometimes, metadata.
    if (callable == Callable.REBUILD_TENSOR && (arguments.size() == 6 || arguments.size() == 7)) {
      return tensors.view(
          as(Storage.class, arguments.get(0)),
          as(Long.class, arguments.get(1)),
          longs(arguments.get(2)),
          longs(arguments.get(3)));
    }
    throw problem(
        "calls "
            + kind(callable)
            + " with "
            + arguments.size()
            + " arguments, which is not supported");
  }

  /**
   * A persistent id: ('storage', type, key, device, number of elements). Before PyTorch 1.6 there
   * was a sixth part for storages within storages, which PyTorch itself has not made since 0.4.
   */
  private Storage storage(List<Object> id) throws WeightsException {
    boolean whole = id.size() == 5 || (id.size() == 6 && id.get(5) == None.NONE);
    if (!whole || !"storage".equals(id.get(0))) {
      throw problem("refers to something that is not a storage of tensors");
    }
    return new Storage(
        as(StorageType.class, id.get(1)).type(),
        as(String.class, id.get(2)),
        as(Long.class, id.get(4)));
  }

  /** Ignores attributes of a dictionary, such as a state dict's _metadata. */
  private void build() throws WeightsException {
    pop();
    if (!(top() instanceof Map)) {
      throw problem(
          "sets attributes of " + kind(top()) + "; only dictionaries may have attributes");
    }
  }

  private void append(List<Object> items) throws WeightsException {
    @SuppressWarnings("unchecked") // every list on the stack was created by this class
    List<Object> list = as(List.class, top());
    list.addAll(items);
  }

  private void setItems(List<Object> items) throws WeightsException {
    @SuppressWarnings("unchecked") // every map on the stack was created by this class
    Map<Object, Object> map = as(Map.class, top());
    if (items.size() % 2 != 0) {
      throw problem("has a dictionary key without a value");
    }
    for (int i = 0; i < items.size(); i += 2) {
      Object key = items.get(i);
      // Containers as keys could contain themselves, and hashing would not terminate.
      if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
        throw problem("has " + kind(key) + " as a dictionary key; expected text or a number");
      }
      map.put(key, items.get(i + 1));
    }
  }

  private void protocol(int version) throws WeightsException {
    if (version < 2 || version > 5) {
      throw problem("has pickle protocol " + version + "; 2 to 5 are supported");
    }
  }

  private Object remembered(int index) throws WeightsException {
    Object value = memo.get(index);
    if (value == null) {
      throw problem("refers to the memo's value " + index + ", which was never stored");
    }
    return value;
  }

  private Number longInteger(int length) throws WeightsException {
    var bigEndian = new byte[length];
    need(length);
    for (int i = length - 1; i >= 0; i--) {
      bigEndian[i] = in.get();
    }
    var value = length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian);
    return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
  }

  private String text(int length) throws WeightsException {
    need(length);
    ByteBuffer bytes = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw problem("has a text that is not UTF-8");
    }
  }

  private String line() throws WeightsException {
    var line = new StringBuilder();
    for (int c = need(1).get(); c != '\n'; c = need(1).get()) {
      if (c < ' ' || line.length() == MAX_NAME) {
        throw problem("has a global name that is not valid");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private long[] longs(Object tuple) throws WeightsException {
    List<Object> items = as(Tuple.class, tuple).items();
    var values = new long[items.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = as(Long.class, items.get(i));
    }
    return values;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() throws WeightsException {
    int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    if (stack.size() <= floor) {
      throw problem("pops from an empty stack");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() throws WeightsException {
    Object value = top();
    stack.remove(stack.size() - 1);
    return value;
  }

  private List<Object> pop(int count) throws WeightsException {
    var values = new ArrayList<Object>(count);
    for (int i = 0; i < count; i++) {
      values.add(0, pop());
    }
    return values;
  }

  private List<Object> popToMark() throws WeightsException {
    if (marks.isEmpty()) {
      throw problem("closes a container that was never opened");
    }
    List<Object> above = stack.subList(marks.remove(marks.size() - 1), stack.size());
    var values = new ArrayList<>(above);
    above.clear();
    return values;
  }

  /** Returns the input, checked to have at least this many bytes left. */
  private ByteBuffer need(int bytes) throws WeightsException {
    if (bytes < 0 || bytes > in.remaining()) {
      throw problem("ends in the middle of a value");
    }
    return in;
  }

  private <T> T as(Class<T> expected, Object value) throws WeightsException {
    if (!expected.isInstance(value)) {
      throw problem("has " + kind(value) + " where " + expected.getSimpleName() + " is expected");
    }
    return expected.cast(value);
  }

  /** Describes a value without its content, because it may contain itself. */
  private static String kind(Object value) {
    return value instanceof Callable c ? c.name() : value.getClass().getSimpleName();
  }

  private WeightsException refused(String name) {
    return new WeightsException(
        file,
        "refused, because it refers to the Python object '"
            + name
            + "'. Only tensors in dictionaries, lists and plain values are read, and nothing is"
            + " ever executed. If you trust the file, save its weights alone in Python:"
            + " torch.save(model.state_dict(), path)");
  }

  private WeightsException problem(String what) {
    return new WeightsException(
        file,
        "the checkpoint's pickle "
            + what
            + " (at byte "
            + in.position()
            + "); the file is damaged or was not written by torch.save");
  }
}
