package org.atelier.benchmarks;

import org.atelier.data.batch.Images;
import org.atelier.engine.Precision;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;

/** DCGAN as pytorch/examples trains it, on random pictures in memory. */
final class DcganFamily {
  private DcganFamily() {}

  static TrainingSteps<Images> open(int size, int batch, Precision precision) {
    return open(DcganOptions.defaults().withImageSize(size), batch, precision);
  }

  static TrainingSteps<Images> open(DcganOptions options, int batch, Precision precision) {
    var model = new Dcgan(options);
    return new TrainingSteps<>(model, precision, RandomPictures.of(batch, options.picture()));
  }
}
