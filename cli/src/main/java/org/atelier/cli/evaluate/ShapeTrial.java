package org.atelier.cli.evaluate;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.atelier.datasets.ShapeMeasure;
import org.atelier.datasets.Shapes;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.model.capability.ConditionalModel;
import org.atelier.model.condition.Conditions;
import org.atelier.model.condition.SpatialMap;

/**
 * Measures how precisely a model draws held-out shapes at given positions, from the pixels.
 *
 * @param condition the conditioning input: numbers or masks
 * @param asked the number of shapes
 * @param found the number of pictures in which a shape was detected; the errors are means over them
 * @param distance the mean distance of the centre from the given one in pixels
 * @param radiusError the mean absolute error of the radius in pixels
 * @param overlap the intersection over union with the mask of the given shape, mean over all. With
 *     numbers it stays below 1, since they do not give the orientation of an ellipse
 */
public record ShapeTrial(
    ShapeCondition condition,
    int asked,
    int found,
    double distance,
    double radiusError,
    double overlap) {
  private static final long LATENT_SEED = 1;
  private static final int ROWS = 4;
  private static final int COLUMNS = 12;

  /** Measures a model on all shapes of a set. */
  public static ShapeTrial of(ConditionalModel model, Shapes shapes) {
    List<Picture> pictures = ask(model, shapes);
    int found = 0;
    double distance = 0;
    double radiusError = 0;
    double overlap = 0;
    for (int i = 0; i < pictures.size(); i++) {
      Shapes.Place wanted = shapes.place(i);
      var place = ShapeMeasure.place(pictures.get(i));
      if (place.isPresent()) {
        found++;
        distance += place.get().distance(wanted);
        radiusError += Math.abs(place.get().radius() - wanted.radius());
      }
      overlap += ShapeMeasure.overlap(pictures.get(i), shapes.mask(i));
    }
    return new ShapeTrial(
        ShapeCondition.of(model),
        pictures.size(),
        found,
        distance / found,
        radiusError / found,
        overlap / pictures.size());
  }

  /** Rows of given shapes, each followed by a row of the model's drawings of them. */
  public static Picture grid(ConditionalModel model) {
    Shapes shapes = ShapeCondition.heldOut(ROWS * COLUMNS);
    List<Picture> made = ask(model, shapes);
    var cells = new ArrayList<Picture>();
    for (int row = 0; row < ROWS; row++) {
      IntStream.range(row * COLUMNS, (row + 1) * COLUMNS)
          .mapToObj(shapes::picture)
          .forEach(cells::add);
      cells.addAll(made.subList(row * COLUMNS, (row + 1) * COLUMNS));
    }
    return PictureGrid.defaults().withColumns(COLUMNS).withLeastSize(48).arrange(cells);
  }

  private static List<Picture> ask(ConditionalModel model, Shapes shapes) {
    var all = IntStream.range(0, shapes.size());
    Conditions conditions =
        model.condition() instanceof SpatialMap
            ? Shapes.MASK.inTurn(all.mapToObj(shapes::mask).toList())
            : Shapes.PLACE.inTurn(all.mapToObj(i -> shapes.place(i).numbers()).toList());
    return model.sample(shapes.size(), LATENT_SEED, conditions);
  }

  /** Prints the measurements. */
  public void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%d shapes conditional on %s: %d detected; mean error of the centre %.2f px of %d, of"
            + " the radius %.2f px; IoU with the mask %.2f.%n",
        asked,
        condition,
        found,
        distance,
        Shapes.SIZE,
        radiusError,
        overlap);
  }
}
