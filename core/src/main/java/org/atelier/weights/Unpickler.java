package org.atelier.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.atelier.weights.Pickled.Dict;
import org.atelier.weights.Pickled.Inert;
import org.atelier.weights.Pickled.Tuple;

/**
 * Reads a pickle of any protocol (0 to 5, of Python 2 and 3) as data.
 *
 * <p>A pickle is a program for a stack machine. Python's interpreter lets it import any function
 * and call it. This interpreter calls nothing: a global name is a value, and a call makes an {@link
 * Inert} object that says what would have been called with which arguments, except for a few names
 * of PyTorch and of Python's containers, which {@link PythonObjects} lists.
 *
 * <p>Nothing recurses, and {@link PickleBudget} bounds memory and time.
 */
final class Unpickler {
  /** The limit of nested open containers. */
  private static final int MAX_DEPTH = 10_000;

  private final PickleInput in;
  private final PickleBudget budget;
  private final PythonObjects objects;
  private final Consumer<Pickled.Storage> onStorage;
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  /**
   * Creates an interpreter.
   *
   * @param file the file, for messages
   * @param pickle the bytes, from the first of the pickle on
   * @param budget what it may take
   * @param onStorage is told each storage that the pickle refers to
   */
  Unpickler(
      Path file, ByteBuffer pickle, PickleBudget budget, Consumer<Pickled.Storage> onStorage) {
    this.in = new PickleInput(file, pickle);
    this.budget = budget;
    this.objects = new PythonObjects(in::problem, budget);
    this.onStorage = onStorage;
  }

  /** Runs to the STOP instruction and returns the value on the stack. */
  Object load() throws WeightsException {
    try {
      while (true) {
        int opcode = in.uint1();
        if (opcode == '.') {
          return pop();
        }
        budget.steps(1);
        execute(opcode);
        if (marks.size() > MAX_DEPTH) {
          throw in.problem("is nested deeper than " + MAX_DEPTH);
        }
      }
    } catch (PickleBudget.SpentException e) {
      throw in.problem(e.getMessage());
    }
  }

  /** Returns the position in the bytes, after {@link #load} that behind the STOP instruction. */
  int position() {
    return in.position();
  }

  /** Executes one instruction; the names are those of Python's pickletools. */
  private void execute(int opcode) throws WeightsException {
    switch (opcode) {
      case 0x80 -> protocol(in.uint1());
      case 0x95 -> in.skip(8); // FRAME: only a hint for buffering
      case 'N' -> push(Pickled.None.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'K' -> number((long) in.uint1()); // BININT1
      case 'M' -> number((long) in.uint2()); // BININT2
      case 'J' -> number((long) in.int4()); // BININT
      case 'I', 'L' -> number(in.decimalInteger()); // INT, LONG
      case 0x8a -> integer(in.length(1)); // LONG1
      case 0x8b -> integer(in.length(4)); // LONG4
      case 'F' -> number(in.decimalFloat()); // FLOAT
      case 'G' -> number(in.float8()); // BINFLOAT
      case 'S' -> text(in.quoted()); // STRING
      case 'V' -> text(in.escaped()); // UNICODE
      case 'X' -> unicode(in.length(4)); // BINUNICODE
      case 0x8c -> unicode(in.length(1)); // SHORT_BINUNICODE
      case 0x8d -> unicode(in.length(8)); // BINUNICODE8
      case 'T' -> string(in.length(4)); // BINSTRING
      case 'U' -> string(in.length(1)); // SHORT_BINSTRING
      case 'B' -> bytes(in.length(4)); // BINBYTES
      case 'C' -> bytes(in.length(1)); // SHORT_BINBYTES
      case 0x8e, 0x96 -> bytes(in.length(8)); // BINBYTES8, BYTEARRAY8
      case '(' -> mark();
      case '0' -> popOrMark(); // POP
      case '1' -> popToMark(); // POP_MARK
      case '2' -> push(top()); // DUP
      case ')' -> push(tuple(List.of()));
      case 't' -> push(tuple(popToMark()));
      case 0x85 -> push(tuple(pop(1)));
      case 0x86 -> push(tuple(pop(2)));
      case 0x87 -> push(tuple(pop(3)));
      case ']', 0x8f -> push(objects.sequence(List.of())); // EMPTY_LIST, EMPTY_SET
      case 'l' -> push(objects.sequence(popToMark())); // LIST
      case 0x91 -> push(objects.frozenSet(popToMark())); // FROZENSET
      case 'a' -> objects.append(pop(1), top());
      case 'e', 0x90 -> { // APPENDS, ADDITEMS
        List<Object> items = popToMark();
        objects.append(items, top());
      }
      case '}' -> push(objects.dict());
      case 'd' -> { // DICT
        List<Object> items = popToMark();
        Dict dict = objects.dict();
        objects.setItems(items, dict);
        push(dict);
      }
      case 's' -> objects.setItems(pop(2), top());
      case 'u' -> { // SETITEMS
        List<Object> items = popToMark();
        objects.setItems(items, top());
      }
      case 'p' -> put(in.index()); // PUT
      case 'q' -> put(in.uint1()); // BINPUT
      case 'r' -> put(in.int4()); // LONG_BINPUT
      case 0x94 -> put(memo.size()); // MEMOIZE
      case 'g' -> push(remembered(in.index())); // GET
      case 'h' -> push(remembered(in.uint1())); // BINGET
      case 'j' -> push(remembered(in.int4())); // LONG_BINGET
      case 'c' -> push(objects.global(in.name(), in.name())); // GLOBAL
      case 0x93 -> { // STACK_GLOBAL
        List<Object> names = pop(2);
        push(objects.global(as(String.class, names.get(0)), as(String.class, names.get(1))));
      }
      case 'Q' -> persistent(pop()); // BINPERSID
      case 'R' -> { // REDUCE
        List<Object> call = pop(2);
        push(objects.call(call.get(0), as(Tuple.class, call.get(1)).items));
      }
      case 'i' -> { // INST
        Object type = objects.global(in.name(), in.name());
        push(objects.call(type, popToMark()));
      }
      case 'o' -> { // OBJ
        List<Object> call = popToMark();
        if (call.isEmpty()) {
          throw in.problem("makes an object of no class");
        }
        push(objects.call(call.get(0), List.copyOf(call.subList(1, call.size()))));
      }
      case 0x81 -> { // NEWOBJ
        List<Object> call = pop(2);
        push(objects.create(call.get(0), as(Tuple.class, call.get(1)).items));
      }
      case 0x92 -> { // NEWOBJ_EX
        List<Object> call = pop(3);
        push(
            objects.createWithKeywords(
                call.get(0), as(Tuple.class, call.get(1)).items, as(Dict.class, call.get(2))));
      }
      case 'b' -> { // BUILD
        Object state = pop();
        objects.build(top(), state);
      }
      case 'P' -> throw in.problem("refers to an object outside of it by a text"); // PERSID
      case 0x82, 0x83, 0x84 ->
          throw in.problem("uses a number of Python's extension registry in place of a name");
      case 0x97, 0x98 -> throw in.problem("refers to buffers outside of it");
      default ->
          throw in.problem(
              "has 0x" + Integer.toHexString(opcode) + ", which is no pickle instruction");
    }
  }

  private void protocol(int version) throws WeightsException {
    if (version > 5) {
      throw in.problem("has pickle protocol " + version + "; 0 to 5 are supported");
    }
  }

  private void persistent(Object id) throws WeightsException {
    Object value = objects.persistent(id);
    if (value instanceof Pickled.Storage storage) {
      onStorage.accept(storage);
    }
    push(value);
  }

  private void put(int index) throws WeightsException {
    if (memo.put(index, top()) == null) {
      budget.bytes(PickleBudget.MEMO);
    }
  }

  private Object remembered(int index) throws WeightsException {
    Object value = memo.get(index);
    if (value == null) {
      throw in.problem("refers to the memo's value " + index + ", which was never stored");
    }
    return value;
  }

  private void number(Object value) {
    budget.bytes(PickleBudget.NUMBER);
    push(value);
  }

  private void integer(int length) throws WeightsException {
    budget.bytes(2L * length);
    number(in.integer(length));
  }

  private void text(String value) {
    budget.bytes(PickleBudget.TEXT + 2L * value.length());
    push(value);
  }

  private void unicode(int length) throws WeightsException {
    budget.bytes(2L * length);
    text(in.text(length));
  }

  private void string(int length) throws WeightsException {
    budget.bytes(2L * length);
    text(in.text2(length));
  }

  private void bytes(int length) throws WeightsException {
    in.skip(length);
    budget.bytes(PickleBudget.TEXT + PickleBudget.CONTAINER);
    push(new Pickled.Opaque(length + " bytes"));
  }

  private Tuple tuple(List<Object> items) {
    budget.bytes(PickleBudget.CONTAINER);
    return new Tuple(items);
  }

  private void mark() {
    budget.bytes(PickleBudget.NUMBER);
    marks.add(stack.size());
  }

  private void push(Object value) {
    budget.bytes(PickleBudget.SLOT);
    stack.add(value);
  }

  private int floor() {
    return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
  }

  private Object top() throws WeightsException {
    if (stack.size() <= floor()) {
      throw in.problem("pops from an empty stack");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() throws WeightsException {
    Object value = top();
    stack.remove(stack.size() - 1);
    return value;
  }

  private void popOrMark() throws WeightsException {
    if (!marks.isEmpty() && stack.size() == floor()) {
      marks.remove(marks.size() - 1);
    } else {
      pop();
    }
  }

  private List<Object> pop(int count) throws WeightsException {
    int begin = stack.size() - count;
    if (begin < floor()) {
      throw in.problem("pops from an empty stack");
    }
    return taken(begin);
  }

  private List<Object> popToMark() throws WeightsException {
    if (marks.isEmpty()) {
      throw in.problem("closes a container that was never opened");
    }
    return taken(marks.remove(marks.size() - 1));
  }

  private List<Object> taken(int begin) {
    List<Object> above = stack.subList(begin, stack.size());
    budget.bytes(PickleBudget.CONTAINER + (long) PickleBudget.SLOT * above.size());
    List<Object> values = List.of(above.toArray());
    above.clear();
    return values;
  }

  private <T> T as(Class<T> expected, Object value) throws WeightsException {
    if (!expected.isInstance(value)) {
      throw in.problem(
          "has %s where %s is expected"
              .formatted(
                  Pickled.kind(value),
                  expected == String.class
                      ? "a text"
                      : expected == Tuple.class ? "a tuple" : "a dictionary"));
    }
    return expected.cast(value);
  }
}
