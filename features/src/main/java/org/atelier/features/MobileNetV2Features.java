package org.atelier.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.features.mobilenet.BundledMobileNetV2;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.perception.FeatureExtractor;

/** The embedding of {@link BundledMobileNetV2}: the spatial mean of its last tap. */
final class MobileNetV2Features implements FeatureNetwork {
  private static final String TAP = "conv1";

  private static final NativeFunction RESIZED =
      NativeFunction.of(
          "torch._upsample_bilinear2d_aa(x, [int(side), int(side)], False, None, None)",
          "x",
          "side");
  private static final NativeFunction OVER_SPACE =
      NativeFunction.of("torch.mean(x, [2, 3], False, dtype=None)", "x");

  private final int size;
  private final FeatureExtractor network;

  MobileNetV2Features(int size, Device device) {
    if (size < 32) {
      throw new IllegalArgumentException("size must be at least 32, but was " + size);
    }
    this.size = size;
    network = BundledMobileNetV2.extractor(List.of(TAP), device);
  }

  @Override
  public String name() {
    return "MobileNetV2 (Open Images), mean of conv1";
  }

  @Override
  public String hash() {
    return BundledMobileNetV2.HASH;
  }

  @Override
  public String resizer() {
    return "bilinear, antialiased, to " + size + "×" + size;
  }

  @Override
  public int featureCount() {
    return Math.toIntExact(network.channels(TAP));
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
                NDArray tap = network.of(resized(scratch, pictures)).get(TAP);
                NDArray features = OVER_SPACE.apply(tap);
                features.attach(owner);
                return new Features(features);
              });
    }
  }

  private NDArray resized(NDManager scratch, NDArray pictures) {
    Shape shape = pictures.getShape();
    NDArray resized =
        shape.get(2) == size && shape.get(3) == size
            ? pictures.reshape(shape)
            : RESIZED.apply(pictures, HostValues.number(scratch, size));
    resized.attach(scratch);
    return resized;
  }

  @Override
  public void close() {
    network.close();
  }
}
