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
 * The kind of a conditional model's conditioning input: a class label, attributes, numbers or a
 * map. It defines the input's shape, validates and encodes values, and creates arrays for training
 * data ({@link #join}) and for sampling ({@link #always}, {@link #inTurn}).
 *
 * <p>All kinds are records, so that they can be part of a model's options and be saved in
 * checkpoints.
 *
 * @param <V> the Java type of a picture's value
 */
public sealed interface Condition<V> permits ClassLabels, Attributes, Numbers, SpatialMap {
  /** Returns the shape of the network's input without the batch axis. */
  Shape shape();

  /**
   * Encodes the value of one picture to as many numbers as {@link #shape} has elements.
   *
   * @throws IllegalArgumentException if {@code value} is invalid
   */
  float[] encode(V value);

  /** Returns varied conditioning inputs, the default of sampling; the n-th is a function of n. */
  Conditions various();

  /**
   * Creates the network's input for N pictures.
   *
   * @param manager owner of the array
   * @param encoded the encoded value of each picture
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
   * Returns the same value for all samples.
   *
   * @throws IllegalArgumentException if the value is invalid
   */
  default Conditions always(V value) {
    return inTurn(List.of(value));
  }

  /**
   * Returns the values in turn: the n-th value for the n-th sample, cyclically.
   *
   * @throws IllegalArgumentException if there is no value, or one is invalid
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
   * Joins pictures and their values to conditioned training data.
   *
   * @param images the pictures
   * @param values one value for each picture, in the same order
   * @throws IllegalArgumentException if the number of values is not that of the pictures, or a
   *     value is invalid
   */
  default TrainingData<ConditionedImages> join(
      TrainingData<Images> images, List<? extends V> values) {
    return ConditionedImages.join(images, EncodedConditions.of(this, values));
  }
}
