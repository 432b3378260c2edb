package org.atelier.benchmarks;

import org.atelier.data.batch.Images;
import org.atelier.engine.Precision;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.wgangp.WganGp;
import org.atelier.gan.wgangp.WganGpOptions;
import org.atelier.image.PictureShape;

/** WGAN-GP with DCGAN's convolutions, 64 feature maps next to the pictures. */
final class WganGpFamily {
  private static final int FILTERS = 64;

  private WganGpFamily() {}

  static TrainingSteps<Images> open(int size, int batch, Precision precision) {
    var options =
        WganGpOptions.defaults()
            .withPicture(PictureShape.rgb(size))
            .withNetworks(StridedNetworks.of(FILTERS, FILTERS));
    var model = new WganGp(options);
    return new TrainingSteps<>(model, precision, RandomPictures.of(batch, options.picture()));
  }
}
