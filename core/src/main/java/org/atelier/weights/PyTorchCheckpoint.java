package org.atelier.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/**
 * Reads the tensors of a PyTorch checkpoint ({@code .pth}, {@code .pt}, {@code .ckpt}) as {@code
 * torch.save} has written it since PyTorch 0.1, under Python 2 or 3: a zip archive of a pickle and
 * raw storages ({@link CheckpointArchive}; since 1.6), or pickles and storages one after another
 * ({@link LegacyCheckpoint}).
 *
 * <p>To Python a checkpoint is a program that may run arbitrary code. This reader executes nothing
 * and looks up no class: Python objects that it does not know are data with a name, and only the
 * tensors in them are read. Memory is bounded by the size of the file, and depth, number of values
 * and time are bounded too.
 */
public final class PyTorchCheckpoint {
  /** Ten thousand tensors take about 2 MB of pickle; each byte may become an object. */
  private static final long MAX_PICKLE_BYTES = 16L << 20;

  private PyTorchCheckpoint() {}

  /**
   * Reads all tensors of a checkpoint, as {@link #readContents} does, without the names of what is
   * left out.
   *
   * @param file a checkpoint
   * @return the tensors by name, in the order of the file
   * @throws WeightsException as {@link #readContents} does
   */
  public static LinkedHashMap<String, HostTensor> read(Path file) throws WeightsException {
    return new LinkedHashMap<>(readContents(file).tensors());
  }

  /**
   * Reads all tensors of a checkpoint.
   *
   * <p>Nested dictionaries, lists and objects are flattened: the names of the levels are joined by
   * dots, as in {@code params_ema.conv_first.weight} or {@code optimizer.state.0.exp_avg}. A
   * pickled module gives the names of its state dict. Values other than tensors are skipped, and
   * tensors that are sparse, quantised or complex; their names are in {@link
   * CheckpointContents#leftOut}. Strided views are copied to row-major order.
   *
   * @param file a checkpoint
   * @return the tensors by name, and what is left out
   * @throws WeightsException if the file cannot be read, is not a PyTorch checkpoint, is damaged,
   *     contains no tensor or two tensors of the same name, or would take more memory or time than
   *     the tensors of a file of its size can need; the message says what to do
   */
  public static CheckpointContents readContents(Path file) throws WeightsException {
    return WeightsException.guarded(
        file, () -> isLegacy(file) ? LegacyCheckpoint.read(file) : CheckpointArchive.read(file));
  }

  /** Returns whether the file has the format before PyTorch 1.6; rejects unknown formats. */
  private static boolean isLegacy(Path file) throws IOException {
    byte[] head;
    try (var in = Files.newInputStream(file)) {
      head = in.readNBytes(512);
    }
    String start = LegacyCheckpoint.latin1(head);
    if (start.startsWith("PK\3\4")) {
      return false;
    }
    if (LegacyCheckpoint.begins(start)) {
      return true;
    }
    if (start.startsWith("ustar", 257)) {
      throw new WeightsException(
          file,
          "this is a tar archive; unpack it and name the weights in it, or, if PyTorch before 0.1"
              + " wrote it, load it in Python and save it again:"
              + " torch.save(torch.load(path), newPath)");
    }
    if (start.startsWith("{", 8)) {
      throw new WeightsException(
          file, "this looks like a safetensors file; read it with Safetensors.read");
    }
    if (head.length > 2
        && start.charAt(0) == 0x80
        && start.charAt(1) >= 2
        && start.charAt(1) <= 5) {
      throw new WeightsException(
          file,
          "this is a pickle without the container of torch.save; load it in Python and save its weights: torch.save(weights, newPath)");
    }
    if (head.length == 0) {
      throw new WeightsException(file, "the file is empty; copy or download it again");
    }
    throw new WeightsException(
        file,
        "expected a checkpoint of torch.save (a zip archive, or the older format of pickles), but it has another format");
  }

  /** Checks the size of a pickle. */
  static void requirePickleOf(Path file, long bytes) throws WeightsException {
    if (bytes > MAX_PICKLE_BYTES) {
      throw new WeightsException(
          file,
          "its pickle has "
              + bytes
              + " bytes, more than the "
              + MAX_PICKLE_BYTES
              + " that are read; save the weights without the other objects:"
              + " torch.save(model.state_dict(), path)");
    }
  }
}
