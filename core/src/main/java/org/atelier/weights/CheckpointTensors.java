package org.atelier.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atelier.weights.Pickled.Dict;
import org.atelier.weights.Pickled.Inert;
import org.atelier.weights.Pickled.Key;
import org.atelier.weights.Pickled.None;
import org.atelier.weights.Pickled.Sequence;
import org.atelier.weights.Pickled.Storage;
import org.atelier.weights.Pickled.Tensor;
import org.atelier.weights.Pickled.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tensors in the content of a checkpoint and gives them dotted names: the keys of
 * dictionaries, the indices of lists, the attributes of objects. The tensors of a pickled module
 * have the names of its state dict in PyTorch.
 */
final class CheckpointTensors {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_NAME = 1000;
  private static final int MAX_LEFT_OUT = 100;

  /** Only values that are shared again and again ("billion laughs") need more. */
  private static final int MAX_VISITS = 4_000_000;

  /** A named tensor, without its elements and the characters of its name. */
  private static final int TENSOR_BYTES = 600;

  /** Bytes of copied strided views that are allowed for files of any size. */
  private static final long FREE_COPY_BYTES = 16L << 20;

  /** Reads the elements of storages. */
  @FunctionalInterface
  interface Storages {
    /** Returns all bytes of a storage, whatever range of it is asked for. */
    ByteBuffer bytes(Storage storage) throws IOException;
  }

  private final Path file;
  private final PickleBudget budget;
  private final Storages storages;
  private final LinkedHashMap<String, HostTensor> tensors = new LinkedHashMap<>();
  private final List<String> leftOut = new ArrayList<>();

  /** The containers from the outermost to the one that is being walked. */
  private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The objects that were walked or are. */
  private final Set<Object> walked = Collections.newSetFromMap(new IdentityHashMap<>());

  private int visitsLeft = MAX_VISITS;
  private long copyBytesLeft;

  private CheckpointTensors(Path file, PickleBudget budget, Storages storages, long fileBytes) {
    this.file = file;
    this.budget = budget;
    this.storages = storages;
    this.copyBytesLeft = Math.max(FREE_COPY_BYTES, 4 * fileBytes);
  }

  /**
   * Returns the tensors of a checkpoint's content.
   *
   * @param fileBytes the size of the file, which bounds the memory of copies
   * @throws WeightsException if there is no named tensor, or one does not fit its storage
   */
  static CheckpointContents of(
      Path file, Object content, PickleBudget budget, Storages storages, long fileBytes)
      throws IOException {
    var found = new CheckpointTensors(file, budget, storages, fileBytes);
    try {
      found.walk("", content, 0);
    } catch (PickleBudget.SpentException e) {
      throw new WeightsException(file, "the checkpoint " + e.getMessage());
    }
    if (found.tensors.isEmpty()) {
      throw new WeightsException(
          file,
          "expected a dictionary of tensors, but there is no named tensor in it"
              + (content instanceof Inert object
                  ? ": it is the Python object '" + WeightsException.shortened(object.name) + "'"
                  : "")
              + (found.leftOut.isEmpty() ? "" : ": it has " + found.leftOutInShort()));
    }
    return new CheckpointContents(found.tensors, found.leftOut);
  }

  private String leftOutInShort() {
    int more = leftOut.size() - 8;
    return String.join(", ", leftOut.subList(0, Math.min(8, leftOut.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** Takes the tensors of a value, and returns whether there are any. */
  private boolean walk(String name, Object value, int depth) throws IOException {
    if (--visitsLeft < 0) {
      throw new WeightsException(
          file,
          "its dictionaries contain each other again and again; save the weights alone:"
              + " torch.save(model.state_dict(), path)");
    }
    if (depth > MAX_DEPTH || name.length() > MAX_NAME) {
      leaveOut(name, "nested too deeply");
      return false;
    }
    if (value instanceof Tensor tensor) {
      // A bare tensor has no name and is not a state dict.
      return !name.isEmpty() && take(name, tensor);
    }
    if (!open.add(value)) {
      // It is being walked further out: a callback that refers to its trainer.
      return false;
    }
    try {
      if (value instanceof Dict dict) {
        return items(name, dict, depth);
      }
      if (value instanceof Tuple tuple) {
        return elements(name, tuple.items, 0, depth);
      }
      if (value instanceof Sequence sequence) {
        return elements(name, sequence.items(), 0, depth);
      }
      return value instanceof Inert object && object(name, object, depth);
    } finally {
      open.remove(value);
    }
  }

  private boolean items(String name, Dict dict, int depth) throws IOException {
    boolean any = false;
    for (Map.Entry<Key, Object> item : dict.items().entrySet()) {
      any |= child(name, item.getKey().text(), item.getValue(), depth);
    }
    return any;
  }

  /** Walks the elements, which are named by their indices from {@code first} on. */
  private boolean elements(String name, List<Object> elements, int first, int depth)
      throws IOException {
    boolean any = false;
    for (int i = 0; i < elements.size(); i++) {
      Object value = elements.get(i);
      any |= child(name, isPlain(value) ? "" : Integer.toString(first + i), value, depth);
    }
    return any;
  }

  private static boolean isPlain(Object value) {
    return !(value instanceof Tensor
        || value instanceof Dict
        || value instanceof Tuple
        || value instanceof Sequence
        || value instanceof Inert);
  }

  /** Walks a value of a container; a value of the outermost that has no tensors is named. */
  private boolean child(String name, String key, Object value, int depth) throws IOException {
    if (isPlain(value)) {
      if (--visitsLeft >= 0) {
        if (depth == 0 && !key.isEmpty()) {
          leaveOut(key, null);
        }
        return false;
      }
    }
    if (value instanceof Inert && walked.contains(value)) {
      // Its tensors have names already.
      visitsLeft--;
      return false;
    }
    int before = leftOut.size();
    String path = joined(name, key);
    boolean any = walk(path, value, depth + 1);
    if (!any && value instanceof Inert object) {
      // Named as a whole, in place of its parts.
      leftOut.subList(before, leftOut.size()).clear();
      leaveOut(path, object.name);
    } else if (!any && depth == 0 && leftOut.size() == before) {
      leaveOut(path, null);
    }
    return any;
  }

  private static String joined(String name, String key) {
    return name.isEmpty() ? key : name + "." + key;
  }

  private boolean object(String name, Inert object, int depth) throws IOException {
    List<Dict> attributes = attributes(object);
    for (Dict own : attributes) {
      if (own.get("_parameters") instanceof Dict || own.get("_modules") instanceof Dict) {
        return module(name, own, depth);
      }
    }
    if (object.name.startsWith("torch._utils._rebuild_")) {
      // A sparse or quantised tensor, whose parts are no weights.
      return false;
    }
    // Modules are walked under each of their names, as shared ones have several in a state dict.
    budget.bytes(PickleBudget.MEMO);
    walked.add(object);
    int arguments = object.arguments.size();
    boolean any = elements(name, object.arguments, 0, depth);
    int items = 0;
    if (object.list != null) {
      items = object.list.items().size();
      any |= elements(name, object.list.items(), arguments, depth);
    }
    if (object.dict != null) {
      any |= items(name, object.dict, depth);
    }
    for (Dict own : attributes) {
      any |= items(name, own, depth);
    }
    if (attributes.isEmpty() && object.state != null) {
      any |= state(name, object.state, arguments + items, depth);
    }
    return any;
  }

  /** A state that only the class of the object can take apart: a value, or several in a row. */
  private boolean state(String name, Object state, int first, int depth) throws IOException {
    List<Object> parts = PythonObjects.itemsOrNull(state);
    return parts == null ? walk(name, state, depth + 1) : elements(name, parts, first, depth);
  }

  /** The attributes of an object: its state, or the two parts of it, __dict__ and __slots__. */
  private static List<Dict> attributes(Inert object) {
    if (object.state instanceof Dict dict) {
      return List.of(dict);
    }
    var found = new ArrayList<Dict>();
    if (object.state instanceof Tuple parts && parts.items.size() == 2) {
      for (Object part : parts.items) {
        if (part instanceof Dict dict) {
          found.add(dict);
        } else if (part != None.NONE) {
          return List.of();
        }
      }
    }
    return found;
  }

  /**
   * Takes what a module's state dict would have: parameters, buffers, and those of its children.
   */
  private boolean module(String name, Dict attributes, int depth) throws IOException {
    boolean any = false;
    Set<String> transientBuffers = texts(attributes.get("_non_persistent_buffers_set"));
    for (String part : List.of("_parameters", "_buffers", "_modules")) {
      if (!(attributes.get(part) instanceof Dict members)) {
        continue;
      }
      for (Map.Entry<Key, Object> member : members.items().entrySet()) {
        String key = member.getKey().text();
        boolean wanted =
            part.equals("_modules")
                ? member.getValue() instanceof Inert
                : member.getValue() instanceof Tensor;
        if (wanted && !(part.equals("_buffers") && transientBuffers.contains(key))) {
          any |= walk(joined(name, key), member.getValue(), depth + 1);
        } else {
          visitsLeft--;
        }
      }
    }
    return any;
  }

  private Set<String> texts(@Nullable Object set) {
    var texts = new HashSet<String>();
    if (set instanceof Sequence sequence) {
      budget.steps(sequence.items().size());
      for (Object item : sequence.items()) {
        if (item instanceof String text) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  private boolean take(String name, Tensor tensor) throws IOException {
    budget.bytes(TENSOR_BYTES + 2L * name.length() + 32L * tensor.shape.length);
    if (tensor.type.type() == null) {
      leaveOut(name, tensor.type.name() + " tensor");
      return false;
    }
    if (tensors.put(name, read(name, tensor)) != null) {
      throw new WeightsException(
          file, "names two tensors '" + WeightsException.shortened(name) + "'");
    }
    return true;
  }

  private void leaveOut(String name, @Nullable String what) {
    if (leftOut.size() < MAX_LEFT_OUT) {
      String shown = WeightsException.shortened(name);
      leftOut.add(what == null ? shown : shown + " (" + WeightsException.shortened(what) + ")");
    }
  }

  private HostTensor read(String name, Tensor tensor) throws IOException {
    Storage storage = tensor.storage;
    ByteBuffer bytes = range(storage, storages.bytes(storage));
    try {
      int width = tensor.type.width();
      var view = new StridedView(tensor.type.type(), tensor.offset, tensor.shape, tensor.strides);
      long elements = bytes.capacity() / width;
      if (view.extent() > elements) {
        throw new IllegalArgumentException(
            "the tensor '%s' reaches to element %s of a storage of %s"
                .formatted(WeightsException.shortened(name), view.extent(), elements));
      }
      if (view.isDense()) {
        return view.slice(bytes);
      }
      copyBytesLeft -= view.byteCount();
      if (copyBytesLeft < 0) {
        throw new IllegalArgumentException(
            "strided views require much more memory than the file's size; in Python, save"
                + " tensor.contiguous()");
      }
      return view.gather(bytes);
    } catch (IllegalArgumentException e) {
      throw new WeightsException(
          file,
          "storage '"
              + WeightsException.shortened(storage.key())
              + "' does not fit its tensor: "
              + e.getMessage(),
          e);
    }
  }

  /** The bytes of a range of a storage, after checking that all of it is there. */
  private ByteBuffer range(Storage storage, ByteBuffer whole) throws WeightsException {
    int width = storage.type().width();
    if (whole.capacity() % width != 0 || whole.capacity() / width != storage.elements()) {
      throw new WeightsException(
          file,
          "storage '%s' does not fit its tensor: it has %s bytes for %s elements"
              .formatted(
                  WeightsException.shortened(storage.key()), whole.capacity(), storage.elements()));
    }
    if (storage.count() == -1) {
      return whole;
    }
    if (storage.offset() < 0
        || storage.count() < 0
        || storage.offset() > storage.elements()
        || storage.count() > storage.elements() - storage.offset()) {
      throw new WeightsException(
          file,
          "storage '%s' of %s elements has a range of %s from %s on"
              .formatted(
                  WeightsException.shortened(storage.key()),
                  storage.elements(),
                  storage.count(),
                  storage.offset()));
    }
    return whole.slice((int) storage.offset() * width, (int) storage.count() * width);
  }
}
