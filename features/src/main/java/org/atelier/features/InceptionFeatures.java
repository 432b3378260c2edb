package org.atelier.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.HostValues;
import org.atelier.engine.Layout;
import org.atelier.engine.NativeFunction;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.weights.HostTensor;
import org.atelier.weights.PyTorchCheckpoint;
import org.atelier.weights.WeightsException;

/** The pooled features and class probabilities of {@link InceptionV3}. */
final class InceptionFeatures implements FeatureNetwork {
  private static final String ENGINE = "PyTorch";

  /** Linear interpolation a + (b − a)·t of the slices at two indices along an axis. */
  private static final String BETWEEN =
      "torch.add(torch.index_select(x, %1$s, low), torch.mul(torch.sub(torch.index_select(x, %1$s, high),"
          + " torch.index_select(x, %1$s, low)), share))";

  private static final NativeFunction COLUMNS =
      NativeFunction.of(BETWEEN.formatted("3"), "x", "low", "high", "share");
  private static final NativeFunction ROWS =
      NativeFunction.of(BETWEEN.formatted("2"), "x", "low", "high", "share");
  private static final NativeFunction BYTES =
      NativeFunction.of("torch.mul(torch.add(x, 1.), 127.5)", "x");
  private static final NativeFunction CENTRED =
      NativeFunction.of("torch.mul(torch.sub(x, 128.), 0.0078125)", "x");
  private static final NativeFunction PROBABILITIES =
      NativeFunction.of("torch.softmax(torch.to(x, 7), 1)", "x");

  private final String hash;
  private final NDManager manager;
  private final InceptionV3 network = new InceptionV3();

  private InceptionFeatures(Path file, String hash, Device device) throws IOException {
    Map<String, HostTensor> weights = PyTorchCheckpoint.read(file);
    this.hash = hash;
    manager = NDManager.newBaseManager(device, ENGINE);
    try {
      network.initialize(
          "Inception", manager, 0, new Shape(1, 3, InceptionV3.SIZE, InceptionV3.SIZE));
      fill(file, weights);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  static InceptionFeatures read(Path file, Device device) throws IOException {
    return new InceptionFeatures(file, sha256(file), device);
  }

  private static String sha256(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      var buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private void fill(Path file, Map<String, HostTensor> weights) throws IOException {
    for (var entry : network.namedParameters().entrySet()) {
      HostTensor stored = weights.get(entry.getKey());
      NDArray target = entry.getValue().getArray();
      if (stored == null || !stored.shape().equals(target.getShape())) {
        throw new WeightsException(
            file,
            "expected the weights of FID's Inception, with %s of shape %s, but %s; take pt_inception-2015-12-05-6726825d.pth"
                .formatted(
                    entry.getKey(),
                    target.getShape(),
                    stored == null ? "it is missing" : "it has " + stored.shape()));
      }
      stored.requireFinite(file, entry.getKey());
      try (NDManager scratch = manager.newSubManager()) {
        Layout.copyInto(target, stored.toArray(scratch));
      }
    }
  }

  @Override
  public String name() {
    return "Inception v3 (2015-12-05), pool 2048";
  }

  @Override
  public String hash() {
    return hash;
  }

  @Override
  public String resizer() {
    return "bilinear as in TensorFlow 1, not antialiased, to 299×299";
  }

  @Override
  public int featureCount() {
    return InceptionV3.FEATURES;
  }

  @Override
  public Features features(NDArray pictures) {
    Shape shape = pictures.getShape();
    if (shape.dimension() != 4 || shape.get(1) != 3) {
      throw new IllegalArgumentException(
          "Expected pictures of shape (N, 3, H, W), but got " + shape);
    }
    NDManager owner = pictures.getManager();
    try (NDManager scratch = owner.newSubManager()) {
      return ExecutionContext.inference()
          .run(
              () -> {
                NDArray prepared = CENTRED.apply(resized(scratch, pictures));
                NDList found = network.run("Inception", new NDList(prepared));
                NDArray features = found.get(0);
                NDArray probabilities = PROBABILITIES.apply(found.get(1));
                features.attach(owner);
                probabilities.attach(owner);
                return new Features(features, Optional.of(probabilities));
              });
    }
  }

  /** Returns pictures in [-1, 1] as bytes in float32, resized to the network's input size. */
  static NDArray resized(NDManager scratch, NDArray pictures) {
    NDArray alias = pictures.reshape(pictures.getShape());
    alias.attach(scratch);
    NDArray wide = between(COLUMNS, scratch, BYTES.apply(alias), alias.getShape().get(3));
    return between(ROWS, scratch, wide, alias.getShape().get(2));
  }

  private static NDArray between(
      NativeFunction function, NDManager scratch, NDArray x, long length) {
    if (length == InceptionV3.SIZE) {
      return x;
    }
    var low = new long[InceptionV3.SIZE];
    var high = new long[low.length];
    var share = new float[low.length];
    // In float32, as in TensorFlow.
    float scale = (float) length / low.length;
    for (int i = 0; i < low.length; i++) {
      float place = i * scale;
      low[i] = (long) place;
      high[i] = Math.min(low[i] + 1, length - 1);
      share[i] = place - low[i];
    }
    var line = new Shape(low.length);
    boolean rows = function == ROWS;
    return function.apply(
        x,
        HostValues.toArray(scratch, low, line),
        HostValues.toArray(scratch, high, line),
        HostValues.toArray(scratch, share, rows ? new Shape(low.length, 1) : line));
  }

  @Override
  public void close() {
    network.clear();
    manager.close();
  }
}
