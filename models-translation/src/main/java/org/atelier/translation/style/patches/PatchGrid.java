package org.atelier.translation.style.patches;

import org.atelier.translation.style.Regions;

/**
 * Where the patches of a picture are: at every {@code stride} pixels of the picture padded by
 * reflection, so that pixels at the border are in as many patches' inner parts as others.
 *
 * @param height of the picture
 * @param width of the picture
 * @param patch the side of a patch
 * @param stride the distance of neighbouring patches
 * @param offset by how much the first patch lies further up and left, less than {@code stride}
 */
record PatchGrid(int height, int width, int patch, int stride, int offset) {
  /** Rows above the picture, as many as columns left of it. */
  int margin() {
    return patch / 2 + offset;
  }

  int rows() {
    return count(height);
  }

  int columns() {
    return count(width);
  }

  /** Returns the picture's row for each row of the padded picture. */
  long[] sourceRows() {
    return sources(height);
  }

  long[] sourceColumns() {
    return sources(width);
  }

  /** Returns one over the number of patches that cover each row of the padded picture. */
  float[] rowWeights() {
    return weights(height);
  }

  float[] columnWeights() {
    return weights(width);
  }

  /** Returns the region in the middle of a patch; beyond the border it is that at the border. */
  int region(Regions regions, int row, int column) {
    return regions.at(middle(row, height), middle(column, width));
  }

  private int middle(int index, int length) {
    return Math.min(length - 1, Math.max(0, index * stride - offset));
  }

  private int count(int length) {
    int rest = length + patch / 2 - patch + margin();
    return Math.max(0, rest + stride - 1) / stride + 1;
  }

  private int padded(int length) {
    return (count(length) - 1) * stride + patch;
  }

  private long[] sources(int length) {
    int period = Math.max(1, 2 * (length - 1));
    var result = new long[padded(length)];
    for (int i = 0; i < result.length; i++) {
      int within = Math.floorMod(i - margin(), period);
      result[i] = within < length ? within : period - within;
    }
    return result;
  }

  private float[] weights(int length) {
    var result = new float[padded(length)];
    for (int i = 0; i < count(length); i++) {
      for (int j = 0; j < patch; j++) {
        result[i * stride + j]++;
      }
    }
    for (int i = 0; i < result.length; i++) {
      // With a stride above the patch, pixels between patches are in none.
      result[i] = result[i] == 0 ? 0 : 1 / result[i];
    }
    return result;
  }
}
