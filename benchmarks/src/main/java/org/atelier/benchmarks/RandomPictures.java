package org.atelier.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.atelier.data.Images;
import org.atelier.data.LabelledImages;
import org.atelier.engine.HostValues;
import org.atelier.image.PictureShape;
import org.atelier.random.CounterRandom;

/** The same batch of random pictures in every step, copied from Java's memory as data are. */
final class RandomPictures {
  private final float[] values;
  private final Shape shape;

  private RandomPictures(int batch, PictureShape picture) {
    shape = new Shape(batch).addAll(picture.shape());
    values = new float[Math.toIntExact(shape.size())];
    var random = CounterRandom.of(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
  }

  static TrainingSteps.Batches<Images> of(int batch, PictureShape picture) {
    var pictures = new RandomPictures(batch, picture);
    return scope -> new Images(pictures.in(scope));
  }

  /** With labels of all classes in turn. */
  static TrainingSteps.Batches<LabelledImages> of(int batch, PictureShape picture, int classes) {
    var pictures = new RandomPictures(batch, picture);
    var labels = new long[batch];
    for (int i = 0; i < batch; i++) {
      labels[i] = i % classes;
    }
    return scope ->
        new LabelledImages(pictures.in(scope), HostValues.toArray(scope, labels, new Shape(batch)));
  }

  private NDArray in(NDManager scope) {
    return HostValues.toArray(scope, values, shape);
  }
}
