package org.atelier.benchmarks;

import ai.djl.ndarray.types.Shape;
import org.atelier.data.Images;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.nn.Precision;
import org.atelier.random.CounterRandom;

/** DCGAN as pytorch/examples trains it, on random pictures in memory. */
final class DcganFamily {
  private DcganFamily() {}

  static TrainingSteps<Images> open(int size, int batch, Precision precision) {
    return open(DcganOptions.defaults().withImageSize(size), batch, precision);
  }

  static TrainingSteps<Images> open(DcganOptions options, int batch, Precision precision) {
    var shape =
        new Shape(
            batch,
            options.picture().channels(),
            options.picture().height(),
            options.picture().width());
    var random = CounterRandom.of(1);
    var values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    var model = new Dcgan(options);
    model.setPrecision(precision);
    return new TrainingSteps<>(model, scope -> new Images(scope.create(values, shape)));
  }
}
