package org.atelier.benchmarks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Objects;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Precision;
import org.atelier.features.vgg.NormalisedVgg;
import org.atelier.image.PictureShape;
import org.atelier.perception.FeatureExtractor;
import org.atelier.translation.style.adain.AdaIn;
import org.atelier.translation.style.adain.AdaInOptions;
import org.atelier.translation.style.adain.Moments;
import org.atelier.translation.style.fast.FastStyle;
import org.atelier.translation.style.fast.FastStyleOptions;

/** The feed-forward transfers of style, of random weights, on arrays of whole pictures. */
final class StyleFamilies {
  private static final String ENCODED = "relu4_1";
  private static final int FULL_HD = 1080;
  private static final int FULL_HD_WIDTH = 1920;

  private StyleFamilies() {}

  /** Of 1080 pixels in height a picture is 1920 wide, else it is square. */
  static Steps fast(int size, int batch, Precision precision) {
    var model = new FastStyle(FastStyleOptions.defaults());
    model.initialize(0);
    int width = size == FULL_HD ? FULL_HD_WIDTH : size;
    return new Passes(
        batch,
        new PictureShape(3, size, width),
        precision,
        x -> model.transformer().predict(x),
        model::close);
  }

  /** Encoder, moments and decoder; the style's moments are computed before the first step. */
  static Steps adaIn(int size, int batch, Precision precision) {
    var picture = PictureShape.rgb(size);
    var encoder =
        FeatureExtractor.random(NormalisedVgg.architecture(), List.of(ENCODED), Device.cpu());
    var model = new AdaIn(AdaInOptions.defaults());
    model.initialize(0);
    // Lives as long as the style's moments.
    NDManager kept = NDManager.newBaseManager("PyTorch");
    NDArray pixels = kept.randomUniform(-1, 1, picture.shape()).expandDims(0);
    Moments style =
        ExecutionContext.inference()
            .withPrecision(precision)
            .withRecording(false)
            .run(() -> Moments.of(encoded(encoder, pixels)));
    return new Passes(
        batch,
        picture,
        precision,
        x -> model.decoder().predict(style.adapt(encoded(encoder, x))),
        () -> {
          kept.close();
          model.close();
          encoder.close();
        });
  }

  private static NDArray encoded(FeatureExtractor encoder, NDArray pictures) {
    return Objects.requireNonNull(encoder.of(pictures).get(ENCODED));
  }
}
