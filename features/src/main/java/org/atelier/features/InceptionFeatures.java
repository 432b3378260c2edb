package org.atelier.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.features.inception.InceptionV3;
import org.atelier.files.Sha256;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.model.PublishedWeights;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.weights.PyTorchCheckpoint;
import org.atelier.weights.WeightsException;

/** The pooled features and class probabilities of {@link InceptionV3}. */
final class InceptionFeatures implements FeatureNetwork {
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

  private static final String POOLED = "pooled";
  private static final String LOGITS = "logits";

  private final String hash;
  private final FeatureExtractor network;

  private InceptionFeatures(String hash, FeatureExtractor network) {
    this.hash = hash;
    this.network = network;
  }

  static InceptionFeatures read(Path file, Device device) throws IOException {
    String hash = Sha256.of(file);
    FeatureArchitecture architecture = InceptionV3.ofFid();
    Set<String> names = architecture.layers().get().namedParameters().keySet();
    // The file has a bias of the logits too, which the Inception Score leaves out.
    var weights = new LinkedHashMap<>(PyTorchCheckpoint.read(file));
    weights.keySet().retainAll(names);
    try {
      var network =
          FeatureExtractor.load(
              architecture, List.of(POOLED, LOGITS), new PublishedWeights(file, weights), device);
      return new InceptionFeatures(hash, network);
    } catch (WeightsException e) {
      throw new WeightsException(
          file,
          "expected the weights of FID's Inception; take pt_inception-2015-12-05-6726825d.pth. %s"
              .formatted(e.getMessage()));
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
                Map<String, NDArray> found = network.of(prepared);
                NDArray features = found.get(POOLED);
                NDArray probabilities = PROBABILITIES.apply(found.get(LOGITS));
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
    network.close();
  }
}
