package org.atelier.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.atelier.data.attributes.AttributeImages;
import org.atelier.data.batch.PairedImages;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.engine.HostValues;
import org.atelier.engine.Precision;
import org.atelier.image.PictureShape;
import org.atelier.translation.cyclegan.CycleGan;
import org.atelier.translation.cyclegan.CycleGanOptions;
import org.atelier.translation.pix2pix.Pix2Pix;
import org.atelier.translation.pix2pix.Pix2PixOptions;
import org.atelier.translation.stargan.LabelSet;
import org.atelier.translation.stargan.StarGan;
import org.atelier.translation.stargan.StarGanOptions;

/** The models of translation as their references train them, on random pictures in memory. */
final class TranslationFamilies {
  private static final int LABELS = 5;

  private TranslationFamilies() {}

  static TrainingSteps<PairedImages> pix2pix(int size, int batch, Precision precision) {
    var model = new Pix2Pix(Pix2PixOptions.defaults().withImageSize(size));
    var pictures = RandomPictures.of(batch, PictureShape.rgb(size));
    return new TrainingSteps<>(
        model,
        precision,
        scope -> new PairedImages(pictures.next(scope).images(), pictures.next(scope).images()));
  }

  static TrainingSteps<UnpairedImages> cycleGan(int size, int batch, Precision precision) {
    var model = new CycleGan(CycleGanOptions.defaults().withImageSize(size));
    var pictures = RandomPictures.of(batch, PictureShape.rgb(size));
    return new TrainingSteps<>(
        model,
        precision,
        scope -> new UnpairedImages(pictures.next(scope).images(), pictures.next(scope).images()));
  }

  static TrainingSteps<AttributeImages> starGan(int size, int batch, Precision precision) {
    var labels = LabelSet.attributes("a", "b", "c", "d", "e");
    var model = new StarGan(StarGanOptions.of(labels).withImageSize(size));
    var pictures = RandomPictures.of(batch, PictureShape.rgb(size));
    return new TrainingSteps<>(
        model,
        precision,
        scope ->
            new AttributeImages(
                pictures.next(scope).images(), attributes(scope, batch), ofOneSet(scope, batch)));
  }

  private static NDArray attributes(NDManager scope, int batch) {
    var values = new float[batch * LABELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 3 == 0 ? 1 : 0;
    }
    return HostValues.toArray(scope, values, new Shape(batch, LABELS));
  }

  private static NDArray ofOneSet(NDManager scope, int batch) {
    var ones = new float[batch];
    Arrays.fill(ones, 1);
    return HostValues.toArray(scope, ones, new Shape(batch, 1));
  }

  /** One picture through the generator of CycleGAN, no gradients. */
  static Steps translate(int size, int batch, Precision precision) {
    var model = new CycleGan(CycleGanOptions.defaults().withImageSize(256));
    // The other networks stay without parameters, as there are none on the Python side.
    model.G_A().initialize(0, model.device());
    return new Passes(
        batch, PictureShape.rgb(size), precision, x -> model.G_A().predict(x), model::close);
  }
}
