package org.atelier.weights;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.atelier.weights.Pickled.Dict;
import org.atelier.weights.Pickled.ElementType;
import org.atelier.weights.Pickled.Global;
import org.atelier.weights.Pickled.Inert;
import org.atelier.weights.Pickled.Key;
import org.atelier.weights.Pickled.None;
import org.atelier.weights.Pickled.Sequence;
import org.atelier.weights.Pickled.Storage;
import org.atelier.weights.Pickled.Tensor;
import org.atelier.weights.Pickled.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * What the names in a pickle stand for: tensors and storages of PyTorch 0.1 to 2, and the
 * containers of Python 2 and 3. Every other object becomes an {@link Inert} one.
 */
final class PythonObjects {
  private static final int MAX_RANK = 64;
  private static final Tuple NO_ITEMS = new Tuple(List.of());

  private static final Map<String, ElementType> STORAGES =
      Map.ofEntries(
          storage("Float", "float32", DataType.FLOAT32, 4),
          storage("Double", "float64", DataType.FLOAT64, 8),
          storage("Half", "float16", DataType.FLOAT16, 2),
          storage("BFloat16", "bfloat16", DataType.BFLOAT16, 2),
          storage("Long", "int64", DataType.INT64, 8),
          storage("Int", "int32", DataType.INT32, 4),
          storage("Short", "int16", DataType.INT16, 2),
          storage("Char", "int8", DataType.INT8, 1),
          storage("Byte", "uint8", DataType.UINT8, 1),
          storage("Bool", "bool", DataType.BOOLEAN, 1),
          storage("Untyped", "bytes", DataType.UINT8, 1),
          storage("ComplexFloat", "complex64", null, 8),
          storage("ComplexDouble", "complex128", null, 16),
          storage("ComplexHalf", "complex32", null, 4),
          storage("QInt8", "qint8", null, 1),
          storage("QUInt8", "quint8", null, 1),
          storage("QInt32", "qint32", null, 4),
          storage("QUInt4x2", "quint4x2", null, 1),
          storage("QUInt2x4", "quint2x4", null, 1));

  /** The types that a tensor of an untyped storage names, such as torch.float32. */
  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          type("float", STORAGES.get("FloatStorage")),
          type("float32", STORAGES.get("FloatStorage")),
          type("double", STORAGES.get("DoubleStorage")),
          type("float64", STORAGES.get("DoubleStorage")),
          type("half", STORAGES.get("HalfStorage")),
          type("float16", STORAGES.get("HalfStorage")),
          type("bfloat16", STORAGES.get("BFloat16Storage")),
          type("long", STORAGES.get("LongStorage")),
          type("int64", STORAGES.get("LongStorage")),
          type("int", STORAGES.get("IntStorage")),
          type("int32", STORAGES.get("IntStorage")),
          type("short", STORAGES.get("ShortStorage")),
          type("int16", STORAGES.get("ShortStorage")),
          type("int8", STORAGES.get("CharStorage")),
          type("uint8", STORAGES.get("ByteStorage")),
          type("bool", STORAGES.get("BoolStorage")));

  private final Function<String, WeightsException> problem;
  private final PickleBudget budget;
  private final PickleKeys keys;

  /**
   * Creates the objects of one pickle.
   *
   * @param problem makes an exception of what is wrong with the pickle
   */
  PythonObjects(Function<String, WeightsException> problem, PickleBudget budget) {
    this.problem = problem;
    this.budget = budget;
    this.keys = new PickleKeys(budget);
  }

  private static Map.Entry<String, ElementType> storage(
      String name, String type, @Nullable DataType supported, int width) {
    return Map.entry(name + "Storage", new ElementType(type, supported, width));
  }

  private static Map.Entry<String, ElementType> type(String name, ElementType type) {
    return Map.entry("torch." + name, type);
  }

  /** A global name, which stands for nothing but itself. */
  Global global(String module, String name) {
    budget.bytes(
        PickleBudget.CONTAINER + PickleBudget.TEXT + 2L * (module.length() + name.length()));
    return new Global(module, name);
  }

  Sequence sequence(List<Object> items) {
    budget.bytes(PickleBudget.CONTAINER);
    var sequence = new Sequence();
    if (!items.isEmpty()) {
      add(sequence, items);
    }
    return sequence;
  }

  Sequence frozenSet(List<Object> items) {
    budget.bytes(PickleBudget.CONTAINER);
    var set = new Sequence(true);
    add(set, items);
    return set;
  }

  Dict dict() {
    budget.bytes(PickleBudget.CONTAINER);
    return new Dict();
  }

  private Inert inert(Object what, List<Object> arguments) {
    budget.bytes(2L * PickleBudget.CONTAINER);
    String name =
        what instanceof Global global
            ? global.qualified()
            : what instanceof Inert object ? object.name : Pickled.kind(what);
    return new Inert(name, arguments);
  }

  /** REDUCE, INST and OBJ: calls a function or a class. */
  Object call(Object callable, List<Object> arguments) throws WeightsException {
    if (!(callable instanceof Global global)) {
      return inert(callable, arguments);
    }
    int count = arguments.size();
    switch (global.qualified()) {
      case "collections.OrderedDict",
          "builtins.dict",
          "__builtin__.dict",
          "collections.Counter" -> {
        if (count <= 1) {
          return filled(dict(), count == 0 ? NO_ITEMS : arguments.get(0));
        }
      }
      case "collections.defaultdict" -> {
        // The first argument is the class of the values that are missing.
        if (count <= 2) {
          return filled(dict(), count < 2 ? NO_ITEMS : arguments.get(1));
        }
      }
      case "builtins.set",
          "builtins.frozenset",
          "builtins.list",
          "__builtin__.set",
          "__builtin__.frozenset",
          "__builtin__.list",
          "collections.deque" -> {
        if (count == 0) {
          return global.name().equals("frozenset") ? frozenSet(List.of()) : sequence(List.of());
        }
        List<Object> items = itemsOrNull(arguments.get(0));
        if (items != null) {
          return global.name().equals("frozenset") ? frozenSet(items) : sequence(items);
        }
      }
      case "torch.Size", "builtins.tuple", "__builtin__.tuple" -> {
        List<Object> items = count == 1 ? itemsOrNull(arguments.get(0)) : null;
        if (items != null) {
          budget.bytes(PickleBudget.CONTAINER + (long) PickleBudget.SLOT * items.size());
          budget.steps(items.size());
          return new Tuple(List.copyOf(items));
        }
      }
      case "copy_reg.__newobj__", "copyreg.__newobj__" -> {
        if (count >= 1) {
          return create(arguments.get(0), arguments.subList(1, count));
        }
      }
      case "copyreg.__newobj_ex__" -> {
        if (count == 3
            && arguments.get(1) instanceof Tuple positional
            && arguments.get(2) instanceof Dict keywords) {
          return createWithKeywords(arguments.get(0), positional.items, keywords);
        }
      }
      case "copy_reg._reconstructor", "copyreg._reconstructor" -> {
        // The class, its built-in base class, and the content of that.
        if (count == 3) {
          return reconstructed(arguments);
        }
      }
      default -> {
        Object tensor = TensorCalls.call(this, global.qualified(), arguments);
        if (tensor != null) {
          return tensor;
        }
      }
    }
    return inert(global, arguments);
  }

  private Object reconstructed(List<Object> arguments) throws WeightsException {
    Object made = create(arguments.get(0), List.of());
    Object content = arguments.get(2);
    if (content instanceof Dict dict && made instanceof Dict target) {
      return filled(target, dict);
    }
    if (made instanceof Inert object) {
      if (content instanceof Dict dict) {
        object.dict = dict;
      } else if (content instanceof Sequence list) {
        object.list = list;
      } else if (content instanceof Tuple tuple) {
        return inert(arguments.get(0), tuple.items);
      }
    }
    return made;
  }

  /** NEWOBJ: makes an object of a class without calling it. */
  Object create(Object type, List<Object> arguments) throws WeightsException {
    return call(type, arguments);
  }

  /** NEWOBJ_EX. */
  Object createWithKeywords(Object type, List<Object> arguments, Dict keywords)
      throws WeightsException {
    Object made = create(type, arguments);
    if (!(made instanceof Inert) || keywords.items().isEmpty()) {
      return made;
    }
    budget.bytes(PickleBudget.CONTAINER + (long) PickleBudget.SLOT * arguments.size());
    budget.steps(arguments.size());
    var all = new ArrayList<Object>(arguments);
    all.add(keywords);
    return inert(type, all);
  }

  /** BUILD: sets the attributes of an object; those of tensors and containers are left out. */
  void build(Object object, Object state) throws WeightsException {
    if (object instanceof Inert inert) {
      inert.state = state;
    } else if (!(object instanceof Dict
        || object instanceof Sequence
        || object instanceof Tuple
        || object instanceof Tensor)) {
      throw problem.apply("sets attributes of " + Pickled.kind(object));
    }
  }

  /** APPEND, APPENDS and ADDITEMS. */
  void append(List<Object> items, Object target) throws WeightsException {
    if (target instanceof Sequence sequence) {
      add(sequence, items);
    } else if (target instanceof Inert inert) {
      if (inert.list == null) {
        inert.list = sequence(List.of());
      }
      add(inert.list, items);
    } else {
      throw problem.apply("appends to " + Pickled.kind(target));
    }
  }

  private void add(Sequence sequence, List<Object> items) {
    budget.steps(items.size());
    budget.bytes(PickleBudget.CONTAINER + 2L * PickleBudget.SLOT * items.size());
    sequence.addAll(items);
  }

  /** SETITEM, SETITEMS and DICT. */
  void setItems(List<Object> items, Object target) throws WeightsException {
    if (items.size() % 2 != 0) {
      throw problem.apply("has a dictionary key without a value");
    }
    Dict dict;
    if (target instanceof Inert inert) {
      if (inert.dict == null) {
        inert.dict = dict();
      }
      dict = inert.dict;
    } else if (target instanceof Dict own) {
      dict = own;
    } else {
      throw problem.apply("sets items of " + Pickled.kind(target));
    }
    budget.steps(items.size());
    for (int i = 0; i < items.size(); i += 2) {
      put(dict, items.get(i), items.get(i + 1));
    }
  }

  private void put(Dict dict, Object key, Object value) throws WeightsException {
    if (dict.items().isEmpty()) {
      budget.bytes(PickleBudget.TABLE);
    }
    if (dict.put(key(key), value)) {
      budget.bytes(PickleBudget.ITEM);
    }
  }

  /** Copies a dictionary, or pairs of keys and values, into a dictionary. */
  private Dict filled(Dict dict, Object content) throws WeightsException {
    if (content instanceof Dict other) {
      budget.steps(other.items().size());
      for (Map.Entry<Key, Object> item : other.items().entrySet()) {
        if (dict.put(item.getKey(), item.getValue())) {
          budget.bytes(PickleBudget.ITEM + PickleBudget.TABLE);
        }
      }
      return dict;
    }
    List<Object> pairs = itemsOrNull(content);
    if (pairs == null) {
      throw problem.apply("makes a dictionary of " + Pickled.kind(content));
    }
    budget.steps(pairs.size());
    for (Object pair : pairs) {
      List<Object> two = itemsOrNull(pair);
      if (two == null || two.size() != 2) {
        throw problem.apply("makes a dictionary of something other than pairs");
      }
      put(dict, two.get(0), two.get(1));
    }
    return dict;
  }

  static @Nullable List<Object> itemsOrNull(Object value) {
    if (value instanceof Tuple tuple) {
      return tuple.items;
    }
    return value instanceof Sequence sequence ? sequence.items() : null;
  }

  private Key key(Object value) throws WeightsException {
    if (value instanceof Dict || value instanceof Sequence sequence && !sequence.frozen) {
      throw problem.apply("has " + Pickled.kind(value) + " as a dictionary key");
    }
    return keys.of(value);
  }

  /**
   * A persistent id: ('storage', type, key, device, number of elements), and to PyTorch 0.4 for a
   * range of a storage (key, offset, number of elements) as a sixth part; or ('module', class,
   * file, source), which stands for the class.
   */
  Object persistent(Object value) throws WeightsException {
    List<Object> id = value instanceof Tuple tuple ? tuple.items : List.of();
    if (id.size() == 4 && "module".equals(id.get(0)) && id.get(1) instanceof Global type) {
      return type;
    }
    if (id.size() < 5 || id.size() > 6 || !"storage".equals(id.get(0))) {
      throw problem.apply("refers to something that is not a storage of tensors");
    }
    if (!(id.get(1) instanceof Global global)) {
      throw problem.apply("has " + Pickled.kind(id.get(1)) + " as the type of a storage");
    }
    ElementType type = STORAGES.get(global.name());
    if (type == null || !global.module().matches("torch(\\.cuda|\\.storage|\\.cpu)?")) {
      throw problem.apply(
          "has storages of the type '" + Pickled.kind(global) + "', which is not known");
    }
    Object key = id.get(2);
    if (!(key instanceof String || key instanceof Long)) {
      throw problem.apply("has " + Pickled.kind(key) + " as the key of a storage");
    }
    budget.bytes(2L * PickleBudget.CONTAINER);
    long elements = whole(id.get(4));
    List<Object> range = id.size() == 6 ? itemsOrNull(id.get(5)) : List.of();
    if (id.size() == 5 || id.get(5) == None.NONE) {
      return new Storage(type, key.toString(), elements, 0, -1);
    }
    if (range == null || range.size() != 3) {
      throw problem.apply("has a range of a storage without begin and length");
    }
    return new Storage(type, key.toString(), elements, whole(range.get(1)), whole(range.get(2)));
  }

  /** A tensor of a storage; {@code type} is null if it is the storage's. */
  Object tensor(List<Object> arguments, @Nullable ElementType type) throws WeightsException {
    if (!(arguments.get(0) instanceof Storage storage)) {
      throw problem.apply("has " + Pickled.kind(arguments.get(0)) + " as a tensor's storage");
    }
    long[] shape = wholes(arguments.get(2));
    long[] strides = wholes(arguments.get(3));
    budget.bytes(3L * PickleBudget.CONTAINER + 16L * (shape.length + strides.length));
    return new Tensor(
        storage, type == null ? storage.type() : type, whole(arguments.get(1)), shape, strides);
  }

  /** The type that a name such as torch.float32 stands for. */
  static ElementType typeOf(Object name) {
    String qualified = name instanceof Global global ? global.qualified() : Pickled.kind(name);
    ElementType type = TYPES.get(qualified);
    return type == null ? new ElementType(qualified, null, 1) : type;
  }

  private long whole(Object value) throws WeightsException {
    if (value instanceof Long number) {
      return number;
    }
    throw problem.apply("has " + Pickled.kind(value) + " where an integer is expected");
  }

  private long[] wholes(Object value) throws WeightsException {
    List<Object> items = itemsOrNull(value);
    if (items == null || items.size() > MAX_RANK) {
      throw problem.apply(
          "has a tensor whose shape or strides are no tuple of at most 64 integers");
    }
    var values = new long[items.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = whole(items.get(i));
    }
    return values;
  }
}
