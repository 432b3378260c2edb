package org.atelier.nn.script;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of a {@link Script}, with the properties that are known while the script is written.
 * Values are created by scripts only.
 */
public final class Value implements Values {
  private final String name;
  private final Shape shape;
  private final DataType type;

  /** Whether it is known to have the script's memory format; for four axes only. */
  private final boolean formatted;

  /**
   * Whether it was created by the script and is not needed by its own derivative, so that its last
   * reader may operate in place.
   */
  private final boolean spare;

  /** The array itself, if the script is run line by line. */
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

  /** Returns the shape for the current inputs; pictures are (N, C, H, W). */
  public Shape shape() {
    return shape;
  }

  /**
   * Returns the size of an axis.
   *
   * @param axis counted from 0
   * @throws IllegalArgumentException if there is no such axis
   */
  public long size(int axis) {
    if (axis >= shape.dimension()) {
      throw new IllegalArgumentException(
          "expected at least " + (axis + 1) + " axes, but the shape was " + shape);
    }
    return shape.get(axis);
  }

  /**
   * Returns FLOAT32, BFLOAT16 (inside a script in mixed precision), the type of labels, or UNKNOWN
   * where only shapes are known.
   */
  public DataType type() {
    return type;
  }

  String name() {
    return name;
  }

  /** Returns whether it is known to have the script's memory format; for four axes only. */
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
   * Checks that this is (N, C, H, W) with the given number of channels, and returns it.
   *
   * @param channels the expected number, or -1 for any
   * @throws IllegalArgumentException if this has another shape or another number of channels
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
   * Checks that this is of an integer type, as labels are, and returns it.
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
