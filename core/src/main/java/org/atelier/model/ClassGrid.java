package org.atelier.model;

import java.util.ArrayList;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.model.capability.ClassConditional;

/**
 * A grid of samples of every class: one row for each class, and the same latent in all rows of a
 * column, so that a column shows the effect of the class alone.
 *
 * @param columns number of pictures of each class, at least 1
 * @param seed seed of the latents
 * @param grid spacing and background; its number of columns is not used
 */
public record ClassGrid(int columns, long seed, PictureGrid grid) {
  /** Checks the number of columns. */
  public ClassGrid {
    if (columns < 1) {
      throw new IllegalArgumentException("columns must be at least 1, but was " + columns);
    }
  }

  /** Returns the default: eight pictures of each class, seed 0. */
  public static ClassGrid defaults() {
    return new ClassGrid(8, 0, PictureGrid.defaults());
  }

  /** Returns a copy with this many pictures of each class, at least 1. */
  public ClassGrid withColumns(int columns) {
    return new ClassGrid(columns, seed, grid);
  }

  /** Returns a copy with this seed of the latents. */
  public ClassGrid withSeed(long seed) {
    return new ClassGrid(columns, seed, grid);
  }

  /** Returns a copy with this spacing and background. */
  public ClassGrid withGrid(PictureGrid grid) {
    return new ClassGrid(columns, seed, grid);
  }

  /** Creates the grid of all classes of a model. */
  public Picture of(ClassConditional model) {
    var labels = new int[model.classes()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i;
    }
    return of(model, labels);
  }

  /**
   * Creates the grid of the given classes, in this order.
   *
   * @throws IllegalArgumentException if no label is given, or a label is out of range
   */
  public Picture of(ClassConditional model, int... labels) {
    if (labels.length == 0) {
      throw new IllegalArgumentException("Expected at least one label, but got none");
    }
    List<Picture> pictures = new ArrayList<>();
    for (int label : labels) {
      pictures.addAll(model.sample(columns, seed, label));
    }
    return grid.withColumns(columns).arrange(pictures);
  }
}
