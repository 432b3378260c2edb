package org.atelier.weights;

import ai.djl.ndarray.types.DataType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that a pickle describes, as data. Besides these classes, texts are {@code String},
 * integers {@code Long} or {@link BigInteger}, floats {@code Double} and booleans {@code Boolean}.
 *
 * <p>Values may contain each other and themselves, so all containers have the identity's equals and
 * hash code, and nothing here recurses without a bound.
 */
final class Pickled {
  private Pickled() {}

  /** Python's None. */
  enum None {
    NONE
  }

  /** Python's tuple. */
  static final class Tuple {
    final List<Object> items;

    Tuple(List<Object> items) {
      this.items = items;
    }
  }

  /** Python's list, set, frozenset or deque. */
  static final class Sequence {
    /** Whether it is a frozenset, which may be a dictionary's key. */
    final boolean frozen;

    private @Nullable List<Object> items;

    Sequence() {
      this(false);
    }

    Sequence(boolean frozen) {
      this.frozen = frozen;
    }

    void addAll(List<Object> more) {
      if (items == null) {
        items = new ArrayList<>(more);
      } else {
        items.addAll(more);
      }
    }

    List<Object> items() {
      return items == null ? List.of() : items;
    }
  }

  /** Python's dict, OrderedDict, defaultdict or Counter. */
  static final class Dict {
    private @Nullable Map<Key, Object> items;

    /** Sets an item, and returns whether the key is a new one. */
    boolean put(Key key, Object value) {
      if (items == null) {
        items = new LinkedHashMap<>(4);
      }
      return items.put(key, value) == null;
    }

    Map<Key, Object> items() {
      return items == null ? Map.of() : items;
    }

    @Nullable Object get(String key) {
      return items == null ? null : items.get(Key.of(key));
    }
  }

  /**
   * A dictionary's key. Comparable, so that a hash table of keys that were made to collide is still
   * searched in logarithmic time.
   *
   * @param kind keys of different kinds are different
   * @param text the key in a tensor's name
   */
  record Key(char kind, String text) implements Comparable<Key> {
    static Key of(String text) {
      return new Key('s', text);
    }

    @Override
    public int compareTo(Key other) {
      int order = Character.compare(kind, other.kind);
      return order != 0 ? order : text.compareTo(other.text);
    }
  }

  /** A name of Python's, of a class or a function; nothing is ever looked up by it. */
  record Global(String module, String name) {
    String qualified() {
      return module + "." + name;
    }
  }

  /** A value whose content is not kept: bytes, or an integer of many digits. */
  record Opaque(String description) {}

  /**
   * A Python object that is not known here: what its class or function is called, with which
   * arguments, and what was put into it. It does nothing.
   */
  static final class Inert {
    final String name;
    final List<Object> arguments;
    @Nullable Object state;
    @Nullable Sequence list;
    @Nullable Dict dict;

    Inert(String name, List<Object> arguments) {
      this.name = name;
      this.arguments = arguments;
    }
  }

  /**
   * The type of a storage's elements.
   *
   * @param name as in a message
   * @param type null if tensors of the type are not supported
   * @param width the bytes of an element
   */
  record ElementType(String name, @Nullable DataType type, int width) {}

  /**
   * A storage: elements that a checkpoint keeps outside of the pickle, or a range of them.
   *
   * @param type the type of the elements
   * @param key the name of the whole storage
   * @param elements the declared number of elements of the whole storage
   * @param offset the first element of the range
   * @param count the elements of the range; -1 is the whole storage
   */
  record Storage(ElementType type, String key, long elements, long offset, long count) {}

  /**
   * A tensor, whose numbers are unchecked and whose elements are not yet read.
   *
   * @param storage the elements
   * @param type the type of the tensor's elements
   * @param offset the first element in the storage
   */
  static final class Tensor {
    final Storage storage;
    final ElementType type;
    final long offset;
    final long[] shape;
    final long[] strides;

    Tensor(Storage storage, ElementType type, long offset, long[] shape, long[] strides) {
      this.storage = storage;
      this.type = type;
      this.offset = offset;
      this.shape = shape;
      this.strides = strides;
    }
  }

  /** Describes a value without its content, because it may contain itself. */
  static String kind(Object value) {
    if (value instanceof Inert inert) {
      return WeightsException.shortened(inert.name);
    }
    if (value instanceof Global global) {
      return WeightsException.shortened(global.qualified());
    }
    if (value instanceof Opaque opaque) {
      return opaque.description();
    }
    if (value instanceof Long || value instanceof BigInteger) {
      return "an integer";
    }
    if (value instanceof Double) {
      return "a float";
    }
    if (value instanceof String) {
      return "a text";
    }
    if (value instanceof Boolean) {
      return "a boolean";
    }
    if (value instanceof None) {
      return "None";
    }
    return switch (value.getClass().getSimpleName()) {
      case "Dict" -> "a dictionary";
      case "Sequence" -> "a list";
      case "Tuple" -> "a tuple";
      case "Tensor" -> "a tensor";
      default -> "a storage";
    };
  }
}
