package org.atelier.benchmarks;

import org.atelier.data.Images;
import org.atelier.gan.ResidualNetworks;
import org.atelier.gan.sngan.SnGan;
import org.atelier.gan.sngan.SnGanOptions;
import org.atelier.nn.Precision;

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
    model.setPrecision(precision);
    return new TrainingSteps<>(model, RandomPictures.of(batch, options.picture()));
  }
}
