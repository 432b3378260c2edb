package org.atelier.benchmarks;

import ai.djl.Device;
import java.util.List;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Precision;
import org.atelier.features.mobilenet.BundledMobileNetV2;
import org.atelier.image.Picture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.translation.dream.ChannelMean;
import org.atelier.translation.dream.ClassicDream;
import org.atelier.translation.dream.ClassicOptions;
import org.atelier.translation.dream.DreamContent;
import org.atelier.translation.dream.DreamFeatures;
import org.atelier.translation.dream.Dreamer;
import org.atelier.translation.dream.Octaves;

/** The octave of a picture's own size of the default dream, by the bundled network. */
final class DreamSteps implements Steps {
  private static final String TAP = "block09.expand";
  private static final int CHANNEL = 41;

  private final ExecutionContext context;
  private final FeatureExtractor network;
  private final Dreamer dreamer;
  private final Picture picture;
  private float last;

  private DreamSteps(int size, Precision precision) {
    context = ExecutionContext.inference().withPrecision(precision);
    network = BundledMobileNetV2.extractor(List.of(TAP), Device.cpu());
    dreamer =
        new ClassicDream(
            DreamFeatures.of(network),
            ChannelMean.of(TAP, CHANNEL),
            ClassicOptions.defaults().withOctaves(Octaves.defaults().withCount(1)));
    picture = RandomPictures.picture(size, 1);
  }

  static Steps open(int size, int batch, Precision precision) {
    return new DreamSteps(size, precision);
  }

  @Override
  public long run(int count) {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      last = context.run(() -> dreamer.apply(DreamContent.of(picture))).values()[0];
    }
    return System.nanoTime() - start;
  }

  /** A pixel; an objective that is not finite has ended the dream with an exception. */
  @Override
  public float lastLoss() {
    return last;
  }

  @Override
  public void close() {
    network.close();
  }
}
