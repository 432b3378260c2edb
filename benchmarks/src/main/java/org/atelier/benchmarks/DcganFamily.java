package org.atelier.benchmarks;

import org.atelier.data.Images;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.nn.Precision;

/** DCGAN as pytorch/examples trains it, on random pictures in memory. */
final class DcganFamily {
  private DcganFamily() {}

  static TrainingSteps<Images> open(int size, int batch, Precision precision) {
    return open(DcganOptions.defaults().withImageSize(size), batch, precision);
  }

  static TrainingSteps<Images> open(DcganOptions options, int batch, Precision precision) {
    var model = new Dcgan(options);
    model.setPrecision(precision);
    return new TrainingSteps<>(model, RandomPictures.of(batch, options.picture()));
  }
}
