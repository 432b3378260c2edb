package org.atelier.benchmarks;

import org.atelier.data.batch.LabelledImages;
import org.atelier.engine.Precision;
import org.atelier.gan.cgan.Cgan;
import org.atelier.gan.cgan.CganOptions;

/** The conditional GAN as PyTorch-GAN trains it. */
final class CganFamily {
  private CganFamily() {}

  static TrainingSteps<LabelledImages> open(int size, int batch, Precision precision) {
    var options = CganOptions.defaults().withImageSize(size);
    var model = new Cgan(options);
    return new TrainingSteps<>(
        model, precision, RandomPictures.of(batch, options.picture(), options.classes()));
  }
}
