package org.atelier.model.condition;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ConditionedImages;
import org.atelier.data.batch.Images;
import org.atelier.engine.HostValues;

/**
 * What a conditional model is told of a picture: a class, attributes, numbers or a map. A condition
 * knows what networks get, refuses in words what cannot be, and makes arrays for training data
 * ({@link #join}) and for samples that somebody asks for ({@link #always}, {@link #inTurn}).
 *
 * <p>The kinds are records, so that a model's options can hold any of them, and its checkpoint says
 * which.
 *
 * @param <V> what is told of one picture, in Java
 */
public sealed interface Condition<V> permits ClassLabels, Attributes, Numbers, SpatialMap {
  /** A network's input without the batch axis. */
  Shape shape();

  /**
   * What networks get for one picture, as many values as {@link #shape} has.
   *
   * @throws IllegalArgumentException if {@code value} is none that this condition can have
   */
  float[] encode(V value);

  /** What samples are told where nobody asks for anything: a variety, the n-th a function of n. */
  Conditions various();

  /**
   * What networks get for N pictures.
   *
   * @param manager owns the array
   * @param encoded one array for each
   * @return (N, …), float32; int64 for labels
   */
  default NDArray toArray(NDManager manager, List<float[]> encoded) {
    int each = Math.toIntExact(shape().size());
    var values = new float[Math.multiplyExact(encoded.size(), each)];
    for (int i = 0; i < encoded.size(); i++) {
      System.arraycopy(encoded.get(i), 0, values, i * each, each);
    }
    return HostValues.toArray(manager, values, new Shape(encoded.size()).addAll(shape()));
  }

  /**
   * The same for all samples.
   *
   * @throws IllegalArgumentException if the value is none of this condition's
   */
  default Conditions always(V value) {
    return inTurn(List.of(value));
  }

  /**
   * The n-th value for the n-th sample, and from the first again after the last.
   *
   * @throws IllegalArgumentException if there is none, or one is none of this condition's
   */
  default Conditions inTurn(List<? extends V> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one value, but got none");
    }
    List<float[]> encoded = values.stream().map(this::encode).toList();
    return (manager, from, count) ->
        new NDList(
            toArray(
                manager,
                IntStream.range(from, from + count)
                    .mapToObj(n -> encoded.get(n % encoded.size()))
                    .toList()));
  }

  /**
   * Training data that tells the value of every picture.
   *
   * @param images the pictures
   * @param values one for each, in the same order
   * @throws IllegalArgumentException if there are more or fewer, or one is none of this condition's
   */
  default TrainingData<ConditionedImages> join(
      TrainingData<Images> images, List<? extends V> values) {
    return ConditionedImages.join(images, EncodedConditions.of(this, values));
  }
}
