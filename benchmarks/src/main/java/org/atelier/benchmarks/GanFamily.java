package org.atelier.benchmarks;

import org.atelier.data.batch.Images;
import org.atelier.engine.Precision;
import org.atelier.gan.vanilla.VanillaGan;
import org.atelier.gan.vanilla.VanillaGanOptions;

/** The multilayer-perceptron GAN as PyTorch-GAN trains it. */
final class GanFamily {
  private GanFamily() {}

  static TrainingSteps<Images> open(int size, int batch, Precision precision) {
    var options = VanillaGanOptions.defaults().withImageSize(size);
    var model = new VanillaGan(options);
    return new TrainingSteps<>(model, precision, RandomPictures.of(batch, options.picture()));
  }
}
