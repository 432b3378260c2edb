package org.atelier.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.atelier.engine.Layout;
import org.atelier.engine.NativeFunction;
import org.atelier.files.NewFile;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Network;
import org.atelier.optim.Ema;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run: a folder {@code step-N} each, and a small file {@code LATEST} that
 * names the newest whole one.
 *
 * <p>A checkpoint is written under another name, brought to the disk, and renamed; then {@code
 * LATEST} is replaced. So a crash at any point leaves the checkpoint before, and {@code LATEST}
 * never names a folder that is not complete.
 */
public final class Checkpoints {
  /** The format that this version writes and reads. */
  static final int FORMAT = 1;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final String FOLDER = "checkpoints";
  private static final String LATEST = "LATEST";
  private static final String PREFIX = "step-";
  private static final String UNFINISHED = ".unfinished-";
  private static final String STATE = "state";
  private static final NativeFunction ALL_FINITE =
      NativeFunction.of("torch.to(torch.all(torch.isfinite(x)), 6)", "x");

  private final Path folder;

  private Checkpoints(Path folder) {
    this.folder = folder;
  }

  /** The checkpoints of the run in this folder. */
  public static Checkpoints ofRun(Path run) {
    return new Checkpoints(run.resolve(FOLDER));
  }

  /** Whether the run has a checkpoint to go on from. */
  public boolean exist() {
    return Files.exists(folder.resolve(LATEST));
  }

  /**
   * The newest checkpoint of a run.
   *
   * @param path the run's folder, its {@code checkpoints} folder, or one {@code step-N}
   * @throws IOException if there is none, with words on what is there instead
   */
  public static Checkpoint latest(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new IOException(
          "Expected the folder of a run, but "
              + (Files.exists(path) ? path + " is a file" : "there is no folder " + path));
    }
    if (Files.exists(path.resolve(Checkpoint.DESCRIPTION))) {
      return Checkpoint.read(path);
    }
    Path folder = Files.exists(path.resolve(LATEST)) ? path : path.resolve(FOLDER);
    Path latest = folder.resolve(LATEST);
    if (!Files.exists(latest)) {
      throw new IOException(
          "There is no checkpoint in "
              + path
              + ": expected "
              + latest
              + "; was the run stopped before its first?");
    }
    if (Files.size(latest) > 100) {
      throw new IOException(latest + ": expected the name of a checkpoint, but it is damaged");
    }
    String name = Files.readString(latest, StandardCharsets.ISO_8859_1).strip();
    if (!name.matches(PREFIX + "\\d{1,18}")) {
      throw new IOException(
          latest
              + ": expected a name such as step-500, but it is damaged; name a step-N folder of "
              + folder
              + " directly");
    }
    return Checkpoint.read(folder.resolve(name));
  }

  /**
   * Saves a model.
   *
   * @param keep how many checkpoints stay, this one included
   * @throws TrainingException if a parameter is not finite: such a state is never saved
   * @throws IOException if the files cannot be written; what was there before is untouched
   */
  public Checkpoint save(
      GenerativeModel<?> model, long step, TrainingOptions options, String data, int keep)
      throws IOException {
    refuseNonFinite(model, step);
    Files.createDirectories(folder);
    String name = PREFIX + step;
    Path latest = folder.resolve(LATEST);
    if (Files.exists(latest) && Files.readString(latest).strip().equals(name)) {
      // A run that is resumed at its end comes here again: the same step, the same content.
      return Checkpoint.read(folder.resolve(name));
    }
    Path unfinished = folder.resolve(UNFINISHED + name);
    Path target = folder.resolve(name);
    deleteTree(unfinished);
    try {
      Files.createDirectory(unfinished);
      writeInto(unfinished, model, step, options, data);
      // A checkpoint of this step that LATEST does not name yet is from a run that crashed here.
      deleteTree(target);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      deleteTree(unfinished);
      throw new IOException(
          "The checkpoint of step %d could not be written to %s (%s); the checkpoints before it are untouched"
              .formatted(step, folder, e.getMessage()),
          e);
    }
    NewFile.syncFolder(folder);
    NewFile.write(folder.resolve(LATEST), name + "\n");
    prune(name, keep);
    return Checkpoint.read(target);
  }

  private void writeInto(
      Path into, GenerativeModel<?> model, long step, TrainingOptions options, String data)
      throws IOException {
    var files = new ArrayList<Checkpoint.FileEntry>();
    for (Network network : model.networks()) {
      for (var part : parts(network).entrySet()) {
        files.add(write(into, part.getKey(), part.getValue()));
      }
    }
    Map<String, NDArray> state = model.state();
    if (!state.isEmpty()) {
      files.add(write(into, STATE, state));
    }
    var description =
        new Checkpoint.Description(
            FORMAT,
            model.getClass().getName(),
            json(model.options()),
            step,
            json(options),
            data,
            files);
    NewFile.write(into.resolve(Checkpoint.DESCRIPTION), Checkpoint.GSON.toJson(description) + "\n");
  }

  private static JsonObject json(Object options) {
    return Checkpoint.GSON.toJsonTree(options).getAsJsonObject();
  }

  /** A network's files: its weights and buffers, its optimizer's memory, its moving average. */
  private static Map<String, Map<String, NDArray>> parts(Network network) {
    var parts = new LinkedHashMap<String, Map<String, NDArray>>();
    var weights = new LinkedHashMap<>(network.parameters());
    weights.putAll(network.buffers());
    parts.put(network.name(), weights);
    Map<String, NDArray> memory = network.optimizerState().named();
    if (!memory.isEmpty()) {
      parts.put(network.name() + ".optimizer", memory);
    }
    network.average().map(Ema::named).ifPresent(a -> parts.put(network.name() + ".average", a));
    return parts;
  }

  private static Checkpoint.FileEntry write(Path into, String name, Map<String, NDArray> arrays)
      throws IOException {
    var tensors = new LinkedHashMap<String, HostTensor>();
    arrays.forEach((key, array) -> tensors.put(key, HostTensor.of(array)));
    Path file = into.resolve(name + ".safetensors");
    Safetensors.write(file, tensors, Map.of());
    return new Checkpoint.FileEntry(file.getFileName().toString(), Files.size(file), sha256(file));
  }

  private static void refuseNonFinite(GenerativeModel<?> model, long step) {
    for (Network network : model.networks()) {
      var arrays = new LinkedHashMap<>(network.parameters());
      arrays.putAll(network.buffers());
      for (var entry : arrays.entrySet()) {
        try (NDManager scratch = entry.getValue().getManager().newSubManager()) {
          NDArray alias = entry.getValue().stopGradient();
          alias.attach(scratch);
          NDArray finite = ALL_FINITE.apply(alias);
          if (finite.getFloat() == 0) {
            throw new TrainingException(
                "The parameter \"%s\" of the network \"%s\" is not finite at step %d, so no checkpoint was written; resume from the one before with a lower learning rate"
                    .formatted(entry.getKey(), network.name(), step));
          }
        }
      }
    }
  }

  /**
   * Fills a model's arrays from a checkpoint, to go on training: weights, moving averages, what
   * optimizers remember, and the model's own state.
   *
   * @throws IOException if a file is damaged, or the checkpoint is another architecture's; the
   *     message lists what is missing, unexpected or of another shape. The model may be half filled
   *     then, and should be closed.
   */
  public static void restore(GenerativeModel<?> model, Checkpoint checkpoint) throws IOException {
    restore(model, checkpoint, true);
  }

  /** Fills a model's weights and moving averages alone, to use it. */
  public static void restoreWeights(GenerativeModel<?> model, Checkpoint checkpoint)
      throws IOException {
    restore(model, checkpoint, false);
  }

  private static void restore(GenerativeModel<?> model, Checkpoint checkpoint, boolean memory)
      throws IOException {
    verify(checkpoint);
    model.initialize(0);
    for (Network network : model.networks()) {
      for (var part : parts(network).entrySet()) {
        if (memory || !part.getKey().endsWith(".optimizer")) {
          fill(checkpoint, part.getKey(), part.getValue());
        }
      }
    }
    if (memory && !model.state().isEmpty()) {
      fill(checkpoint, STATE, model.state());
    }
  }

  private static void fill(Checkpoint checkpoint, String name, Map<String, NDArray> arrays)
      throws IOException {
    Path file = checkpoint.folder().resolve(name + ".safetensors");
    if (checkpoint.description().files().stream()
        .noneMatch(entry -> entry.name().equals(file.getFileName().toString()))) {
      throw new IOException(
          checkpoint.folder()
              + ": expected a file for \""
              + name
              + "\", but there is none; it is another model's checkpoint ("
              + checkpoint.description().model()
              + ")");
    }
    Map<String, HostTensor> tensors = Safetensors.read(file);
    refuseMismatch(file, arrays, tensors);
    for (var entry : arrays.entrySet()) {
      NDArray target = entry.getValue();
      try (NDManager scratch = target.getManager().newSubManager()) {
        Layout.copyInto(target, tensors.get(entry.getKey()).toArray(scratch));
      }
    }
  }

  private static void refuseMismatch(
      Path file, Map<String, NDArray> arrays, Map<String, HostTensor> tensors) throws IOException {
    Set<String> missing = new TreeSet<>(arrays.keySet());
    missing.removeAll(tensors.keySet());
    Set<String> unexpected = new TreeSet<>(tensors.keySet());
    unexpected.removeAll(arrays.keySet());
    var misshapen = new ArrayList<String>();
    arrays.forEach(
        (key, array) -> {
          HostTensor tensor = tensors.get(key);
          if (tensor != null && !tensor.shape().equals(array.getShape())) {
            misshapen.add(
                key + " (expected " + array.getShape() + ", but got " + tensor.shape() + ")");
          }
        });
    if (!missing.isEmpty() || !unexpected.isEmpty() || !misshapen.isEmpty()) {
      throw new IOException(
          file
              + ": the checkpoint is one of another architecture."
              + list(" Missing: ", missing)
              + list(" Unexpected: ", unexpected)
              + list(" Of another shape: ", misshapen)
              + " Build the model with the options in checkpoint.json");
    }
  }

  private static String list(String title, java.util.Collection<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    var shown = names.stream().limit(8).toList();
    String more =
        names.size() > shown.size() ? " and " + (names.size() - shown.size()) + " more" : "";
    return title + String.join(", ", shown) + more + ".";
  }

  /** Compares every file with its length and checksum. */
  private static void verify(Checkpoint checkpoint) throws IOException {
    for (Checkpoint.FileEntry entry : checkpoint.description().files()) {
      String name = String.valueOf(entry.name());
      Path file = checkpoint.folder().resolve(name).normalize();
      if (!checkpoint.folder().normalize().equals(file.getParent())) {
        throw new IOException(
            checkpoint.folder() + ": the description names a file outside, " + name + "; refused");
      }
      if (!Files.isRegularFile(file)) {
        throw new IOException(file + " is missing; the checkpoint is damaged, use another");
      }
      if (Files.size(file) != entry.bytes()) {
        throw new IOException(
            "%s: expected %d bytes, but got %d; the checkpoint is damaged, use another"
                .formatted(file, entry.bytes(), Files.size(file)));
      }
      if (!sha256(file).equals(entry.sha256())) {
        throw new IOException(
            file
                + ": the checksum does not fit the content; the checkpoint is damaged, use another");
      }
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
    var buffer = java.nio.ByteBuffer.allocate(1 << 20);
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Removes what is unfinished, and the oldest checkpoints beyond {@code keep}. */
  private void prune(String latest, int keep) throws IOException {
    List<Path> whole;
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> folders = all.filter(Files::isDirectory).toList();
      for (Path path : folders) {
        if (path.getFileName().toString().startsWith(UNFINISHED)) {
          deleteTree(path);
        }
      }
      whole =
          folders.stream()
              .filter(path -> path.getFileName().toString().matches(PREFIX + "\\d{1,18}"))
              .sorted(Comparator.comparingLong(Checkpoints::number).reversed())
              .toList();
    }
    // Folders of later steps than this are from a run that was resumed before them.
    long newest = number(folder.resolve(latest));
    int kept = 0;
    for (Path path : whole) {
      if (number(path) > newest || ++kept > keep) {
        LOG.debug("Removing the checkpoint {}", path);
        deleteTree(path);
      }
    }
  }

  private static long number(Path path) {
    return Long.parseLong(path.getFileName().toString().substring(PREFIX.length()));
  }

  private static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException error)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
