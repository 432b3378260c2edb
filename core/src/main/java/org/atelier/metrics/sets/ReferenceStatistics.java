package org.atelier.metrics.sets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atelier.files.Sha256;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.metrics.Fingerprint;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.atelier.weights.WeightsException;

/**
 * The statistics of an {@link Evaluation}'s reference pictures, which can be saved to a file and
 * reused, so that the features are computed once for the evaluation of any number of models.
 *
 * <pre>{@code
 * evaluation.reference().write(file);
 * var later = new Evaluation(network, ReferenceStatistics.read(file), options);
 * }</pre>
 *
 * <p>The file is safetensors: {@code mean} (D) and {@code covariance} (D, D) in float64, {@code
 * sample} (n, D) in float32; its metadata are the protocol and a SHA-256 of the content.
 */
public final class ReferenceStatistics implements AutoCloseable {
  private static final String FORMAT = "atelier reference statistics 1";
  private static final String CHECKSUM = "sha256";

  private final String network;
  private final String networkHash;
  private final String resizer;
  private final String range;
  private final String split;
  private final int capacity;
  private final long seed;
  private final FeatureStatistics features;

  ReferenceStatistics(
      String network,
      String networkHash,
      String resizer,
      String range,
      String split,
      int capacity,
      long seed,
      FeatureStatistics features) {
    this.network = network;
    this.networkHash = networkHash;
    this.resizer = resizer;
    this.range = range;
    this.split = split;
    this.capacity = capacity;
    this.seed = seed;
    this.features = features;
  }

  /** Returns the name of the reference data in the {@link Fingerprint}. */
  public String split() {
    return split;
  }

  /** Returns the number of pictures. */
  public long count() {
    return features.moments().count();
  }

  FeatureStatistics features() {
    return features;
  }

  /**
   * Writes the statistics to a file atomically.
   *
   * @param file a file in an existing folder; replaced if it exists
   * @throws IllegalStateException if there are fewer than 2 pictures
   */
  public void write(Path file) throws IOException {
    var tensors = new LinkedHashMap<String, HostTensor>();
    tensors.put("mean", features.moments().mean());
    tensors.put("covariance", features.moments().covariance());
    try (NDManager scratch = NDManager.newBaseManager()) {
      NDArray sample = features.sample().toArray(scratch);
      tensors.put("sample", HostTensor.of(sample));
    }
    var text = new TreeMap<String, String>();
    text.put("format", FORMAT);
    text.put("network", network);
    text.put("networkHash", networkHash);
    text.put("resizer", resizer);
    text.put("range", range);
    text.put("split", split);
    text.put("count", String.valueOf(count()));
    text.put("capacity", String.valueOf(capacity));
    text.put("seed", String.valueOf(seed));
    text.put(CHECKSUM, checksum(tensors, text));
    Safetensors.replace(file, tensors, text);
  }

  /**
   * Reads statistics that were written by {@link #write}.
   *
   * @throws WeightsException if the file is another, or is damaged
   * @throws IOException if the file cannot be read
   */
  public static ReferenceStatistics read(Path file) throws IOException {
    Map<String, HostTensor> tensors = Safetensors.read(file);
    var text = new TreeMap<String, String>(Safetensors.readMetadata(file));
    if (!FORMAT.equals(text.get("format"))) {
      throw new WeightsException(
          file,
          "expected reference statistics of an evaluation, but the file has another format; write one with ReferenceStatistics.write");
    }
    String written = text.remove(CHECKSUM);
    if (!checksum(tensors, text).equals(written)) {
      throw new WeightsException(
          file, "the statistics are damaged (wrong checksum); compute the reference again");
    }
    try {
      long count = Long.parseLong(text.get("count"));
      int capacity = Integer.parseInt(text.get("capacity"));
      long seed = Long.parseLong(text.get("seed"));
      var moments = Moments.of(count, tensors.get("mean"), tensors.get("covariance"));
      var sample = FeatureSample.of(capacity, 2 * seed, count, tensors.get("sample"));
      return new ReferenceStatistics(
          text.get("network"),
          text.get("networkHash"),
          text.get("resizer"),
          text.get("range"),
          text.get("split"),
          capacity,
          seed,
          new FeatureStatistics(moments, sample));
    } catch (RuntimeException e) {
      // The checksum is right, so the file was written by other software: an entry is missing or no
      // number.
      throw new WeightsException(
          file,
          "the statistics are incomplete: an entry is missing or not valid; compute the reference again",
          e);
    }
  }

  /**
   * Computes the SHA-256 of the metadata (except the checksum) and the tensors, in the order of
   * their names.
   */
  private static String checksum(Map<String, HostTensor> tensors, Map<String, String> text) {
    MessageDigest digest = Sha256.digest();
    digest.update(new TreeMap<>(text).toString().getBytes(StandardCharsets.UTF_8));
    new TreeMap<>(tensors)
        .forEach(
            (name, tensor) -> {
              String head = name + tensor.type() + tensor.shape();
              digest.update(head.getBytes(StandardCharsets.UTF_8));
              digest.update(tensor.data());
            });
    return Sha256.hex(digest);
  }

  /**
   * Checks that an evaluation has the protocol of these statistics.
   *
   * @throws IllegalArgumentException if it has not; the message lists the differences
   */
  void requireMeasuredAs(FeatureNetwork now, String rangeNow, EvaluationOptions options) {
    var differences = new ArrayList<String>();
    compare(differences, "feature network", network, now.name());
    compare(differences, "hash of the feature network", networkHash, now.hash());
    compare(differences, "resizer", resizer, now.resizer());
    compare(differences, "value range", range, rangeNow);
    // If all features were kept, neither has an effect.
    if (count() > Math.min(capacity, options.capacity())) {
      compare(differences, "number of features kept", capacity, options.capacity());
      compare(differences, "seed of the features kept", seed, options.seed());
    }
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "The reference statistics were computed by another protocol: %s. Compute the reference again"
              .formatted(String.join("; ", differences)));
    }
  }

  private static void compare(List<String> differences, String what, Object there, Object here) {
    if (!there.equals(here)) {
      differences.add("%s is \"%s\" there and \"%s\" here".formatted(what, there, here));
    }
  }

  @Override
  public void close() {
    features.moments().close();
  }
}
