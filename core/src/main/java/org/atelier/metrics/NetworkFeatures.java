package org.atelier.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Optional;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.model.network.Network;
import org.atelier.model.network.WeightsHash;

/**
 * A user-defined feature network, for example a small classifier trained on the same kind of
 * pictures, for data that differ from photographs.
 *
 * <p>The network's input is (N, 1 or 3, H, W) in [-1, 1]. Its first output is the features, (N, D)
 * or (N, D, H', W'), which are averaged over H' and W'; a classifier has a second output, logits
 * (N, classes).
 */
public final class NetworkFeatures implements FeatureNetwork {
  private static final NativeFunction RESIZED =
      NativeFunction.of(
          "torch._upsample_bilinear2d_aa(x, [int(height), int(width)], False, None, None)",
          "x",
          "height",
          "width");
  private static final NativeFunction GREY =
      NativeFunction.of("torch.mean(x, [1], True, dtype=None)", "x");
  private static final NativeFunction OVER_SPACE =
      NativeFunction.of("torch.mean(x, [2, 3], False, dtype=None)", "x");
  private static final NativeFunction PROBABILITIES =
      NativeFunction.of("torch.softmax(torch.to(x, 7), 1)", "x");

  private final Network network;
  private final String hash;
  private final Shape picture;
  private final int featureCount;

  /**
   * Creates a feature network. The hash is that of the current parameters, so do not train the
   * network afterwards.
   *
   * @param network an initialised network with one input (1 or 3, H, W); it is not closed by this
   *     class
   * @throws IllegalArgumentException if its inputs or outputs are others
   */
  public NetworkFeatures(Network network) {
    this.network = network;
    if (network.inputShapes().size() != 1 || !isPicture(network.inputShapes().get(0))) {
      throw new IllegalArgumentException(
          "Expected a network of one input (1 or 3, H, W), but %s takes %s"
              .formatted(network.name(), network.inputShapes()));
    }
    picture = network.inputShapes().get(0);
    hash = WeightsHash.of(network);
    Shape[] outputs = network.layers().getOutputShapes(new Shape[] {new Shape(1).addAll(picture)});
    boolean pooled = outputs[0].dimension() == 2 || outputs[0].dimension() == 4;
    if (!pooled || outputs.length > 2) {
      throw new IllegalArgumentException(
          "Expected features (N, D) or (N, D, H, W), and logits if there are any, but %s gives %s"
              .formatted(network.name(), Arrays.toString(outputs)));
    }
    featureCount = Math.toIntExact(outputs[0].get(1));
  }

  private static boolean isPicture(Shape shape) {
    return shape.dimension() == 3 && (shape.get(0) == 1 || shape.get(0) == 3);
  }

  @Override
  public String name() {
    return network.name();
  }

  @Override
  public String hash() {
    return hash;
  }

  @Override
  public String resizer() {
    return "bilinear, antialiased, to %s×%s%s"
        .formatted(
            String.valueOf(picture.get(1)),
            String.valueOf(picture.get(2)),
            picture.get(0) == 1 ? ", mean of the channels" : "");
  }

  @Override
  public int featureCount() {
    return featureCount;
  }

  @Override
  public Features features(NDArray pictures) {
    NDManager owner = pictures.getManager();
    try (NDManager scratch = owner.newSubManager()) {
      return ExecutionContext.inference()
          .run(
              () -> {
                NDList outputs = network.run(prepared(scratch, pictures));
                NDArray values = outputs.get(0);
                if (values.getShape().dimension() == 4) {
                  values = OVER_SPACE.apply(values);
                }
                values.attach(owner);
                if (outputs.size() == 1) {
                  return new Features(values);
                }
                NDArray probabilities = PROBABILITIES.apply(outputs.get(1));
                probabilities.attach(owner);
                return new Features(values, Optional.of(probabilities));
              });
    }
  }

  private NDArray prepared(NDManager scratch, NDArray pictures) {
    Shape shape = pictures.getShape();
    if (shape.dimension() != 4 || shape.get(1) != 3 || pictures.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "Expected float32 pictures of shape (N, 3, H, W), but got %s %s"
              .formatted(pictures.getDataType(), shape));
    }
    NDArray x = pictures.reshape(shape);
    x.attach(scratch);
    if (picture.get(0) == 1) {
      x = GREY.apply(x);
    }
    if (shape.get(2) == picture.get(1) && shape.get(3) == picture.get(2)) {
      return x;
    }
    return RESIZED.apply(
        x, HostValues.number(scratch, picture.get(1)), HostValues.number(scratch, picture.get(2)));
  }
}
