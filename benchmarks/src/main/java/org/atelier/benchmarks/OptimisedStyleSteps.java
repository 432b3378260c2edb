package org.atelier.benchmarks;

import ai.djl.Device;
import java.util.List;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Precision;
import org.atelier.features.vgg.Vgg;
import org.atelier.features.vgg.VggOptions;
import org.atelier.image.Picture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.atelier.translation.style.gatys.OptimisedStyle;
import org.atelier.translation.style.gatys.OptimisedStyleOptions;
import org.atelier.translation.style.gatys.StyleObjective;
import org.atelier.translation.style.gatys.StyleScales;
import org.atelier.translation.style.gatys.StyleTerm;

/**
 * Steps of optimised style at one size with the whole VGG-19, of random weights: the recipe for
 * VGG-19, but with Gram matrices, since with random weights the matrix roots of the recipe are slow
 * on both sides. The targets and the first step of a run are not timed.
 */
final class OptimisedStyleSteps implements Steps {
  /** So much that nothing is computed twice to save memory. */
  private static final long MEMORY = 1L << 40;

  private final ExecutionContext context;
  private final FeatureExtractor network;
  private final OptimisedStyle transfer;
  private final Picture content;
  private float last;

  private OptimisedStyleSteps(int size, Precision precision) {
    OptimisedStyleOptions recipe = OptimisedStyleOptions.vgg();
    StyleObjective objective = recipe.objective();
    OptimisedStyleOptions options =
        recipe
            .withObjective(
                new StyleObjective(
                    objective.style().withMeasure(StyleTerm.Measure.GRAM),
                    objective.content(),
                    objective.penalties()))
            .withScales(new StyleScales(size, size, Integer.MAX_VALUE, 1, 1));
    context = ExecutionContext.inference().withPrecision(precision);
    network =
        FeatureExtractor.random(
            Vgg.architecture(VggOptions.defaults().withReplicateBorder(true)),
            options.taps(),
            Device.cpu());
    content = RandomPictures.picture(size, 1);
    Picture style = RandomPictures.picture(size, 2);
    transfer = new OptimisedStyle(network, options, List.of(Style.of(style)), null, MEMORY);
  }

  static Steps open(int size, int batch, Precision precision) {
    return new OptimisedStyleSteps(size, precision);
  }

  @Override
  public long run(int count) {
    var nanos = new long[2];
    Picture result =
        context.run(
            () ->
                transfer.apply(
                    StyleContent.of(content)
                        .withProgress(
                            (done, all, preview) -> {
                              nanos[done == 1 ? 0 : 1] = System.nanoTime();
                              return done <= count;
                            })));
    last = result.values()[0];
    return nanos[1] - nanos[0];
  }

  /** A pixel; an objective that is not finite has ended the run with an exception. */
  @Override
  public float lastLoss() {
    return last;
  }

  @Override
  public void close() {
    transfer.close();
    network.close();
  }
}
