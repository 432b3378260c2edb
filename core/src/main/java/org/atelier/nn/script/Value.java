package org.atelier.nn.script;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of a {@link Script}, with what is known of it while the script is written. Only scripts
 * make values.
 */
public final class Value implements Values {
  private final String name;
  private final Shape shape;
  private final DataType type;

  /** Known to have the memory format of the script; only for four axes. */
  private final boolean formatted;

  /**
   * Made by the script, and its own derivative does not need it: a last reader may overwrite it.
   */
  private final boolean spare;

  /** The array itself, where the script runs line by line. */
  private final @Nullable NDArray array;

  Value(
      String name,
      Shape shape,
      DataType type,
      boolean formatted,
      boolean spare,
      @Nullable NDArray array) {
    this.name = name;
    this.shape = shape;
    this.type = type;
    this.formatted = formatted;
    this.spare = spare;
    this.array = array;
  }

  /** Its shape for the inputs at hand; pictures are (N, C, H, W). */
  public Shape shape() {
    return shape;
  }

  /** The size of axis {@code axis}. */
  public long size(int axis) {
    if (axis >= shape.dimension()) {
      throw new IllegalArgumentException(
          "expected at least " + (axis + 1) + " axes, but the shape was " + shape);
    }
    return shape.get(axis);
  }

  /**
   * FLOAT32, BFLOAT16 (inside a script of mixed precision), the type of labels, or UNKNOWN where
   * only shapes are at hand.
   */
  public DataType type() {
    return type;
  }

  String name() {
    return name;
  }

  /** Whether it is known to have the script's memory format; only of four axes. */
  public boolean formatted() {
    return formatted;
  }

  boolean spare() {
    return spare;
  }

  @Nullable NDArray array() {
    return array;
  }

  @Override
  public List<Value> all() {
    return List.of(this);
  }

  /**
   * Checks for a picture of so many channels.
   *
   * @param channels the expected number, or -1 for any
   * @throws IllegalArgumentException if this is no (N, C, H, W), or of other channels
   */
  public Value expectPicture(long channels) {
    if (shape.dimension() != 4) {
      throw new IllegalArgumentException(
          "expected pictures of shape (N, C, H, W), but got " + shape);
    }
    if (channels >= 0 && shape.get(1) != channels) {
      throw new IllegalArgumentException(
          "expected " + channels + " channels, but got " + shape.get(1));
    }
    return this;
  }

  /**
   * Checks for labels.
   *
   * @throws IllegalArgumentException if this is not of an integer type
   */
  public Value expectLabels() {
    if (type != DataType.INT64 && type != DataType.INT32 && type != DataType.UNKNOWN) {
      throw new IllegalArgumentException("expected labels of type int64, but got " + type);
    }
    return this;
  }

  @Override
  public String toString() {
    return name + shape;
  }
}
