package org.atelier.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.metrics.FeatureNetwork;

/** The embedding of {@link MobileNetV2}: the spatial mean of its last tap. */
final class MobileNetV2Features implements FeatureNetwork {
  private static final NativeFunction RESIZED =
      NativeFunction.of(
          "torch._upsample_bilinear2d_aa(x, [int(side), int(side)], False, None, None)",
          "x",
          "side");
  private static final NativeFunction OVER_SPACE =
      NativeFunction.of("torch.mean(x, [2, 3], False, dtype=None)", "x");

  private final int size;
  private final NDManager manager;
  private final MobileNetV2 network;

  MobileNetV2Features(int size, Device device) {
    if (size < 32) {
      throw new IllegalArgumentException("size must be at least 32, but was " + size);
    }
    this.size = size;
    manager = NDManager.newBaseManager(device, "PyTorch");
    network = MobileNetV2.load(manager, MobileNetV2.Tap.STRIDE_32);
  }

  @Override
  public String name() {
    return "MobileNetV2 (Open Images), mean of conv1";
  }

  @Override
  public String hash() {
    return BundledWeights.HASH;
  }

  @Override
  public String resizer() {
    return "bilinear, antialiased, to " + size + "×" + size;
  }

  @Override
  public int featureCount() {
    return MobileNetV2.Tap.STRIDE_32.channels();
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
                NDArray resized = resized(scratch, pictures);
                NDList tap = network.run("MobileNetV2", new NDList(resized));
                NDArray features = OVER_SPACE.apply(tap.singletonOrThrow());
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
    network.clear();
    manager.close();
  }
}
