package org.atelier.cli.train;

import java.util.stream.IntStream;
import org.atelier.image.PictureGrid;
import org.atelier.model.ClassGrid;
import org.atelier.model.GenerativeModel;
import org.atelier.model.capability.ClassConditional;
import org.atelier.model.capability.LatentModel;
import org.atelier.monitoring.SampleGrid;
import org.atelier.train.LoopListener;

/** Listeners that draw grids of samples during training, chosen by the model's capabilities. */
public final class SampleGrids {
  private static final int SAMPLES = 64;
  private static final int SAMPLES_OF_CLASS = 8;
  private static final int MOST_CLASSES = 20;

  private SampleGrids() {}

  /**
   * A listener that draws a grid of samples, with a row for each class of a class-conditional
   * model. For a model that cannot sample, a listener that does nothing.
   *
   * @param every steps between two grids
   */
  public static LoopListener of(GenerativeModel<?> model, int every) {
    var classes = ClassConditional.of(model);
    if (classes.isPresent()) {
      ClassConditional conditional = classes.get();
      int[] labels = IntStream.range(0, Math.min(MOST_CLASSES, conditional.classes())).toArray();
      var grid =
          ClassGrid.defaults()
              .withColumns(SAMPLES_OF_CLASS)
              .withGrid(PictureGrid.defaults().withLeastSize(SampleGrid.LEAST_SIZE));
      return new SampleGrid(() -> grid.of(conditional, labels), every);
    }
    return model instanceof LatentModel drawing
        ? new SampleGrid(drawing::sample, SAMPLES, every)
        : new LoopListener() {};
  }
}
