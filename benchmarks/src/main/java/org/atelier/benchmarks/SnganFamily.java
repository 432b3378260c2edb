package org.atelier.benchmarks;

import org.atelier.data.batch.Images;
import org.atelier.engine.Precision;
import org.atelier.gan.ResidualNetworks;
import org.atelier.gan.sngan.SnGan;
import org.atelier.gan.sngan.SnGanOptions;

/** SNGAN's residual networks, of 64 feature maps each. */
final class SnganFamily {
  private static final int FILTERS = 64;

  private SnganFamily() {}

  static TrainingSteps<Images> open(int size, int batch, Precision precision) {
    var options =
        SnGanOptions.defaults()
            .withImageSize(size)
            .withNetworks(ResidualNetworks.of(FILTERS, FILTERS));
    var model = new SnGan(options);
    return new TrainingSteps<>(model, precision, RandomPictures.of(batch, options.picture()));
  }
}
