package org.atelier.benchmarks;

import org.atelier.data.LabelledImages;
import org.atelier.gan.cgan.Cgan;
import org.atelier.gan.cgan.CganOptions;
import org.atelier.nn.Precision;

/** The conditional GAN as PyTorch-GAN trains it. */
final class CganFamily {
  private CganFamily() {}

  static TrainingSteps<LabelledImages> open(int size, int batch, Precision precision) {
    var options = CganOptions.defaults().withImageSize(size);
    var model = new Cgan(options);
    model.setPrecision(precision);
    return new TrainingSteps<>(
        model, RandomPictures.of(batch, options.picture(), options.classes()));
  }
}
