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
 * A model of drawn shapes on trial: it is asked for the shapes of pictures that it never saw, and
 * where they landed is measured on the pixels.
 *
 * @param told whether it was asked by numbers or by masks
 * @param asked for so many shapes
 * @param found pictures in which there is a shape at all; the errors are means over them
 * @param distance of the centre from the requested one in pixels
 * @param radiusError the difference of the radius from the requested one in pixels, either way
 * @param overlap with the mask of the picture that was asked for: intersection over union, mean
 *     over all. By numbers it stays below 1, since they do not tell the direction of an ellipse
 */
public record ShapeTrial(
    ShapeCondition told,
    int asked,
    int found,
    double distance,
    double radiusError,
    double overlap) {
  private static final long LATENT_SEED = 1;
  private static final int ROWS = 4;
  private static final int COLUMNS = 12;

  /** Asks a model for the first shapes of a set. */
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

  /** A row of drawn shapes, then a row of those that the model made when asked for them. */
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

  /** Says it in words. */
  public void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "Asked for %d shapes by %s: found %d; centre off by %.2f px of %d, radius by %.2f px;"
            + " overlap with the mask %.2f.%n",
        asked,
        told,
        found,
        distance,
        Shapes.SIZE,
        radiusError,
        overlap);
  }
}
