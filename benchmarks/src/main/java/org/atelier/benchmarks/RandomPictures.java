package org.atelier.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.random.CounterRandom;

/**
 * The same batch of random pictures in every step, in the engine's memory from the start, as on the
 * Python side: loading is no work of the step. (What it costs is {@link LoadingShare}'s to say.)
 */
final class RandomPictures {
  private final NDArray pictures;

  private RandomPictures(int batch, PictureShape picture) {
    var shape = new Shape(batch).addAll(picture.shape());
    float[] values = noise(Math.toIntExact(shape.size()), 1);
    // Lives as long as the process.
    pictures = HostValues.toArray(NDManager.newBaseManager("PyTorch"), values, shape);
  }

  private static float[] noise(int count, long seed) {
    var values = new float[count];
    var random = CounterRandom.of(seed);
    for (int i = 0; i < count; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  /** A square RGB picture. */
  static Picture picture(int size, long seed) {
    return new Picture(3, size, size, noise(3 * size * size, seed));
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

  /** The same memory as an array of the step's. */
  private NDArray in(NDManager scope) {
    NDArray view = pictures.reshape(pictures.getShape());
    view.attach(scope);
    return view;
  }
}
