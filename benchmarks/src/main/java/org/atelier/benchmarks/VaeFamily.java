package org.atelier.benchmarks;

import org.atelier.data.batch.ExampleBatch;
import org.atelier.engine.Precision;
import org.atelier.image.PictureShape;
import org.atelier.vae.AutoencoderArchitecture;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.vae.vanilla.Vae;
import org.atelier.vae.vanilla.VaeOptions;

/** Variational auto-encoders on random pictures in memory. */
final class VaeFamily {
  private static final int UNITS = 400;
  private static final int FILTERS = 32;

  private VaeFamily() {}

  /** The perceptrons of pytorch/examples. */
  static TrainingSteps<ExampleBatch> perceptrons(int size, int batch, Precision precision) {
    var picture = PictureShape.grey(size);
    return open(AutoencoderArchitecture.perceptrons(picture, UNITS), picture, batch, precision);
  }

  /** Strided convolutions, as Burgess et al. (arXiv:1804.03599) have them. */
  static TrainingSteps<ExampleBatch> convolutions(int size, int batch, Precision precision) {
    var picture = new PictureShape(3, size, size);
    return open(AutoencoderArchitecture.convolutions(picture, FILTERS), picture, batch, precision);
  }

  private static TrainingSteps<ExampleBatch> open(
      AutoencoderArchitecture architecture, PictureShape picture, int batch, Precision precision) {
    var networks = AutoencoderOptions.defaults().withArchitecture(architecture);
    var model = new Vae(VaeOptions.defaults().withAutoencoder(networks));
    var pictures = RandomPictures.of(batch, picture);
    return new TrainingSteps<>(model, precision, pictures::next);
  }
}
